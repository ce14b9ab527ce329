import type { GetObjectAttributesParts } from "@aws-sdk/client-s3";
import { openBucket } from "../access/buckets.ts";
import { invalidArgument, invalidRequest } from "../errors.ts";
import type { Checksum, StoredObject } from "../records.ts";
import type { S3 } from "../state.ts";
import { checksumMember } from "./checksums.ts";
import { checkCustomerKey } from "./encryption.ts";
import { toldTime } from "./times.ts";
import { readableObject, readVersion } from "./versions.ts";

/** What S3 says where nothing is asked for. */
export const NO_ATTRIBUTES =
  "The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty";

const ATTRIBUTES = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"];

export const getObjectAttributes: S3["GetObjectAttributes"] = (input, context) => {
  const asked = new Set<string>(input.ObjectAttributes);
  if (asked.size === 0 || asked.has("")) throw invalidRequest(NO_ATTRIBUTES);
  const unknown = [...asked].find((name) => !ATTRIBUTES.includes(name));
  if (unknown !== undefined)
    throw invalidArgument("Invalid attribute name specified.", "x-amz-object-attributes", unknown);
  const bucket = openBucket(context, input);
  const object = readableObject(context, bucket, input.Key, input.VersionId);
  checkCustomerKey(input, object.encryption);
  return {
    LastModified: toldTime(object.modified),
    // Here alone, an ETag comes without its quotes.
    ETag: asked.has("ETag") ? object.etag.slice(1, -1) : undefined,
    Checksum: asked.has("Checksum") && object.checksum ? wholeChecksum(object.checksum) : undefined,
    ObjectParts: asked.has("ObjectParts") && object.upload ? partsOf(object, input) : undefined,
    StorageClass: asked.has("StorageClass") ? (object.storageClass ?? "STANDARD") : undefined,
    ObjectSize: asked.has("ObjectSize") ? object.size : undefined,
    ...readVersion(bucket, object),
  };
};

/** Here alone, a composite checksum comes without the number of its parts. */
function wholeChecksum({ algorithm, type, value }: Checksum) {
  return { ...checksumMember(algorithm, value.replace(/-\d+$/, "")), ChecksumType: type };
}

/** How an object was uploaded. The parts one by one are told only where the object's checksum is one of theirs. */
function partsOf(
  { parts, checksum }: StoredObject,
  { MaxParts = 1000, PartNumberMarker = "0" }: { readonly MaxParts?: number; readonly PartNumberMarker?: string },
): GetObjectAttributesParts {
  const TotalPartsCount = parts.length;
  if (checksum?.type !== "COMPOSITE") return { TotalPartsCount };
  const marker = Number(PartNumberMarker);
  const page = parts.slice(marker, marker + Math.min(MaxParts, 1000));
  const end = marker + page.length;
  return {
    TotalPartsCount,
    PartNumberMarker,
    NextPartNumberMarker: String(end),
    MaxParts,
    IsTruncated: end < TotalPartsCount,
    Parts: page.map((part, i) => ({
      PartNumber: marker + i + 1,
      Size: part.size,
      ...checksumMember(checksum.algorithm, part.checksum),
    })),
  };
}
