import type { JSONWebKeySet, JWTPayload } from "jose";
import { IssuerError, isMissingKey, withKeys } from "../../../auth/issuer-keys.ts";
import type { Cloud } from "../../../cloud.ts";
import { AwsError } from "../../../errors.ts";
import { isAcceptable, withoutScheme } from "../../iam/providers/oidc-providers.ts";
import type { OidcProvider } from "../../iam/records.ts";
import type { IamState } from "../../iam/state.ts";
import { expiredToken, invalidToken, rejectedClaim } from "../errors.ts";
import { tooLong } from "../sessions/session-tags.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Prerequisites */
const ALGORITHMS = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];

/** Characters. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
const LONGEST_TOKEN = 20_000;

/** By how much the clocks of an issuer and the lab may differ, in seconds. */
const TOLERANCE = 300;

/** What an issuer says of somebody, proved to be its words. */
export interface WebIdentity {
  /** As policies name it. */
  readonly provider: string;
  /** Without its scheme, as condition keys begin. */
  readonly issuer: string;
  readonly subject: string;
  /** Which of the issuer's applications the token is for. */
  readonly audience: string;
  readonly claims: JWTPayload;
}

/** Checks a token: that a provider of the account issued it, by its signature, for one of its applications, and for now. */
export async function readWebToken(token: string, account: string, cloud: Cloud): Promise<WebIdentity> {
  if (token.length > LONGEST_TOKEN) throw tooLong("webIdentityToken", LONGEST_TOKEN);
  const { decodeJwt } = await import("jose");
  let issuer: string;
  try {
    issuer = String(decodeJwt(token).iss ?? "");
  } catch {
    throw invalidToken(
      "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    );
  }
  if (issuer === "") throw invalidToken("Missing a required claim: iss");
  const provider = await providerOf(issuer, account, cloud);
  if (!provider) throw invalidToken(`No OpenIDConnect provider found in your account for ${issuer}`);
  const claims = await verified(token, issuer, cloud.clock.now());
  checkTimes(claims, Math.floor(cloud.clock.now() / 1000));
  if (typeof claims.sub !== "string" || claims.sub === "") throw invalidToken("Missing a required claim: sub");
  const name = withoutScheme(provider.url);
  return {
    provider: `arn:aws:iam::${account}:oidc-provider/${name}`,
    issuer: name,
    subject: claims.sub,
    audience: audienceOf(claims, provider),
    claims,
  };
}

/** The provider whose URL is the issuer, but for the scheme: plain HTTP is for issuers on this machine. */
async function providerOf(issuer: string, account: string, cloud: Cloud): Promise<OidcProvider | undefined> {
  const { oidcProviders } = (await cloud.service("iam")).state as IamState;
  return isAcceptable(issuer) ? oidcProviders.get(account, withoutScheme(issuer)) : undefined;
}

async function verified(token: string, issuer: string, now: number): Promise<JWTPayload> {
  const { compactVerify, createLocalJWKSet } = await import("jose");
  const check = async (set: JSONWebKeySet) => {
    const { payload } = await compactVerify(token, createLocalJWKSet(set), { algorithms: ALGORITHMS });
    return Object(JSON.parse(Buffer.from(payload).toString("utf8"))) as JWTPayload;
  };
  try {
    return await withKeys(issuer, check, { now });
  } catch (error) {
    if (error instanceof IssuerError && error.isPassing) throw unreachable();
    throw error instanceof IssuerError || isMissingKey(error) ? noKey() : invalidToken("Token signature invalid");
  }
}

function noKey(): AwsError {
  return invalidToken(
    "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
  );
}

function unreachable(): AwsError {
  return new AwsError(
    "IDPCommunicationError",
    "The request could not be fulfilled because the identity provider (IDP) that was asked to verify the incoming identity token could not be reached.",
  );
}

/** Times are checked by the lab's clock. */
function checkTimes({ exp, iat, nbf }: JWTPayload, now: number): void {
  if (typeof exp !== "number") throw invalidToken("Missing a required claim: exp");
  if (typeof iat !== "number") throw invalidToken("Missing a required claim: iat");
  if (exp <= now)
    throw expiredToken(`Token expired: current date/time ${now} must be before the expiration date/time ${exp}`);
  if (iat > now + TOLERANCE || (typeof nbf === "number" && nbf > now + TOLERANCE))
    throw rejectedClaim("The token is not valid yet: its times are later than the current date/time");
}

/** The application that a token is for: where it names its authorized party (`azp`), that one. */
function audienceOf({ aud, azp }: JWTPayload, { clients }: OidcProvider): string {
  const named = typeof azp === "string" ? [azp] : [aud ?? []].flat();
  if (named.length === 0) throw invalidToken("Missing a required claim: aud");
  const audience = named.find((one) => clients.includes(one));
  if (audience === undefined) throw invalidToken("Incorrect token audience");
  return audience;
}
