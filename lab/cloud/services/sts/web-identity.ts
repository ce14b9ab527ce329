import type { Tag } from "@aws-sdk/client-sts";
import type { JWTPayload } from "jose";
import { decide } from "../../auth/authorize.ts";
import { anonymous } from "../../auth/caller.ts";
import { invalidToken, notAuthorized } from "./errors.ts";
import type { Sts } from "./identity.ts";
import { checkDuration, checkSession, findRole, openSession } from "./role-session.ts";
import { sessionTagsOf } from "./session-tags.ts";
import { sourceIdentityOf } from "./source-identity.ts";
import { readWebToken, type WebIdentity } from "./web-token.ts";

const OPERATION = "AssumeRoleWithWebIdentity";

/** Claims that carry what a session is to have. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html */
const TAGS = "https://aws.amazon.com/tags";
const SOURCE_IDENTITY = "https://aws.amazon.com/source_identity";

/** Hands out a session of a role to somebody whom an OpenID Connect issuer vouches for. No signature is needed: the token is it. */
export const assumeRoleWithWebIdentity: Sts["AssumeRoleWithWebIdentity"] = async (input, context) => {
  const { cloud, region, http } = context;
  const { RoleArn, ProviderId, WebIdentityToken, DurationSeconds = 3600 } = input;
  checkSession(input);
  const found = findRole(RoleArn, cloud);
  if (ProviderId !== undefined) throw invalidToken("Provided Token is not a Login With Amazon token");
  const account = RoleArn.split(":")[4] ?? "";
  const identity = await readWebToken(WebIdentityToken, account, cloud);
  if (!found) throw notAuthorized(OPERATION);

  const { tags, transitive } = sessionTagsOf(tagsIn(identity.claims));
  const sourceIdentity = sourceIdentityOf(textIn(identity.claims, SOURCE_IDENTITY));
  const keys = {
    ...keysOf(identity),
    "aws:FederatedProvider": identity.provider,
    "sts:RoleSessionName": input.RoleSessionName,
    "sts:SourceIdentity": sourceIdentity,
    "sts:TransitiveTagKeys": transitive.length > 0 ? transitive : undefined,
  };
  const vouched = { ...anonymous, arn: identity.provider, userId: identity.subject, provider: identity.provider };
  const named = Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
  const circumstances = {
    cloud,
    caller: vouched,
    region,
    ...(http && { http }),
    ...(tags.length > 0 && { tags: named }),
  };
  const policy = cloud.identities.trustOf(RoleArn);
  const actions = [
    OPERATION,
    ...(tags.length > 0 ? ["TagSession"] : []),
    ...(sourceIdentity === undefined ? [] : ["SetSourceIdentity"]),
  ];
  for (const action of actions) {
    const access = { action: `sts:${action}`, resource: RoleArn, account, policy, policyMustAllow: true, keys };
    if (!decide(access, circumstances).allowed) throw notAuthorized(action);
  }
  checkDuration(DurationSeconds, found);

  const issuance = {
    issued: cloud.clock.now(),
    provider: identity.provider,
    claims: keysOf(identity),
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    ...(transitive.length > 0 && { transitive }),
  };
  return {
    ...openSession(found, input, { tags, issuance }, cloud),
    SubjectFromWebIdentityToken: identity.subject,
    Audience: identity.audience,
    Provider: identity.provider,
  };
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif */
function keysOf({ issuer, subject, audience, claims }: WebIdentity): Record<string, string | readonly string[]> {
  const { amr, azp, aud } = claims;
  return {
    [`${issuer}:sub`]: subject,
    [`${issuer}:aud`]: audience,
    ...(Array.isArray(amr) && { [`${issuer}:amr`]: amr.map(String) }),
    ...(typeof azp === "string" && aud !== undefined && { [`${issuer}:oaud`]: [aud].flat() }),
  };
}

/** The tags in a token: nested, or flattened as some issuers need it. */
function tagsIn(claims: JWTPayload): { Tags: Tag[]; TransitiveTagKeys: string[] } {
  const nested = Object(claims[TAGS]) as { principal_tags?: object; transitive_tag_keys?: unknown };
  const flat = Object.entries(claims).flatMap(([name, value]) =>
    name.startsWith(`${TAGS}/principal_tags/`) ? [[name.slice(`${TAGS}/principal_tags/`.length), value] as const] : [],
  );
  const transitive = nested.transitive_tag_keys ?? claims[`${TAGS}/transitive_tag_keys`] ?? [];
  return {
    Tags: [...Object.entries(nested.principal_tags ?? {}), ...flat].map(([Key, value]) => ({
      Key,
      Value: String([value].flat()[0] ?? ""),
    })),
    TransitiveTagKeys: [transitive].flat().map(String),
  };
}

function textIn(claims: JWTPayload, name: string): string | undefined {
  const value = claims[name];
  return value === undefined ? undefined : String(value);
}
