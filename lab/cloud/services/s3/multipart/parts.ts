import { openBucket } from "../access/buckets.ts";
import { ownerOf } from "../acls/grants.ts";
import { invalidArgument, invalidRequest } from "../errors.ts";
import { checksumMember, declaredChecksum } from "../objects/checksums.ts";
import { copyBytes, openSource, sourceVersion } from "../objects/copy.ts";
import { type CustomerKey, checkCustomerKey, encryptionMembers } from "../objects/encryption.ts";
import { digestIn, type Intake, keepOrDiscard, receiveBody } from "../objects/intake.ts";
import { type ByteRange, wholeOf } from "../objects/ranges.ts";
import { toldTime } from "../objects/times.ts";
import type { ChecksumAlgorithm, StoredObject, Upload, UploadedPart } from "../records.ts";
import type { S3, S3Context } from "../state.ts";
import { abortMembers, checksumTypeMembers, initiatorOf, openUpload, type UploadAddress } from "./uploads.ts";

const MOST_PARTS = 10_000;

export const uploadPart: S3["UploadPart"] = async (input, context) => {
  const upload = openForPart(input, context);
  const declared = declaredChecksum(input, context.http)?.algorithm;
  checkAlgorithm(upload, declared);
  const intake = await receiveBody(input, context, upload.checksum.algorithm);
  const part = await keepPart(input, intake, context);
  // What the client sent is told again, also where the upload was begun without a checksum.
  const checksum = declared ? checksumMember(declared, digestIn(intake.staged, declared)) : partChecksum(upload, part);
  return { ETag: part.etag, ...checksum, ...encryptionMembers(upload.encryption) };
};

export const uploadPartCopy: S3["UploadPartCopy"] = async (input, context) => {
  const upload = openForPart(input, context);
  const source = openSource(input, context);
  const range = copyRange(input.CopySourceRange, source.object);
  const intake = await copyBytes(source.object, range, upload.checksum.algorithm, context);
  const part = await keepPart(input, intake, context);
  return {
    CopyPartResult: { ETag: part.etag, LastModified: toldTime(part.modified), ...partChecksum(upload, part) },
    ...encryptionMembers(upload.encryption),
    ...sourceVersion(source),
  };
};

export const listParts: S3["ListParts"] = (input, context) => {
  const { Bucket, Key, UploadId, MaxParts = 1000, PartNumberMarker = "0" } = input;
  const upload = openUpload(input, context);
  if (!(MaxParts >= 0 && MaxParts <= 2_147_483_647))
    throw invalidArgument(
      "Argument max-parts must be an integer between 0 and 2147483647",
      "max-parts",
      String(MaxParts),
    );
  if (!/^\d{1,10}$/.test(PartNumberMarker)) {
    const message = "Argument part-number-marker must be an integer between 0 and 2147483647";
    throw invalidArgument(message, "part-number-marker", PartNumberMarker);
  }
  const most = Math.min(MaxParts, 1000);
  const after = [Bucket, UploadId, Number(PartNumberMarker)];
  // One more than is asked for tells whether there is more.
  const found = [...context.state.parts.values({ under: [Bucket, UploadId], after, limit: most + 1 })];
  const page = found.slice(0, most);
  return {
    Bucket,
    Key,
    UploadId,
    ...abortMembers(upload, openBucket(context, input)),
    PartNumberMarker,
    NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
    MaxParts: most,
    IsTruncated: most > 0 && found.length > most,
    Parts: page.map((part) => ({
      PartNumber: part.number,
      Size: part.size,
      ETag: part.etag,
      LastModified: toldTime(part.modified),
      ...partChecksum(upload, part),
    })),
    Initiator: initiatorOf(upload),
    Owner: ownerOf(openBucket(context, input).account),
    StorageClass: upload.storageClass ?? "STANDARD",
    ...checksumTypeMembers(upload),
  };
};

type PartAddress = UploadAddress & CustomerKey & { readonly PartNumber: number };

function openForPart(input: PartAddress, context: S3Context): Upload {
  const { PartNumber } = input;
  if (!(PartNumber >= 1 && PartNumber <= MOST_PARTS)) {
    const message = `Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`;
    throw invalidArgument(message, "partNumber", String(PartNumber));
  }
  const upload = openUpload(input, context);
  checkCustomerKey(input, upload.encryption);
  return upload;
}

/** Makes what was staged the part of its number, instead of one that was uploaded before. */
async function keepPart(input: PartAddress, intake: Intake, context: S3Context): Promise<UploadedPart> {
  const { cloud, state } = context;
  const { Bucket, UploadId, PartNumber: number } = input;
  const { staged, etag, checksum } = intake;
  return await keepOrDiscard(staged, context, () => {
    openUpload(input, context);
    const before = state.parts.get(Bucket, UploadId, number);
    if (before) cloud.store.blobs.drop(before.blob);
    const blob = cloud.store.blobs.keep(staged);
    const part = { number, blob, size: staged.size, etag, modified: cloud.clock.now(), checksum: checksum.value };
    state.parts.put([Bucket, UploadId, number], part);
    return part;
  });
}

function partChecksum({ checksum: { algorithm, implied } }: Upload, { checksum }: UploadedPart) {
  return implied ? {} : checksumMember(algorithm, checksum);
}

/** Parts have the checksum that their upload was begun with. Where none was asked for, or S3 can make it up, they need not. */
function checkAlgorithm({ checksum }: Upload, declared: ChecksumAlgorithm | undefined): void {
  if (checksum.implied || declared === checksum.algorithm) return;
  if (declared === undefined && checksum.type === "FULL_OBJECT") return;
  const [expected, actual] = [checksum.algorithm.toLowerCase(), declared?.toLowerCase() ?? "null"];
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${expected}, actual checksum Type: ${actual}`,
  );
}

/** A range to copy must be written out, and lie within the source. */
function copyRange(range: string | undefined, { size }: StoredObject): ByteRange {
  if (range === undefined) return wholeOf({ size });
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  const [start, end] = [Number(first), Number(last)];
  if (first === undefined || start > end) {
    const message =
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy";
    throw invalidArgument(message, "x-amz-copy-source-range", range);
  }
  if (end >= size) {
    const message = `Range specified is not valid for source object of size: ${size}`;
    throw invalidArgument(message, "x-amz-copy-source-range", range);
  }
  return { start, end, partial: true };
}
