import type { AssumeRoleCommandInput, Tag } from "@aws-sdk/client-sts";
import type { Caller } from "../../../auth/caller.ts";
import type { Issuance } from "../../../auth/issuance.ts";
import type { Cloud } from "../../../cloud.ts";
import { AwsError } from "../../../errors.ts";
import type { Role } from "../../iam/records.ts";
import { packedSize, sessionPoliciesOf } from "./session-policies.ts";

/** What all ways to a role's session have in common. */
export interface SessionRequest extends Pick<AssumeRoleCommandInput, "Policy" | "PolicyArns"> {
  readonly RoleSessionName: string;
  readonly DurationSeconds?: number | undefined;
}

/** A role, with where it is. */
export interface FoundRole {
  readonly arn: string;
  readonly account: string;
  readonly role: Role;
}

/** Finds a role by its ARN, in whatever account; nothing when there is no such role, which AWS tells nobody. */
export function findRole(arn: string, cloud: Cloud): FoundRole | undefined {
  const account = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?[\w+=,.@-]+$/.exec(arn)?.[1];
  if (account === undefined) throw new AwsError("ValidationError", `${arn} is invalid`);
  const role = cloud.identities.role(arn);
  return role && arn === `arn:aws:iam::${account}:role${role.path}${role.name}` ? { arn, account, role } : undefined;
}

/** Checks that a role's sessions may be so long. */
export function checkDuration(seconds: number, { role }: FoundRole): void {
  if (seconds > role.maxSession)
    throw new AwsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
}

/** Hands out a session of a role, to whom it was decided that he may have it. */
export function openSession(
  found: FoundRole,
  input: SessionRequest,
  { tags = [], issuance }: { readonly tags?: readonly Tag[]; readonly issuance: Issuance },
  cloud: Cloud,
) {
  const { arn: role, account } = found;
  const name = `${found.role.name}/${input.RoleSessionName}`;
  const arn = `arn:aws:sts::${account}:assumed-role/${name}`;
  const userId = `${found.role.id}:${input.RoleSessionName}`;
  const sessionPolicies = sessionPoliciesOf(input, cloud);
  const PackedPolicySize = packedSize(input, tags);
  const session: Caller = {
    kind: "session",
    account,
    arn,
    userId,
    role,
    ...(sessionPolicies && { sessionPolicies }),
    ...(tags.length > 0 && { sessionTags: Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value])) }),
    issuance,
  };
  return {
    Credentials: cloud.credentials.issueSession(session, input.DurationSeconds ?? 3600),
    AssumedRoleUser: { Arn: arn, AssumedRoleId: userId },
    ...(PackedPolicySize !== undefined && { PackedPolicySize }),
    ...(issuance.sourceIdentity !== undefined && { SourceIdentity: issuance.sourceIdentity }),
  };
}
