import type { Caller } from "../../auth/caller.ts";
import { rootOf } from "../../auth/caller.ts";
import type { Cloud } from "../../cloud.ts";
import { AwsError } from "../../errors.ts";
import { durationOutOfRange, type Sts } from "./identity.ts";
import { sessionPoliciesOf } from "./session-policies.ts";

const CHAINED_LIMIT = 3600;

/** Hands out a session of a role; that the role trusts the caller was decided before. */
export const assumeRole: Sts["AssumeRole"] = async (input, { cloud, caller, region }) => {
  const { RoleArn, RoleSessionName, DurationSeconds = 3600 } = input;
  if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName)) {
    throw new AwsError(
      "ValidationError",
      `1 validation error detected: Value '${RoleSessionName}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
    );
  }
  if (DurationSeconds < 900 || DurationSeconds > 43_200) throw durationOutOfRange(DurationSeconds, 43_200);
  const { account, name } = parse(RoleArn);
  const role = await find(cloud, account, name, region);
  // AWS does not tell who asks whether a role exists.
  if (!role || role.Arn !== RoleArn) throw notAuthorized(caller, RoleArn);
  const longest = caller.kind === "session" ? CHAINED_LIMIT : (role.MaxSessionDuration ?? 3600);
  if (DurationSeconds > longest) throw tooLong(caller);

  const arn = `arn:aws:sts::${account}:assumed-role/${name}/${RoleSessionName}`;
  const userId = `${role.RoleId}:${RoleSessionName}`;
  const sessionPolicies = sessionPoliciesOf(input, cloud);
  const sessionTags = input.Tags?.map(({ Key = "", Value = "" }) => [Key, Value] as const);
  const session: Caller = {
    kind: "session",
    account,
    arn,
    userId,
    role: RoleArn,
    ...(sessionPolicies && { sessionPolicies }),
    ...(sessionTags?.length && { sessionTags: Object.fromEntries(sessionTags) }),
  };
  return {
    Credentials: cloud.credentials.issueSession(session, DurationSeconds),
    AssumedRoleUser: { Arn: arn, AssumedRoleId: userId },
    ...(input.SourceIdentity ? { SourceIdentity: input.SourceIdentity } : {}),
  };
};

function parse(arn: string): { account: string; name: string } {
  const found = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(arn);
  if (!found) throw new AwsError("ValidationError", `${arn} is invalid`);
  return { account: found[1] as string, name: found[2] as string };
}

/** The role, as the root of its own account sees it. */
async function find(cloud: Cloud, account: string, RoleName: string, region: string) {
  try {
    const { Role } = await cloud.clients(rootOf(account), region).iam.GetRole({ RoleName });
    return Role;
  } catch (error) {
    if ((error as Error).name === "NoSuchEntity") return undefined;
    throw error;
  }
}

function notAuthorized(caller: Caller, role: string): AwsError {
  const who = caller.kind === "service" ? "Service" : "User";
  return new AwsError(
    "AccessDenied",
    `${who}: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${role}`,
    403,
  );
}

function tooLong({ kind }: Caller): AwsError {
  return new AwsError(
    "ValidationError",
    kind === "session"
      ? "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"
      : "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
  );
}
