import { createHash } from "node:crypto";
import type { Cloud } from "../../../cloud.ts";
import { AwsError } from "../../../errors.ts";
import { readMetadata } from "../../iam/providers/saml-metadata.ts";
import type { SamlProvider } from "../../iam/records.ts";
import type { IamState } from "../../iam/state.ts";
import { expiredToken, invalidToken, notAuthorized } from "../errors.ts";
import type { Sts } from "../sessions/identity.ts";
import { findRole } from "../sessions/role-session.ts";
import { admit } from "./federation.ts";
import { readAssertion, type SamlAssertion } from "./saml-assertion.ts";
import { signedAssertion } from "./saml-signature.ts";

const OPERATION = "AssumeRoleWithSAML";

/** Hands out a session of a role to somebody whom a SAML identity provider vouches for. No signature is needed: the assertion has it. */
export const assumeRoleWithSAML: Sts["AssumeRoleWithSAML"] = async (input, context) => {
  const { cloud } = context;
  const { RoleArn, PrincipalArn, SAMLAssertion, DurationSeconds = 3600 } = input;
  const found = findRole(RoleArn, cloud);
  const account = RoleArn.split(":")[4] ?? "";
  const provider = await providerOf(PrincipalArn, account, cloud);
  const assertion = await verified(SAMLAssertion, provider, cloud);
  if (!assertion.roles.some((pair) => pair.includes(RoleArn) && pair.includes(PrincipalArn)))
    throw assertion.roles.length === 0 ? invalidToken("Role is required in AuthnResponse") : notAuthorized(OPERATION);

  const { issuer, subject, subjectType, recipient, sessionName, sourceIdentity, tags, transitive, ends } = assertion;
  const hashed = createHash("sha1").update(`${issuer}${account}/${provider.name}`);
  const NameQualifier = hashed.digest("base64");
  const lasting = { "saml:sub": subject, "saml:sub_type": subjectType, "saml:namequalifier": NameQualifier };
  const claims = { ...lasting, "saml:aud": recipient, "saml:iss": issuer, "saml:doc": `${account}/${provider.name}` };
  const left = ends === undefined ? DurationSeconds : Math.floor((ends - cloud.clock.now()) / 1000);
  if (left <= 0) throw expiredToken("Token expired: its SessionNotOnOrAfter is in the past");
  const session = { ...input, RoleSessionName: sessionName, DurationSeconds: Math.min(DurationSeconds, left) };
  const vouched = {
    provider: PrincipalArn,
    subject,
    claims,
    lasting,
    tags: { Tags: tags, TransitiveTagKeys: transitive },
    sourceIdentity,
  };
  return {
    ...admit(OPERATION, found, session, vouched, context),
    Subject: subject,
    SubjectType: subjectType,
    Issuer: issuer,
    Audience: recipient,
    NameQualifier,
  };
};

async function providerOf(arn: string, account: string, cloud: Cloud): Promise<SamlProvider> {
  const [, owner, name = ""] = /^arn:aws:iam::(\d{12}):saml-provider\/([\w.-]+)$/.exec(arn) ?? [];
  const { samlProviders } = (await cloud.service("iam")).state as IamState;
  const provider = owner === account ? samlProviders.get(account, name) : undefined;
  if (!provider) throw invalidToken("Specified provider doesn't exist.");
  return provider;
}

async function verified(encoded: string, { metadata }: SamlProvider, cloud: Cloud): Promise<SamlAssertion> {
  const { issuer, certificates } = await readMetadata(metadata);
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const signed = await signedAssertion(text, certificates).catch((error) => {
    if (error instanceof AwsError) throw error;
    throw invalidToken("Invalid SAML response: it could not be parsed");
  });
  if (!signed) throw invalidToken("Response signature invalid");
  const assertion = readAssertion(signed, cloud.clock.now());
  if (assertion.issuer !== issuer) throw invalidToken("Issuer not present in specified provider");
  return assertion;
}
