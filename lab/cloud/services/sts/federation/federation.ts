import type { Tag } from "@aws-sdk/client-sts";
import { decide } from "../../../auth/authorize.ts";
import { anonymous } from "../../../auth/caller.ts";
import type { Issuance } from "../../../auth/issuance.ts";
import type { Context } from "../../../service/service.ts";
import { notAuthorized } from "../errors.ts";
import type { FoundRole, SessionRequest } from "../sessions/role-session.ts";
import { checkDuration, openSession } from "../sessions/role-session.ts";
import { type SessionTags, sessionTagsOf } from "../sessions/session-tags.ts";

/** What an identity provider says of somebody, proved to be its words. */
export interface Vouched {
  /** As policies name it: its ARN. */
  readonly provider: string;
  readonly subject: string;
  /** As condition keys. */
  readonly claims: Readonly<Record<string, string | readonly string[]>>;
  /** Those of them that stay with the session. */
  readonly lasting: Readonly<Record<string, string | readonly string[]>>;
  readonly tags: { readonly Tags: readonly Tag[]; readonly TransitiveTagKeys: readonly string[] };
  readonly sourceIdentity: string | undefined;
}

/**
 * Hands out a session of a role to somebody without credentials, if the role's trust lets in whom the identity provider vouches
 * for, with what it says of him as conditions.
 */
export function admit(
  operation: "AssumeRoleWithWebIdentity" | "AssumeRoleWithSAML",
  found: FoundRole | undefined,
  input: SessionRequest,
  vouched: Vouched,
  context: Context<undefined>,
) {
  if (!found) throw notAuthorized(operation);
  const { cloud } = context;
  const { provider, lasting, sourceIdentity } = vouched;
  const session = sessionTagsOf(vouched.tags);
  checkTrust(operation, found, input, vouched, session, context);
  checkDuration(input.DurationSeconds ?? 3600, found);
  const issuance: Issuance = {
    issued: cloud.clock.now(),
    provider,
    claims: lasting,
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    ...(session.transitive.length > 0 && { transitive: session.transitive }),
  };
  return openSession(found, input, { tags: session.tags, issuance }, cloud);
}

function checkTrust(
  operation: string,
  { arn, account }: FoundRole,
  { RoleSessionName }: SessionRequest,
  { provider, subject, claims, sourceIdentity }: Vouched,
  { tags, transitive }: SessionTags,
  { cloud, region, http }: Context<undefined>,
): void {
  const caller = { ...anonymous, arn: provider, userId: subject, provider };
  const circumstances = {
    cloud,
    caller,
    region,
    ...(http && { http }),
    ...(tags.length > 0 && { input: { Tags: tags } }),
  };
  const keys = () => ({
    ...claims,
    "aws:FederatedProvider": provider,
    "sts:RoleSessionName": RoleSessionName,
    "sts:SourceIdentity": sourceIdentity,
    "sts:TransitiveTagKeys": transitive.length > 0 ? transitive : undefined,
  });
  const policy = cloud.identities.trustOf(arn);
  const actions = [operation, tags.length > 0 && "TagSession", sourceIdentity !== undefined && "SetSourceIdentity"];
  for (const action of actions) {
    if (!action) continue;
    const access = { action: `sts:${action}`, resource: arn, account, policy, policyMustAllow: true, keys };
    if (!decide(access, circumstances).allowed) throw notAuthorized(action);
  }
}
