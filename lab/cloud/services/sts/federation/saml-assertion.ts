import { AwsError } from "../../../errors.ts";
import { expiredToken, invalidToken } from "../errors.ts";
import { childrenOf } from "./saml-signature.ts";

const NAMESPACE = "urn:oasis:names:tc:SAML:2.0:assertion";
const ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/";
const FORMATS = "urn:oasis:names:tc:SAML:2.0:nameid-format:";

/** AWS's addresses: where answers are sent to, and who they are for. */
const SIGN_IN = /^https:\/\/([a-z0-9-]+\.)?signin\.aws\.amazon\.com\/saml(\/acs\/[\w-]+)?$/;
const AUDIENCE = /^(urn:amazon:webservices|https:\/\/([a-z0-9-]+\.)?signin\.aws\.amazon\.com\/saml(\/acs\/[\w-]+)?)$/;

/** An assertion must be used that soon after it was made, and clocks may differ by that much: milliseconds. */
const FRESH = 5 * 60_000;

/** What an identity provider asserts of somebody. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html */
export interface SamlAssertion {
  readonly issuer: string;
  readonly subject: string;
  /** The format of the subject, without what all formats begin with. */
  readonly subjectType: string;
  readonly recipient: string;
  /** `[role, provider]`, in either order. */
  readonly roles: readonly (readonly string[])[];
  readonly sessionName: string;
  readonly sourceIdentity: string | undefined;
  readonly tags: readonly { Key: string; Value: string }[];
  readonly transitive: readonly string[];
  /** When the identity provider's own session ends. Milliseconds. */
  readonly ends: number | undefined;
}

/** Reads an assertion that the identity provider signed, and checks that it is for AWS, and for now. */
export function readAssertion(assertion: Element, now: number): SamlAssertion {
  const find = (...path: string[]) =>
    path.reduce<Element[]>((parents, name) => parents.flatMap((one) => childrenOf(one, NAMESPACE, name)), [assertion]);
  const confirmations = find("Subject", "SubjectConfirmation", "SubjectConfirmationData");
  const [confirmation] = confirmations;
  if (!confirmation || confirmations.length > 1) throw invalidToken("Exactly one SubjectConfirmation is required");
  const recipient = confirmation.getAttribute("Recipient") ?? "";
  const audiences = find("Conditions", "AudienceRestriction", "Audience").map(textOf);
  if (!SIGN_IN.test(recipient) || !audiences.some((one) => AUDIENCE.test(one)))
    throw invalidToken("Response does not contain the required audience.");
  checkTimes(assertion, confirmation, find("Conditions")[0], now);

  const [name] = find("Subject", "NameID");
  if (!name) throw invalidToken("NameID is required in AuthnResponse");
  const attributes = attributesOf(find("AttributeStatement", "Attribute"));
  const one = (attribute: string) => attributes.get(`${ATTRIBUTES}${attribute}`)?.[0];
  const ends = Date.parse(find("AuthnStatement")[0]?.getAttribute("SessionNotOnOrAfter") ?? "");
  return {
    issuer: textOf(find("Issuer")[0]),
    subject: textOf(name),
    subjectType: (name.getAttribute("Format") ?? "").replace(FORMATS, ""),
    recipient,
    roles: (attributes.get(`${ATTRIBUTES}Role`) ?? []).map((pair) => pair.split(",").map((arn) => arn.trim())),
    sessionName: checkSessionName(one("RoleSessionName")),
    sourceIdentity: checkSourceIdentity(one("SourceIdentity")),
    tags: tagsOf(attributes),
    transitive: attributes.get(`${ATTRIBUTES}TransitiveTagKeys`) ?? [],
    ends: Number.isNaN(ends) ? undefined : ends,
  };
}

function checkTimes(assertion: Element, confirmation: Element, conditions: Element | undefined, now: number): void {
  const time = (element: Element | undefined, attribute: string) => Date.parse(element?.getAttribute(attribute) ?? "");
  const ends = [time(confirmation, "NotOnOrAfter"), time(conditions, "NotOnOrAfter")];
  // Who confirms a subject must say until when; conditions may.
  if (Number.isNaN(ends[0])) throw invalidToken("NotOnOrAfter is required in SubjectConfirmationData");
  const issued = time(assertion, "IssueInstant");
  if (!(now - issued <= FRESH)) throw expiredToken("Token must be redeemed within 5 minutes of issuance");
  if (ends.some((end) => end <= now)) throw expiredToken("Token expired: its NotOnOrAfter is in the past");
  const begins = [issued, time(confirmation, "NotBefore"), time(conditions, "NotBefore")];
  if (begins.some((begin) => begin > now + FRESH))
    throw new AwsError(
      "IDPRejectedClaim",
      "The token is not valid yet: its times are later than the current date/time",
    );
}

function attributesOf(elements: readonly Element[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    elements.map((one) => [one.getAttribute("Name") ?? "", childrenOf(one, NAMESPACE, "AttributeValue").map(textOf)]),
  );
}

function tagsOf(attributes: ReadonlyMap<string, readonly string[]>): { Key: string; Value: string }[] {
  const prefix = `${ATTRIBUTES}PrincipalTag:`;
  return [...attributes].flatMap(([name, [Value = ""]]) =>
    name.startsWith(prefix) ? [{ Key: name.slice(prefix.length), Value }] : [],
  );
}

function checkSessionName(name: string | undefined): string {
  if (name === undefined) throw invalidToken("RoleSessionName is required in AuthnResponse");
  if (!/^[\w+=,.@-]{2,64}$/.test(name))
    throw invalidToken("RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}");
  return name;
}

function checkSourceIdentity(name: string | undefined): string | undefined {
  if (name !== undefined && (!/^[\w+=,.@-]{2,64}$/.test(name) || name.startsWith("aws:")))
    throw invalidToken('Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:"');
  return name;
}

function textOf(element: Element | undefined): string {
  return element?.textContent?.trim() ?? "";
}
