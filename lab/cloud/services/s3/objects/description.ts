import { StorageClass as StorageClasses } from "@aws-sdk/client-s3";
import { AwsError } from "../../../errors.ts";
import { newGrants } from "../acls/acls.ts";
import type { AclInput } from "../acls/grants.ts";
import { type LockInput, lockOf } from "../locks/locks.ts";
import type { Bucket, Description, StorageClass, SystemMetadata } from "../records.ts";
import type { S3Context } from "../state.ts";
import { type EncryptionInput, encryptionOf } from "./encryption.ts";
import { parseTagging } from "./tagging.ts";

/** Members of a write's input that describe the object, in PutObject, CopyObject and CreateMultipartUpload. */
export interface DescriptionInput extends EncryptionInput, LockInput, AclInput, Omit<SystemMetadata, "ExpiresString"> {
  readonly Expires?: Date | undefined;
  readonly Metadata?: Record<string, string> | undefined;
  readonly Tagging?: string | undefined;
  readonly StorageClass?: StorageClass | undefined;
}

const MOST_METADATA = 2048;

/** What a write says of its object, checked. */
export function describe(input: DescriptionInput, bucket: Bucket, context: S3Context): Description {
  return {
    grants: newGrants(input, bucket, context),
    lock: lockOf(input, bucket, context),
    system: systemMetadata(input, context),
    metadata: userMetadata(input.Metadata),
    tags: parseTagging(input.Tagging),
    storageClass: checkStorageClass(input.StorageClass),
    encryption: encryptionOf(input, bucket, context),
  };
}

/** Storage class of a new object; STANDARD is what need not be said. */
function checkStorageClass(storageClass: StorageClass | undefined): StorageClass | undefined {
  if (storageClass === undefined || storageClass === "STANDARD") return undefined;
  if (Object.hasOwn(StorageClasses, storageClass) && !ELSEWHERE.has(storageClass)) return storageClass;
  throw new AwsError("InvalidStorageClass", "The storage class you specified is not valid", 400, {
    StorageClassRequested: storageClass,
  });
}

/** Classes of buckets that are not general-purpose ones. */
const ELSEWHERE = new Set<StorageClass>(["OUTPOSTS", "SNOW", "EXPRESS_ONEZONE", "FSX_OPENZFS", "FSX_ONTAP"]);

function systemMetadata(input: DescriptionInput, { http }: Pick<S3Context, "http">): SystemMetadata {
  const { ContentType, CacheControl, ContentDisposition, ContentLanguage, WebsiteRedirectLocation } = input;
  // aws-chunked is how the body travelled, not what it is.
  const codings = input.ContentEncoding?.split(",").map((coding) => coding.trim());
  const ContentEncoding = codings?.filter((coding) => coding && coding !== "aws-chunked").join(",") || undefined;
  const ExpiresString = http?.headers.expires ?? input.Expires?.toUTCString();
  const system = {
    ContentType,
    CacheControl,
    ContentDisposition,
    ContentEncoding,
    ContentLanguage,
    ExpiresString,
    WebsiteRedirectLocation,
  };
  let name: keyof typeof system;
  for (name in system) {
    const value = system[name];
    if (value !== undefined) checkHeader(value);
  }
  return system;
}

/** What is said of an object in a form may hold what no header can, and would make every answer fail. */
function checkHeader(value: string): void {
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
    throw new AwsError("InvalidArgument", "Header value cannot be represented using ISO-8859-1.");
}

function userMetadata(metadata: Record<string, string> = {}): Record<string, string> {
  let size = 0;
  for (const name in metadata) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name))
      throw new AwsError("InvalidArgument", "Metadata names must be names of HTTP headers.", 400, {
        ArgumentName: name,
      });
    size += Buffer.byteLength(name) + Buffer.byteLength(metadata[name] as string);
  }
  if (size > MOST_METADATA) {
    const message = "Your metadata headers exceed the maximum allowed metadata size";
    throw new AwsError("MetadataTooLarge", message, 400, {
      Size: String(size),
      MaxSizeAllowed: String(MOST_METADATA),
    });
  }
  return metadata;
}

/**
 * Metadata as it travels back. S3 takes a header's bytes for Latin-1, and answers what is not ASCII in the encoding of RFC 2047.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html#UserMetadata
 */
export function encodeMetadata(metadata: Readonly<Record<string, string>>): Record<string, string> {
  const encoded: Record<string, string> = {};
  for (const name in metadata) {
    const value = metadata[name] as string;
    encoded[name] = /^[\x20-\x7e]*$/.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString("base64")}?=`;
  }
  return encoded;
}
