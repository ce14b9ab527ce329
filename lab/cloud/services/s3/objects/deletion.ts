import { AwsError } from "../../../errors.ts";
import { mayDelete } from "../access/access.ts";
import { checkKeyLength, openBucket } from "../access/buckets.ts";
import { accessDenied, malformedXml } from "../errors.ts";
import { isLocked, protectedByLock } from "../locks/locks.ts";
import { notify } from "../notifications/events.ts";
import type { Bucket, StoredObject } from "../records.ts";
import type { S3, S3Context } from "../state.ts";
import { checkWrite } from "./conditions.ts";
import { findObject, putVersion, removeVersion, stamp } from "./versions.ts";

const MOST_KEYS = 1000;

export const deleteObject: S3["DeleteObject"] = (input, context) =>
  context.cloud.store.write(() => {
    const bucket = openBucket(context, input);
    checkMatch(bucket, input.Key, input.IfMatch, context);
    checkLock(bucket, input.Key, input.VersionId, input.BypassGovernanceRetention, context);
    return deleteVersion(bucket, input.Key, input.VersionId, context);
  });

export const deleteObjects: S3["DeleteObjects"] = (input, context) => {
  const { Objects = [], Quiet } = input.Delete;
  if (Objects.length === 0 || Objects.length > MOST_KEYS) throw malformedXml();
  return context.cloud.store.write(() => {
    const bucket = openBucket(context, input);
    const bypass = { BypassGovernanceRetention: input.BypassGovernanceRetention ?? false };
    const Deleted = [];
    const Errors = [];
    for (const { Key = "", VersionId, ETag } of Objects) {
      try {
        checkKeyLength(Key);
        const one = { Bucket: bucket.name, Key, ...(VersionId !== undefined && { VersionId }), ...bypass };
        if (!mayDelete(one, context)) throw accessDenied();
        checkMatch(bucket, Key, ETag, context);
        checkLock(bucket, Key, VersionId, input.BypassGovernanceRetention, context);
        const { DeleteMarker, VersionId: id } = deleteVersion(bucket, Key, VersionId, context);
        Deleted.push({ Key, VersionId, ...(DeleteMarker ? { DeleteMarker, DeleteMarkerVersionId: id } : {}) });
      } catch (error) {
        // One key's error is told in the answer, and the others go on.
        if (!(error instanceof AwsError)) throw error;
        Errors.push({ Key, VersionId, Code: error.name, Message: error.message });
      }
    }
    return { ...(Quiet ? {} : { Deleted }), Errors };
  });
};

function checkMatch(bucket: Bucket, key: string, IfMatch: string | undefined, { state }: S3Context): void {
  if (IfMatch !== undefined) checkWrite({ IfMatch }, key, state.objects.get(bucket.name, key));
}

/** Refuses to remove a version that is locked. A marker may be put on top of it all the same. */
function checkLock(
  bucket: Bucket,
  key: string,
  version: string | undefined,
  bypass: boolean | undefined,
  { cloud, state }: S3Context,
): void {
  const object = version === undefined ? undefined : findObject(state, bucket, key, version);
  if (object && isLocked(object, cloud.clock.now(), bypass)) throw protectedByLock();
}

/**
 * Deletes as the bucket's versioning says: the object itself, one version for good, or by a marker on top. Deleting what
 * is not there is a success. Only inside `store.write`.
 *
 * @param events how the bucket's notifications call it
 */
export function deleteVersion(
  bucket: Bucket,
  key: string,
  version: string | undefined,
  context: S3Context,
  events: "ObjectRemoved" | "LifecycleExpiration" = "ObjectRemoved",
): { VersionId?: string; DeleteMarker?: boolean } {
  const { cloud, state } = context;
  if (version !== undefined) {
    const removed = removeVersion(cloud.store, state, bucket, key, version);
    if (removed) notify(`${events}:Delete`, bucket, removed, context);
    return { VersionId: version, ...(removed?.marker ? { DeleteMarker: true } : {}) };
  }
  if (!bucket.versioning) {
    const removed = removeVersion(cloud.store, state, bucket, key, "null");
    if (removed) notify(`${events}:Delete`, bucket, removed, context);
    return {};
  }
  const marker: StoredObject = {
    ...stamp(state, bucket, key, cloud.clock.now()),
    key,
    size: 0,
    etag: "",
    parts: [],
    system: {},
    metadata: {},
    encryption: {},
    marker: true,
  };
  putVersion(cloud.store, state, bucket, marker);
  notify(`${events}:DeleteMarkerCreated`, bucket, marker, context);
  return { VersionId: marker.version, DeleteMarker: true };
}
