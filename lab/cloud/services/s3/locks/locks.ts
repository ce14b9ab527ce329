import { AwsError } from "../../../errors.ts";
import { openBucket } from "../access/buckets.ts";
import { accessDenied, invalidArgument, invalidRequest, malformedXml } from "../errors.ts";
import { readableObject, updateVersion } from "../objects/versions.ts";
import type { Bucket, Lock, StoredObject } from "../records.ts";
import type { S3, S3Context } from "../state.ts";
import { defaultRetention, hasLock } from "./configuration.ts";

/** What a writer says of the lock of an object. */
export interface LockInput {
  readonly ObjectLockMode?: string | undefined;
  readonly ObjectLockRetainUntilDate?: Date | undefined;
  readonly ObjectLockLegalHoldStatus?: string | undefined;
}

interface LockTarget {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string;
}

/** The lock of a new object: as its writer says, or as the bucket does. */
export function lockOf(input: LockInput, bucket: Bucket, { cloud }: S3Context): Lock | undefined {
  const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until, ObjectLockLegalHoldStatus: hold } = input;
  if (!hasLock(bucket)) {
    if (mode ?? until ?? hold) throw invalidRequest("Bucket is missing Object Lock Configuration");
    return undefined;
  }
  const now = cloud.clock.now();
  if ((mode === undefined) !== (until === undefined)) {
    const message = "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied";
    throw new AwsError("InvalidArgument", message);
  }
  if (mode !== undefined && !isMode(mode))
    throw invalidArgument("Unknown wormMode directive.", "x-amz-object-lock-mode", mode);
  if (hold !== undefined && hold !== "ON" && hold !== "OFF")
    throw invalidArgument("Legal Hold must be either of 'ON' or 'OFF'", "x-amz-object-lock-legal-hold", hold);
  if (until) checkFuture(until, now);
  const retention =
    mode && until ? { mode: mode as "GOVERNANCE", until: until.getTime() } : defaultRetention(bucket, now);
  const lock = { ...(retention && { retention }), ...(hold === "ON" && { legalHold: true as const }) };
  return Object.keys(lock).length > 0 ? lock : undefined;
}

/** What a reader is told of an object's lock. */
export function lockMembers({ lock }: StoredObject) {
  return {
    ObjectLockMode: lock?.retention?.mode,
    ObjectLockRetainUntilDate: lock?.retention && new Date(lock.retention.until),
    ObjectLockLegalHoldStatus: lock?.legalHold ? ("ON" as const) : undefined,
  };
}

/** Whether a version must stay, at this time; governance may be bypassed. */
export function isLocked({ lock }: StoredObject, now: number, bypass = false): boolean {
  if (lock?.legalHold) return true;
  if (!lock?.retention || lock.retention.until <= now) return false;
  return lock.retention.mode === "COMPLIANCE" || !bypass;
}

export const protectedByLock = () => accessDenied("Access Denied because object protected by object lock.");

export const putObjectRetention: S3["PutObjectRetention"] = (input, context) => {
  if (!input.Retention) throw malformedXml();
  const { Mode, RetainUntilDate } = input.Retention;
  if ((Mode === undefined) !== (RetainUntilDate === undefined) || (Mode !== undefined && !isMode(Mode)))
    throw malformedXml();
  const now = context.cloud.clock.now();
  if (RetainUntilDate) checkFuture(RetainUntilDate, now);
  const retention = Mode && RetainUntilDate ? { mode: Mode, until: RetainUntilDate.getTime() } : undefined;
  change(input, context, (object) => {
    const current = object.lock?.retention;
    const isActive = current !== undefined && current.until > now;
    const weakens = !retention || retention.until < (current?.until ?? 0) || retention.mode !== current?.mode;
    const mayWeaken = current?.mode === "GOVERNANCE" && input.BypassGovernanceRetention;
    // Governance may become compliance, which is stricter.
    const isStricter =
      retention?.mode === "COMPLIANCE" && current?.mode === "GOVERNANCE" && retention.until >= current.until;
    if (isActive && weakens && !mayWeaken && !isStricter) throw protectedByLock();
    return { ...object.lock, retention };
  });
  return {};
};

export const getObjectRetention: S3["GetObjectRetention"] = (input, context) => {
  const { retention } = opened(input, context).object.lock ?? {};
  if (!retention) throw notLocked(input.Key);
  return { Retention: { Mode: retention.mode, RetainUntilDate: new Date(retention.until) } };
};

export const putObjectLegalHold: S3["PutObjectLegalHold"] = (input, context) => {
  const { Status } = input.LegalHold ?? {};
  if (Status !== "ON" && Status !== "OFF") throw malformedXml();
  change(input, context, (object) => ({ ...object.lock, legalHold: Status === "ON" || undefined }));
  return {};
};

export const getObjectLegalHold: S3["GetObjectLegalHold"] = (input, context) => {
  const { lock } = opened(input, context).object;
  if (!lock) throw notLocked(input.Key);
  return { LegalHold: { Status: lock.legalHold ? "ON" : "OFF" } };
};

/** Changes the lock of a version, its bytes untouched. */
function change(
  input: LockTarget,
  context: S3Context,
  next: (object: StoredObject) => { retention?: Lock["retention"] | undefined; legalHold?: true | undefined },
): void {
  context.cloud.store.write(() => {
    const { bucket, object } = opened(input, context);
    const { retention, legalHold } = next(object);
    updateVersion(context.state, bucket, {
      ...object,
      lock: { ...(retention && { retention }), ...(legalHold && { legalHold }) },
    });
  });
}

function opened(input: LockTarget, context: S3Context): { bucket: Bucket; object: StoredObject } {
  const bucket = openBucket(context, input);
  if (!hasLock(bucket)) throw invalidRequest("Bucket is missing Object Lock Configuration");
  return { bucket, object: readableObject(context, bucket, input.Key, input.VersionId) };
}

function isMode(mode: string): mode is "GOVERNANCE" | "COMPLIANCE" {
  return mode === "GOVERNANCE" || mode === "COMPLIANCE";
}

function checkFuture(date: Date, now: number): void {
  if (date.getTime() <= now) throw new AwsError("InvalidArgument", "The retain until date must be in the future!");
}

function notLocked(Key: string): AwsError {
  const message = "The specified object does not have a ObjectLock configuration";
  return new AwsError("NoSuchObjectLockConfiguration", message, 404, { Key });
}
