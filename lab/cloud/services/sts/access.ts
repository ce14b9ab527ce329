import type { Access, Context } from "../../service.ts";

interface AssumeRoleInput {
  readonly RoleArn: string;
  readonly RoleSessionName?: string;
  readonly ExternalId?: string;
  readonly Tags?: readonly unknown[];
  readonly SourceIdentity?: string;
  readonly TransitiveTagKeys?: readonly string[];
}

/** Operations that need no permission. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const FREE = new Set(["GetCallerIdentity", "GetSessionToken"]);

/** A role's trust policy is the policy of the role: it decides who may assume it. */
export function access(
  operation: string,
  input: AssumeRoleInput,
  { caller, account, cloud }: Context<undefined>,
): Access[] | undefined {
  if (caller.kind === "anonymous") return undefined;
  if (FREE.has(operation)) return [];
  if (operation !== "AssumeRole") return [{ action: `sts:${operation}`, resource: "*", account }];
  const policy = cloud.identities.trustOf(input.RoleArn);
  // A role that is not there: the operation refuses as if it did not trust.
  if (!policy) return [];
  const one = {
    resource: input.RoleArn,
    account: input.RoleArn.split(":")[4] ?? "",
    policy,
    policyMustAllow: true,
    tags: () => cloud.identities.role(input.RoleArn)?.tags,
    keys: () => ({
      "sts:ExternalId": input.ExternalId,
      "sts:RoleSessionName": input.RoleSessionName,
      "sts:SourceIdentity": input.SourceIdentity,
      "sts:TransitiveTagKeys": input.TransitiveTagKeys,
    }),
  };
  const tagging = input.Tags?.length ? [{ ...one, action: "sts:TagSession" }] : [];
  return [{ ...one, action: "sts:AssumeRole" }, ...tagging];
}
