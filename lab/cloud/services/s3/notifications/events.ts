import type { Bucket, StoredObject } from "../records.ts";
import type { S3Context } from "../state.ts";
import { announce } from "./announcements.ts";
import { notifications } from "./configuration.ts";
import { rulesOf, wants } from "./rules.ts";

/**
 * Tells whom it concerns what happened to an object. Only inside the `store.write` in which it happened: then neither is
 * there without the other.
 *
 * @param event such as `ObjectCreated:Put`
 */
export function notify(event: string, bucket: Bucket, object: StoredObject, context: S3Context): void {
  const configured = notifications.of(bucket);
  if (!configured) return;
  if (configured.EventBridgeConfiguration) announce(event, bucket, object, context);
  const rules = rulesOf(configured).filter((rule) => wants(rule, `s3:${event}`, object.key));
  for (const { id, destination } of rules) {
    const body = JSON.stringify({ Records: [recordOf(event, id, bucket, object, context)] });
    context.state.notifications.post(bucket, { destination, body });
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html (version 2.1) */
function recordOf(
  eventName: string,
  configurationId: string,
  bucket: Bucket,
  object: StoredObject,
  context: S3Context,
) {
  const { cloud, caller, requestId, http } = context;
  return {
    eventVersion: "2.1",
    eventSource: "aws:s3",
    awsRegion: bucket.region,
    eventTime: cloud.clock.date().toISOString(),
    eventName,
    userIdentity: { principalId: `AWS:${caller.userId}` },
    requestParameters: { sourceIPAddress: http?.sourceIp ?? "127.0.0.1" },
    responseElements: {
      "x-amz-request-id": requestId,
      "x-amz-id-2": Buffer.from(`skylab/${requestId}`).toString("base64"),
    },
    s3: {
      s3SchemaVersion: "1.0",
      configurationId,
      bucket: {
        name: bucket.name,
        ownerIdentity: { principalId: bucket.account },
        arn: `arn:aws:s3:::${bucket.name}`,
      },
      object: {
        key: encodedKey(object.key),
        ...(!/^(ObjectRemoved|LifecycleExpiration):Delete$/.test(eventName) && {
          size: object.size,
          eTag: object.etag.slice(1, -1),
        }),
        ...(object.version !== "null" && { versionId: object.version }),
        sequencer: object.modified.toString(16).toUpperCase().padStart(18, "0"),
      },
    },
  };
}

/** As forms encode it, slashes aside. */
function encodedKey(key: string): string {
  return key
    .split("/")
    .map((part) => new URLSearchParams({ "": part }).toString().slice(1))
    .join("/");
}
