import type { AssumeRoleCommandInput, GetWebIdentityTokenCommandInput } from "@aws-sdk/client-sts";
import { accessOf } from "../../auth/access-table.ts";
import type { Caller } from "../../auth/caller.ts";
import { AwsError } from "../../errors.ts";
import { checkCode } from "../iam/mfa/mfa-codes.ts";
import { inheritedTags } from "./sessions/session-tags.ts";

/**
 * Operations that need no permission, or decide on their own who may call them.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
const FREE = new Set(["GetCallerIdentity", "GetSessionToken", "AssumeRoleWithWebIdentity", "AssumeRoleWithSAML"]);

/** A role's trust policy is the policy of the role: it decides who may assume it. */
export const access = accessOf<AssumeRoleCommandInput, undefined>({
  prefix: "sts",
  free: FREE,
  resource(operation, { RoleArn = "" }, { cloud }) {
    if (operation !== "AssumeRole") return "*";
    // A role that is not there: the operation refuses as if it did not trust.
    return cloud.identities.role(RoleArn) ? RoleArn : [];
  },
  policy: ({ resource }, { cloud }) => cloud.identities.trustOf(resource),
  policyMustAllow: true,
  also({ operation, input }, { caller }) {
    if (operation !== "AssumeRole") return [];
    const isTagged = Boolean(input.Tags?.length) || inheritedTags(caller).length > 0;
    const isNamed = (input.SourceIdentity ?? caller.issuance?.sourceIdentity) !== undefined;
    return [
      ...(isTagged ? [{ action: "sts:TagSession" }] : []),
      ...(isNamed ? [{ action: "sts:SetSourceIdentity" }] : []),
    ];
  },
  tags: (role, { cloud }) => cloud.identities.role(role)?.tags,
  tagKey: "iam:ResourceTag",
  keys({ operation, input }, { caller, cloud }) {
    if (operation === "GetWebIdentityToken") return tokenKeys(input as unknown as GetWebIdentityTokenCommandInput);
    if (operation !== "AssumeRole") return {};
    // A code that comes with the request counts for it. It is used up when the role is assumed.
    const isAuthenticated = checkCode(input, caller, cloud) !== undefined;
    return {
      "sts:ExternalId": input.ExternalId,
      "sts:RoleSessionName": input.RoleSessionName,
      "sts:SourceIdentity": input.SourceIdentity ?? caller.issuance?.sourceIdentity,
      "sts:TransitiveTagKeys": input.TransitiveTagKeys,
      ...(isAuthenticated && { "aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "0" }),
    };
  },
});

function tokenKeys({ Audience, DurationSeconds = 300, SigningAlgorithm }: GetWebIdentityTokenCommandInput) {
  return {
    "sts:IdentityTokenAudience": Audience,
    "sts:DurationSeconds": String(DurationSeconds),
    "sts:SigningAlgorithm": SigningAlgorithm,
  };
}

/** What temporary credentials of a user may ask for. */
const FOR_SESSIONS = new Set(["AssumeRole", "GetCallerIdentity"]);

/**
 * Refuses most calls with temporary credentials of a user; federated users may not assume roles either.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_request.html
 */
export function checkCredentials({ issuance, role, federatedBy }: Caller, operation: string): void {
  if (!issuance || role !== undefined) return;
  if (FOR_SESSIONS.has(operation) && (federatedBy === undefined || operation !== "AssumeRole")) return;
  throw new AwsError("AccessDenied", `Cannot call ${operation} with session credentials`, 403);
}
