import { AwsError } from "../../../errors.ts";
import { openBucket } from "../access/buckets.ts";
import { invalidArgument, malformedXml } from "../errors.ts";
import { notify } from "../notifications/events.ts";
import type { Bucket, StoredObject, Tag } from "../records.ts";
import type { S3, S3Context } from "../state.ts";
import { readableObject, readVersion, updateVersion } from "./versions.ts";

const MOST_OBJECT_TAGS = 10;
const MOST_BUCKET_TAGS = 50;

export const putObjectTagging: S3["PutObjectTagging"] = (input, context) => {
  const tags = checkTags(input.Tagging.TagSet ?? missing());
  if (tags.length > MOST_OBJECT_TAGS) throw tooManyObjectTags();
  return retag(input, tags, context);
};

export const getObjectTagging: S3["GetObjectTagging"] = (input, context) => {
  const { bucket, object } = open(input, context);
  return { TagSet: [...(object.tags ?? [])], ...readVersion(bucket, object) };
};

export const deleteObjectTagging: S3["DeleteObjectTagging"] = (input, context) => retag(input, undefined, context);

interface TagTarget {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string;
  readonly ExpectedBucketOwner?: string;
}

function open(input: TagTarget, context: S3Context): { bucket: Bucket; object: StoredObject } {
  const bucket = openBucket(context, input);
  return { bucket, object: readableObject(context, bucket, input.Key, input.VersionId) };
}

function retag(input: TagTarget, tags: Tag[] | undefined, context: S3Context) {
  const { cloud, state } = context;
  return cloud.store.write(() => {
    const { bucket, object } = open(input, context);
    updateVersion(state, bucket, { ...object, tags });
    notify(tags ? "ObjectTagging:Put" : "ObjectTagging:Delete", bucket, object, context);
    return readVersion(bucket, object);
  });
}

/** The tags of an x-amz-tagging header: a query string. */
export function parseTagging(header: string | undefined): Tag[] | undefined {
  if (!header) return undefined;
  const tags = [...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value }));
  if (!isEncoded(header) || !tags.every(isWellFormed) || new Set(tags.map(({ Key }) => Key)).size < tags.length)
    throw badHeader(header);
  if (tags.length > MOST_OBJECT_TAGS) throw tooManyObjectTags();
  return checkTags(tags);
}

function isEncoded(header: string): boolean {
  try {
    return /^[\x20-\x7e]*$/.test(header) && decodeURIComponent(header) !== undefined;
  } catch {
    return false;
  }
}

/** Letters, digits and spaces of all languages, and a few signs. */
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

function isWellFormed({ Key, Value }: Tag): boolean {
  return Key !== "" && CHARACTERS.test(Key) && CHARACTERS.test(Value);
}

/** The tags of a bucket, checked. */
export function checkBucketTags(tags: readonly Partial<Tag>[] | undefined): Tag[] {
  const checked = checkTags(tags);
  if (checked.length <= MOST_BUCKET_TAGS) return checked;
  throw invalidArgument(`The number of tags must be at most ${MOST_BUCKET_TAGS}`, "TagSet", String(checked.length));
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
function checkTags(tags: readonly Partial<Tag>[] = []): Tag[] {
  const keys = new Set<string>();
  return tags.map(({ Key, Value }) => {
    if (Key === undefined || Value === undefined) throw malformedXml();
    if (Key === "" || Key.length > 128 || !CHARACTERS.test(Key))
      throw invalidTag("The TagKey you have provided is invalid", Key);
    if (Value.length > 256 || !CHARACTERS.test(Value))
      throw invalidTag("The TagValue you have provided is invalid", Key);
    if (Key.startsWith("aws:")) throw invalidTag("System tags cannot be added/updated by requester", Key);
    if (keys.has(Key)) throw invalidTag("Cannot provide multiple Tags with the same key", Key);
    keys.add(Key);
    return { Key, Value };
  });
}

function missing(): never {
  throw malformedXml();
}

function badHeader(header: string): AwsError {
  return invalidArgument(
    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
    "x-amz-tagging",
    header,
  );
}

function tooManyObjectTags(): AwsError {
  return new AwsError("BadRequest", `Object tags cannot be greater than ${MOST_OBJECT_TAGS}`);
}

function invalidTag(message: string, TagKey: string): AwsError {
  return new AwsError("InvalidTag", message, 400, { TagKey });
}
