import type { Caller } from "../../../auth/caller.ts";
import { AwsError } from "../../../errors.ts";
import { violationOf } from "../../../wire/constraints.ts";
import type { Sts } from "./identity.ts";
import { packedSize, sessionPoliciesOf } from "./session-policies.ts";
import { sessionTagsOf } from "./session-tags.ts";

const LONGEST_OF_ROOT = 3600;

/**
 * Hands out credentials for somebody who is not a user: they may do what both the calling user and the policies that come with the
 * call allow.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
 */
export const getFederationToken: Sts["GetFederationToken"] = (input, { cloud, caller }) => {
  const { Name, DurationSeconds = caller.kind === "root" ? LONGEST_OF_ROOT : 43_200 } = input;
  if (caller.kind === "session")
    throw new AwsError("AccessDenied", "Cannot call GetFederationToken with session credentials", 403);
  if (caller.kind === "root" && DurationSeconds > LONGEST_OF_ROOT) {
    const rule = `Member must have value less than or equal to ${LONGEST_OF_ROOT}`;
    throw new AwsError("ValidationError", violationOf("durationSeconds", rule, String(DurationSeconds)));
  }
  const { account } = caller;
  const { tags } = sessionTagsOf(input);
  const federated: Caller = {
    kind: "session",
    account,
    arn: `arn:aws:sts::${account}:federated-user/${Name}`,
    userId: `${account}:${Name}`,
    federatedBy: caller.arn,
    // Without policies of its own such a session may do nothing.
    sessionPolicies: sessionPoliciesOf(input, cloud) ?? [],
    sessionTags: Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value])),
    issuance: { issued: cloud.clock.now() },
  };
  const PackedPolicySize = packedSize(input, tags);
  return {
    Credentials: cloud.credentials.issueSession(federated, DurationSeconds),
    ...(PackedPolicySize !== undefined && { PackedPolicySize }),
    FederatedUser: { Arn: federated.arn, FederatedUserId: federated.userId },
  };
};
