import type { Bucket, StoredObject } from "../records.ts";
import type { S3Context } from "../state.ts";

/** What a notification's event is called on an event bus, and why it happened. */
interface Told {
  readonly detailType: string;
  readonly detail?: Readonly<Record<string, string>>;
}

const PERMANENT = { "deletion-type": "Permanently Deleted" };
const MARKED = { "deletion-type": "Delete Marker Created" };
const EXPIRED = { reason: "Lifecycle Expiration" };

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html */
const TOLD: ReadonlyMap<string, Told> = new Map([
  ["ObjectCreated:Put", { detailType: "Object Created", detail: { reason: "PutObject" } }],
  ["ObjectCreated:Post", { detailType: "Object Created", detail: { reason: "POST Object" } }],
  ["ObjectCreated:Copy", { detailType: "Object Created", detail: { reason: "CopyObject" } }],
  [
    "ObjectCreated:CompleteMultipartUpload",
    { detailType: "Object Created", detail: { reason: "CompleteMultipartUpload" } },
  ],
  ["ObjectRemoved:Delete", { detailType: "Object Deleted", detail: { reason: "DeleteObject", ...PERMANENT } }],
  [
    "ObjectRemoved:DeleteMarkerCreated",
    { detailType: "Object Deleted", detail: { reason: "DeleteObject", ...MARKED } },
  ],
  ["LifecycleExpiration:Delete", { detailType: "Object Deleted", detail: { ...EXPIRED, ...PERMANENT } }],
  ["LifecycleExpiration:DeleteMarkerCreated", { detailType: "Object Deleted", detail: { ...EXPIRED, ...MARKED } }],
  ["LifecycleTransition", { detailType: "Object Storage Class Changed" }],
  ["ObjectRestore:Post", { detailType: "Object Restore Initiated" }],
  ["ObjectRestore:Completed", { detailType: "Object Restore Completed" }],
  ["ObjectTagging:Put", { detailType: "Object Tags Added" }],
  ["ObjectTagging:Delete", { detailType: "Object Tags Deleted" }],
  ["ObjectAcl:Put", { detailType: "Object ACL Updated" }],
]);

/** Tells the default bus of what happened to an object. Only inside the `store.write` in which it happened. */
export function announce(event: string, bucket: Bucket, object: StoredObject, context: S3Context): void {
  const { cloud, requestId, caller, http } = context;
  const told = TOLD.get(event);
  if (!told) return;
  const { account, region, name } = bucket;
  const place = { account, region, source: "aws.s3", detailType: told.detailType };
  if (!cloud.announcements.isListening(place)) return;
  const isLifecycle = event.startsWith("Lifecycle");
  cloud.announcements.announce({
    ...place,
    resources: [`arn:aws:s3:::${name}`],
    detail: {
      version: "0",
      bucket: { name },
      object: objectOf(event, object),
      "request-id": requestId,
      requester: isLifecycle ? "s3.amazonaws.com" : caller.account || "anonymous",
      ...(!isLifecycle && { "source-ip-address": (http?.sourceIp ?? "127.0.0.1").replace(/^::ffff:/, "") }),
      ...told.detail,
      ...restoreOf(event, object),
    },
  });
}

function objectOf(event: string, { key, size, etag, version, modified }: StoredObject): object {
  const isGone = /^(ObjectRemoved|LifecycleExpiration):/.test(event);
  return {
    key,
    ...(!isGone && { size }),
    ...(etag !== "" && { etag: etag.slice(1, -1) }),
    ...(version !== "null" && { "version-id": version }),
    // Only what was made or removed has its place in a sequence.
    ...(/^(ObjectCreated|ObjectRemoved|LifecycleExpiration):/.test(event) && {
      sequencer: modified.toString(16).toUpperCase().padStart(18, "0"),
    }),
  };
}

function restoreOf(event: string, { storageClass, restoredUntil }: StoredObject): object {
  if (event === "LifecycleTransition") return { "destination-storage-class": storageClass };
  if (event === "ObjectRestore:Post") return { "source-storage-class": storageClass };
  if (event !== "ObjectRestore:Completed" || restoredUntil === undefined) return {};
  return { "restore-expiry-time": new Date(restoredUntil).toISOString(), "source-storage-class": storageClass };
}
