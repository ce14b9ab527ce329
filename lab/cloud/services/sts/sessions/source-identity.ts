import type { Caller } from "../../../auth/caller.ts";
import { AwsError } from "../../../errors.ts";
import { violationOf } from "../../../wire/constraints.ts";

const PATTERN = "Member must satisfy regular expression pattern: [\\w+=,.@-]*";

/**
 * Who the caller says that he is: what the request says, or what was said for the caller's own session, which stays.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 */
export function sourceIdentityOf(given: string | undefined, caller?: Caller): string | undefined {
  if (given !== undefined && !/^[\w+=,.@-]{2,64}$/.test(given))
    throw new AwsError("ValidationError", violationOf("sourceIdentity", PATTERN, given));
  const before = caller?.issuance?.sourceIdentity;
  if (before !== undefined && given !== undefined && given !== before)
    throw new AwsError("ValidationError", "The source identity is already set for this assume role session");
  return given ?? before;
}
