import type { Tag } from "@aws-sdk/client-sts";
import type { JWTPayload } from "jose";
import { invalidToken } from "../errors.ts";
import type { Sts } from "../sessions/identity.ts";
import { findRole } from "../sessions/role-session.ts";
import { sourceIdentityOf } from "../sessions/source-identity.ts";
import { admit } from "./federation.ts";
import { readWebToken, type WebIdentity } from "./web-token.ts";

/** Claims that carry what a session is to have. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html */
const TAGS = "https://aws.amazon.com/tags";
const SOURCE_IDENTITY = "https://aws.amazon.com/source_identity";

/** Hands out a session of a role to somebody whom an OpenID Connect issuer vouches for. No signature is needed: the token is it. */
export const assumeRoleWithWebIdentity: Sts["AssumeRoleWithWebIdentity"] = async (input, context) => {
  const { cloud } = context;
  const found = findRole(input.RoleArn, cloud);
  // Providers of OAuth 2.0 tokens that are no OpenID Connect ones are on AWS only.
  if (input.ProviderId !== undefined) throw invalidToken("Provided Token is not a Login With Amazon token");
  const identity = await readWebToken(input.WebIdentityToken, input.RoleArn.split(":")[4] ?? "", cloud);
  const { provider, subject, audience, claims } = identity;
  const keys = keysOf(identity);
  const vouched = {
    provider,
    subject,
    claims: keys,
    lasting: keys,
    tags: tagsIn(claims),
    sourceIdentity: sourceIdentityOf(textIn(claims, SOURCE_IDENTITY)),
  };
  return {
    ...admit("AssumeRoleWithWebIdentity", found, input, vouched, context),
    SubjectFromWebIdentityToken: subject,
    Audience: audience,
    Provider: provider,
  };
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif */
function keysOf({ issuer, subject, audience, claims }: WebIdentity): Record<string, string | readonly string[]> {
  const { amr, azp, aud } = claims;
  return {
    [`${issuer}:sub`]: subject,
    [`${issuer}:aud`]: audience,
    ...(Array.isArray(amr) && { [`${issuer}:amr`]: amr.map(textOf) }),
    ...(typeof azp === "string" && aud !== undefined && { [`${issuer}:oaud`]: [aud].flat() }),
  };
}

/** The tags in a token: nested, or flattened as some issuers need it. */
function tagsIn(claims: JWTPayload): { Tags: Tag[]; TransitiveTagKeys: string[] } {
  const nested = Object(claims[TAGS]) as { principal_tags?: object; transitive_tag_keys?: unknown };
  const prefix = `${TAGS}/principal_tags/`;
  const flat = Object.entries(claims).flatMap(([name, value]) =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), value] as const] : [],
  );
  const transitive = nested.transitive_tag_keys ?? claims[`${TAGS}/transitive_tag_keys`] ?? [];
  const tags = [...Object.entries(nested.principal_tags ?? {}), ...flat];
  return {
    Tags: tags.map(([Key, value]) => ({ Key, Value: textOf([value].flat()[0]) })),
    TransitiveTagKeys: [transitive].flat().map(textOf),
  };
}

function textIn(claims: JWTPayload, name: string): string | undefined {
  const value = claims[name];
  return value === undefined ? undefined : textOf(value);
}

/** An object of a token is no text: it might say that it cannot become one. */
function textOf(value: unknown): string {
  return typeof value === "object" || value === undefined ? "" : String(value);
}
