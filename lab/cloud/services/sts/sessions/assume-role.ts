import type { Caller } from "../../../auth/caller.ts";
import { AwsError } from "../../../errors.ts";
import { acceptCode } from "../../iam/mfa/mfa-codes.ts";
import type { Sts } from "./identity.ts";
import { checkDuration, findRole, openSession } from "./role-session.ts";
import { sessionTagsOf } from "./session-tags.ts";
import { sourceIdentityOf } from "./source-identity.ts";

const CHAINED_LIMIT = 3600;

/** Hands out a session of a role; that the role trusts the caller was decided before. */
export const assumeRole: Sts["AssumeRole"] = (input, { cloud, caller }) => {
  const { RoleArn, DurationSeconds = 3600 } = input;
  const found = findRole(RoleArn, cloud);
  if (!found) throw notAuthorized(caller, RoleArn);
  if (caller.role === undefined) checkDuration(DurationSeconds, found);
  else if (DurationSeconds > CHAINED_LIMIT)
    throw new AwsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    );
  const { tags, transitive } = sessionTagsOf(input, caller);
  const sourceIdentity = sourceIdentityOf(input.SourceIdentity, caller);
  return cloud.store.write(() => {
    const authenticated = acceptCode(input, caller, cloud) ?? caller.issuance?.authenticated;
    const issuance = {
      issued: cloud.clock.now(),
      ...(authenticated !== undefined && { authenticated }),
      ...(sourceIdentity !== undefined && { sourceIdentity }),
      ...(transitive.length > 0 && { transitive }),
    };
    return openSession(found, input, { tags, issuance }, cloud);
  });
};

function notAuthorized(caller: Caller, role: string): AwsError {
  const who = caller.kind === "service" ? "Service" : "User";
  return new AwsError(
    "AccessDenied",
    `${who}: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${role}`,
    403,
  );
}
