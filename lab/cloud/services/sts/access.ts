import type { AssumeRoleCommandInput } from "@aws-sdk/client-sts";
import type { Access, Context } from "../../service.ts";
import { checkCode } from "../iam/mfa-codes.ts";
import { inheritedTags } from "./session-tags.ts";

/**
 * Operations that need no permission, or decide on their own who may call them.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
const FREE = new Set(["GetCallerIdentity", "GetSessionToken", "AssumeRoleWithWebIdentity", "AssumeRoleWithSAML"]);

/** A role's trust policy is the policy of the role: it decides who may assume it. */
export function access(
  operation: string,
  input: AssumeRoleCommandInput,
  context: Context<undefined>,
): Access[] | undefined {
  const { caller, account, cloud } = context;
  if (caller.kind === "anonymous") return undefined;
  if (FREE.has(operation)) return [];
  if (operation !== "AssumeRole") return [{ action: `sts:${operation}`, resource: "*", account }];
  const { RoleArn = "" } = input;
  const policy = cloud.identities.trustOf(RoleArn);
  // A role that is not there: the operation refuses as if it did not trust.
  if (!policy) return [];
  const sourceIdentity = input.SourceIdentity ?? caller.issuance?.sourceIdentity;
  // A code that comes with the request counts for it. It is used up when the role is assumed.
  const isAuthenticated = checkCode(input, caller, cloud) !== undefined;
  const one = {
    resource: RoleArn,
    account: RoleArn.split(":")[4] ?? "",
    policy,
    policyMustAllow: true,
    tags: () => cloud.identities.role(RoleArn)?.tags,
    keys: () => ({
      "sts:ExternalId": input.ExternalId,
      "sts:RoleSessionName": input.RoleSessionName,
      "sts:SourceIdentity": sourceIdentity,
      "sts:TransitiveTagKeys": input.TransitiveTagKeys,
      ...(isAuthenticated && { "aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "0" }),
    }),
  };
  const isTagged = Boolean(input.Tags?.length) || inheritedTags(caller).length > 0;
  return [
    { ...one, action: "sts:AssumeRole" },
    ...(isTagged ? [{ ...one, action: "sts:TagSession" }] : []),
    ...(sourceIdentity === undefined ? [] : [{ ...one, action: "sts:SetSourceIdentity" }]),
  ];
}
