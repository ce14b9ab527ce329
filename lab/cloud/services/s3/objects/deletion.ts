import { AwsError } from "../../../errors.ts";
import { checkKeyLength, openBucket } from "../access.ts";
import { malformedXml } from "../errors.ts";
import { notify } from "../notifications/events.ts";
import type { Bucket, S3, S3Context, StoredObject } from "../state.ts";
import { checkWrite } from "./conditions.ts";
import { putVersion, removeVersion, stamp } from "./versions.ts";

const MOST_KEYS = 1000;

export const deleteObject: S3["DeleteObject"] = (input, context) =>
  context.cloud.store.write(() => {
    const bucket = openBucket(context, input);
    return remove(bucket, input.Key, input.VersionId, input.IfMatch, context);
  });

export const deleteObjects: S3["DeleteObjects"] = (input, context) => {
  const { Objects = [], Quiet } = input.Delete;
  if (Objects.length === 0 || Objects.length > MOST_KEYS) throw malformedXml();
  return context.cloud.store.write(() => {
    const bucket = openBucket(context, input);
    const Deleted = [];
    const Errors = [];
    for (const { Key = "", VersionId, ETag } of Objects) {
      try {
        checkKeyLength(Key);
        const { DeleteMarker, VersionId: id } = remove(bucket, Key, VersionId, ETag, context);
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

/**
 * Deletes as the bucket's versioning says: the object itself, one version for good, or by a marker on top. Deleting what
 * is not there is a success. Only inside `store.write`.
 */
function remove(
  bucket: Bucket,
  key: string,
  version: string | undefined,
  ifMatch: string | undefined,
  context: S3Context,
): { VersionId?: string; DeleteMarker?: boolean } {
  const { cloud, state } = context;
  if (ifMatch !== undefined) checkWrite({ IfMatch: ifMatch }, key, state.objects.get(bucket.name, key));
  if (version !== undefined) {
    const removed = removeVersion(cloud.store, state, bucket, key, version);
    if (removed) notify("ObjectRemoved:Delete", bucket, removed, context);
    return { VersionId: version, ...(removed?.marker ? { DeleteMarker: true } : {}) };
  }
  if (!bucket.versioning) {
    const removed = removeVersion(cloud.store, state, bucket, key, "null");
    if (removed) notify("ObjectRemoved:Delete", bucket, removed, context);
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
  notify("ObjectRemoved:DeleteMarkerCreated", bucket, marker, context);
  return { VersionId: marker.version, DeleteMarker: true };
}
