import { AwsError } from "../../../errors.ts";
import { openBucket } from "../access/buckets.ts";
import { malformedXml, notYet } from "../errors.ts";
import { notify } from "../notifications/events.ts";
import type { StoredObject } from "../records.ts";
import type { S3 } from "../state.ts";
import { readableObject, updateVersion } from "./versions.ts";

const DAY = 86_400_000;

/** Classes whose objects have to be restored before they are read. */
const ARCHIVED = new Set(["GLACIER", "DEEP_ARCHIVE"]);

/** Brings an archived object back for some days. Nothing was ever away here, so it is there at once. */
export const restoreObject: S3["RestoreObject"] = (input, context) => {
  const { cloud, state, http } = context;
  const { Days, SelectParameters } = input.RestoreRequest ?? {};
  if (SelectParameters) throw notYet("restores with a query");
  if (!Days || Days < 1) throw malformedXml();
  cloud.store.write(() => {
    const bucket = openBucket(context, input);
    const object = readableObject(context, bucket, input.Key, input.VersionId);
    if (!ARCHIVED.has(object.storageClass ?? "")) {
      const message = "Restore is not allowed for the object's current storage class";
      throw new AwsError("InvalidObjectState", message, 403, { StorageClass: object.storageClass ?? "STANDARD" });
    }
    const now = cloud.clock.now();
    // That the object is here already is told by the status.
    if (http) http.status = isRestored(object, now) ? 200 : 202;
    const restoredUntil = Math.ceil((now + Days * DAY) / DAY) * DAY;
    const restored = { ...object, restoredUntil };
    updateVersion(state, bucket, restored);
    for (const event of ["Post", "Completed"]) notify(`ObjectRestore:${event}`, bucket, restored, context);
  });
  return {};
};

/** Refuses to read an archived object that is not restored. */
export function checkNotArchived(object: StoredObject, now: number): void {
  const { storageClass = "" } = object;
  if (!ARCHIVED.has(storageClass) || isRestored(object, now)) return;
  const message = "The operation is not valid for the object's storage class";
  throw new AwsError("InvalidObjectState", message, 403, { StorageClass: storageClass });
}

/** What a reader is told of an object's restoration. */
export function restoreHeader(object: StoredObject, now: number): string | undefined {
  if (!isRestored(object, now)) return undefined;
  return `ongoing-request="false", expiry-date="${new Date(object.restoredUntil as number).toUTCString()}"`;
}

function isRestored({ restoredUntil }: StoredObject, now: number): boolean {
  return restoredUntil !== undefined && restoredUntil > now;
}
