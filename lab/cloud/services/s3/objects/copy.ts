import { openBucket, openBucketAnywhere } from "../access/buckets.ts";
import { invalidArgument, invalidRequest, preconditionFailed } from "../errors.ts";
import { notify } from "../notifications/events.ts";
import type { Bucket, ChecksumAlgorithm, Description, StoredObject } from "../records.ts";
import type { S3, S3Context } from "../state.ts";
import { checksumMembers } from "./checksums.ts";
import { checkWrite, failedRead, type ReadConditions } from "./conditions.ts";
import { describe } from "./description.ts";
import { checkCustomerKey, encryptionMembers } from "./encryption.ts";
import { type Intake, keepOrDiscard, stage } from "./intake.ts";
import { type ByteRange, streamOf, wholeOf } from "./ranges.ts";
import { parseTagging } from "./tagging.ts";
import { toldTime } from "./times.ts";
import { putVersion, readableObject, stamp, writtenVersion } from "./versions.ts";

const LARGEST_COPY = 5 * 1024 ** 3;

type CopyInput = Parameters<S3["CopyObject"]>[0];

export const copyObject: S3["CopyObject"] = async (input, context) => {
  const { cloud, state } = context;
  const { Key: key } = input;
  const target = openBucket(context, input);
  const source = openSource(input, context);
  checkOntoItself(input, source);
  const description = describeCopy(input, source.object, target, context);
  const algorithm = input.ChecksumAlgorithm ?? source.object.checksum?.algorithm;
  const { staged, etag, checksum } = await copyBytes(source.object, wholeOf(source.object), algorithm, context);
  return await keepOrDiscard(staged, context, () => {
    const bucket = openBucket(context, input);
    checkWrite(input, key, state.objects.get(bucket.name, key));
    const object: StoredObject = {
      ...description,
      ...stamp(state, bucket, key, cloud.clock.now()),
      key,
      size: staged.size,
      etag,
      parts: [{ blob: cloud.store.blobs.keep(staged), size: staged.size }],
      checksum,
    };
    putVersion(cloud.store, state, bucket, object);
    notify("ObjectCreated:Copy", bucket, object, context);
    return {
      CopyObjectResult: { ETag: etag, LastModified: toldTime(object.modified), ...checksumMembers(checksum) },
      ...encryptionMembers(object.encryption),
      ...sourceVersion(source),
      ...writtenVersion(bucket, object),
    };
  });
};

/** An object to copy from. */
export interface CopySource {
  readonly bucket: Bucket;
  readonly object: StoredObject;
  /** Whether a version of it was named. */
  readonly versioned: boolean;
}

type SourceInput = Pick<CopyInput, Extract<keyof CopyInput, `CopySource${string}`> | "ExpectedSourceBucketOwner">;

/** Finds what is to be copied, and checks the conditions on it and its encryption. */
export function openSource(input: SourceInput, context: S3Context): CopySource {
  const { bucket: name, key, version } = parseSource(input.CopySource);
  const bucket = openBucketAnywhere(context, {
    Bucket: name,
    Key: key,
    ExpectedBucketOwner: input.ExpectedSourceBucketOwner,
  });
  // What a read would tell about a delete marker, a copy does not: its answer is about the target.
  const object = readableObject({ state: context.state }, bucket, key, version);
  const conditions: ReadConditions = {
    IfMatch: input.CopySourceIfMatch,
    IfNoneMatch: input.CopySourceIfNoneMatch,
    IfModifiedSince: input.CopySourceIfModifiedSince,
    IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  };
  const failed = failedRead(conditions, object, context.cloud.clock.now());
  if (failed) {
    const stale = input.CopySourceIfNoneMatch === undefined ? "If-Modified-Since" : "If-None-Match";
    throw preconditionFailed(`x-amz-copy-source-${failed === "not modified" ? stale : failed}`);
  }
  const { CopySourceSSECustomerAlgorithm, CopySourceSSECustomerKey, CopySourceSSECustomerKeyMD5 } = input;
  checkCustomerKey(
    {
      SSECustomerAlgorithm: CopySourceSSECustomerAlgorithm,
      SSECustomerKey: CopySourceSSECustomerKey,
      SSECustomerKeyMD5: CopySourceSSECustomerKeyMD5,
    },
    object.encryption,
  );
  return { bucket, object, versioned: version !== undefined };
}

/** Stages a copy of a range of an object. */
export async function copyBytes(
  object: StoredObject,
  range: ByteRange,
  algorithm: ChecksumAlgorithm = "CRC64NVME",
  context: S3Context,
): Promise<Intake> {
  if (range.end - range.start + 1 > LARGEST_COPY) {
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${LARGEST_COPY}`,
    );
  }
  return await stage(streamOf(context.cloud.store, object.parts, range), algorithm, context);
}

export function sourceVersion({ bucket, object }: CopySource): { CopySourceVersionId?: string } {
  return bucket.versioning ? { CopySourceVersionId: object.version } : {};
}

/** A copy is described as its source is, or anew. Storage class, encryption and redirect are never copied. */
function describeCopy(input: CopyInput, source: StoredObject, target: Bucket, context: S3Context): Description {
  checkDirective("x-amz-metadata-directive", input.MetadataDirective);
  checkDirective("x-amz-tagging-directive", input.TaggingDirective);
  const described = describe(input, target, context);
  const tags = input.TaggingDirective === "REPLACE" ? parseTagging(input.Tagging) : source.tags;
  if (input.MetadataDirective === "REPLACE") return { ...described, tags };
  const system = { ...source.system, WebsiteRedirectLocation: input.WebsiteRedirectLocation };
  return { ...described, system, metadata: source.metadata, tags };
}

function checkDirective(header: string, directive: string | undefined): void {
  if (directive === undefined || directive === "COPY" || directive === "REPLACE") return;
  throw invalidArgument(`Unknown ${header.includes("tagging") ? "tagging" : "metadata"} directive.`, header, directive);
}

export function parseSource(source: string): { bucket: string; key: string; version: string | undefined } {
  const mark = source.lastIndexOf("?versionId=");
  const path = (mark < 0 ? source : source.slice(0, mark)).replace(/^\//, "");
  const slash = path.indexOf("/");
  if (slash <= 0 || slash === path.length - 1) {
    const message = "Copy Source must mention the source bucket and key: sourcebucket/sourcekey";
    throw invalidArgument(message, "x-amz-copy-source", source);
  }
  const version = mark < 0 ? undefined : source.slice(mark + "?versionId=".length);
  try {
    const decoded = decodeURIComponent(path.slice(slash + 1));
    return { bucket: decodeURIComponent(path.slice(0, slash)), key: decoded, version };
  } catch {
    throw invalidArgument("Invalid copy source encoding.", "x-amz-copy-source", source);
  }
}

/** Copying an object onto itself is how clients change what is said of it; when nothing changes, it is a mistake. */
function checkOntoItself(input: CopyInput, { bucket, object, versioned }: CopySource): void {
  const itself = bucket.name === input.Bucket && object.key === input.Key && !versioned;
  const changes =
    input.MetadataDirective === "REPLACE" ||
    input.StorageClass !== undefined ||
    input.WebsiteRedirectLocation !== undefined ||
    input.ServerSideEncryption !== undefined ||
    input.SSECustomerAlgorithm !== undefined ||
    input.ChecksumAlgorithm !== undefined;
  if (!itself || changes) return;
  throw invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}
