import { type Caller, calledVia, serviceIn } from "../../../auth/caller.ts";
import type { Cloud } from "../../../cloud.ts";
import { validationError } from "../errors.ts";
import type { StackRecord } from "../records.ts";

const SERVICE = "cloudformation.amazonaws.com";

/**
 * The principal who executes a stack: a session of its role, or else whoever asked for the operation. Either way the calls are
 * CloudFormation's, and say so: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/fas-requests-and-permission-evaluation.html
 *
 * Rejects with AWS's ValidationError when the role can't be assumed.
 */
export async function executorOf(
  cloud: Cloud,
  { roleArn, caller, account, region }: Pick<StackRecord, "roleArn" | "caller" | "account" | "region">,
): Promise<Caller> {
  if (!roleArn) return calledVia(caller, SERVICE);
  const service = serviceIn(account, SERVICE);
  const assumed = await cloud.assume(roleArn, service, "AWSCloudFormation", region).catch(() => {
    throw validationError(`Role ${roleArn} is invalid or cannot be assumed`);
  });
  return calledVia(assumed.caller, SERVICE);
}
