import type { Readable } from "node:stream";
import { openBucket } from "../access/buckets.ts";
import { notYet } from "../errors.ts";
import { isFormFile } from "../forms/form-file.ts";
import { lifecycleRules } from "../lifecycle/configuration.ts";
import { expirationHeader } from "../lifecycle/rules.ts";
import { lockMembers } from "../locks/locks.ts";
import { notify } from "../notifications/events.ts";
import type { StoredObject } from "../records.ts";
import type { S3, S3Context } from "../state.ts";
import { checksumMembers, readChecksum } from "./checksums.ts";
import { checkRead, checkWrite } from "./conditions.ts";
import { describe, encodeMetadata } from "./description.ts";
import { checkCustomerKey, encryptionMembers } from "./encryption.ts";
import { type Intake, keepOrDiscard, receiveBody } from "./intake.ts";
import { bodyOf, rangeOf } from "./ranges.ts";
import { checkNotArchived, restoreHeader } from "./restore.ts";
import { putVersion, readableObject, readVersion, stamp, writtenVersion } from "./versions.ts";

export const putObject: S3["PutObject"] = (input, context) => {
  const description = describe(input, openBucket(context, input), context);
  if (input.WriteOffsetBytes !== undefined) throw notYet("appending to objects");
  // A small body is taken in at once: each wait would cost as much as looking the bucket up.
  const intake = receiveBody(input, context);
  return intake instanceof Promise
    ? intake.then((late) => keepObject(input, description, late, context))
    : keepObject(input, description, intake, context);
};

function keepObject(
  input: Parameters<S3["PutObject"]>[0],
  description: ReturnType<typeof describe>,
  { staged, etag, checksum }: Intake,
  context: S3Context,
) {
  const { cloud, state } = context;
  const { Key: key } = input;
  return keepOrDiscard(staged, context, () => {
    // Looked at again, in the transaction: the bucket may be gone, and conditions hold for what is there now.
    const bucket = openBucket(context, input);
    const current = state.objects.get(bucket.name, key);
    checkWrite(input, key, current);
    const { version, modified } = stamp(state, bucket, key, cloud.clock.now());
    const object: StoredObject = {
      grants: description.grants,
      lock: description.lock,
      system: description.system,
      metadata: description.metadata,
      tags: description.tags,
      storageClass: description.storageClass,
      encryption: description.encryption,
      version,
      modified,
      key,
      size: staged.size,
      etag,
      parts: [{ blob: cloud.store.blobs.keep(staged), size: staged.size }],
      checksum,
    };
    putVersion(cloud.store, state, bucket, object, current);
    notify(isFormFile(input.Body) ? "ObjectCreated:Post" : "ObjectCreated:Put", bucket, object, context);
    return {
      ETag: etag,
      Expiration: expirationHeader(object, lifecycleRules(bucket)),
      ...checksumMembers(checksum),
      ...encryptionMembers(object.encryption),
      ...writtenVersion(bucket, object),
    };
  });
}

export const getObject: S3["GetObject"] = (input, context) => {
  const { object, range, members } = read(input, context, input);
  checkNotArchived(object, context.cloud.clock.now());
  const body = bodyOf(context.cloud.store, object, range);
  if (body instanceof Promise) return body.then((Body) => ({ ...members, Body }));
  members.Body = body;
  return members;
};

export const headObject: S3["HeadObject"] = (input, context) => read(input, context, {}).members;

type ReadInput = Parameters<S3["HeadObject"]>[0];
type Overrides = Omit<Parameters<S3["GetObject"]>[0], "Bucket" | "Key">;

/**
 * What GetObject and HeadObject share: everything but the body.
 *
 * @param asked what a reader asks for instead of what is stored
 */
function read(input: ReadInput, context: S3Context, asked: Overrides) {
  const { http } = context;
  const bucket = openBucket(context, input);
  const object = readableObject(context, bucket, input.Key, input.VersionId);
  const { system, encryption, tags } = object;
  checkCustomerKey(input, encryption);
  checkRead(input, object, context);
  const range = rangeOf(input, object);
  // The model has no member for the status of a partial answer.
  if (range.partial && http) http.status = 206;
  const encrypted = encryptionMembers(encryption);
  const locked = lockMembers(object);
  // Member by member: to spread four objects into one would cost a read more than all else here.
  const members = {
    AcceptRanges: "bytes",
    ContentLength: range.end - range.start + 1,
    ContentRange: range.partial ? `bytes ${range.start}-${range.end}/${object.size}` : undefined,
    PartsCount: input.PartNumber !== undefined && object.upload ? object.parts.length : undefined,
    ETag: object.etag,
    LastModified: new Date(object.modified),
    // Of the current version alone.
    Expiration: input.VersionId === undefined ? expirationHeader(object, lifecycleRules(bucket)) : undefined,
    Restore: restoreHeader(object, context.cloud.clock.now()),
    VersionId: readVersion(bucket, object).VersionId,
    ContentType: asked.ResponseContentType ?? system.ContentType ?? "binary/octet-stream",
    CacheControl: asked.ResponseCacheControl ?? system.CacheControl,
    ContentDisposition: asked.ResponseContentDisposition ?? system.ContentDisposition,
    ContentEncoding: asked.ResponseContentEncoding ?? system.ContentEncoding,
    ContentLanguage: asked.ResponseContentLanguage ?? system.ContentLanguage,
    ExpiresString: asked.ResponseExpires?.toUTCString() ?? system.ExpiresString,
    WebsiteRedirectLocation: system.WebsiteRedirectLocation,
    Metadata: encodeMetadata(object.metadata),
    TagCount: tags?.length || undefined,
    StorageClass: object.storageClass,
    ServerSideEncryption: encrypted.ServerSideEncryption,
    SSEKMSKeyId: encrypted.SSEKMSKeyId,
    BucketKeyEnabled: encrypted.BucketKeyEnabled,
    SSECustomerAlgorithm: encrypted.SSECustomerAlgorithm,
    SSECustomerKeyMD5: encrypted.SSECustomerKeyMD5,
    ObjectLockMode: locked.ObjectLockMode,
    ObjectLockRetainUntilDate: locked.ObjectLockRetainUntilDate,
    ObjectLockLegalHoldStatus: locked.ObjectLockLegalHoldStatus,
    Body: undefined as Readable | Buffer | undefined,
  };
  if (input.ChecksumMode === "ENABLED") Object.assign(members, readChecksum(object, range, input.PartNumber));
  return { object, range, members };
}
