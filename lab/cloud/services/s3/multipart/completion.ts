import { createHash } from "node:crypto";
import type { CompletedPart } from "@aws-sdk/client-s3";
import { AwsError } from "../../../errors.ts";
import { openBucket } from "../access/buckets.ts";
import { entityTooSmall, invalidRequest, malformedXml } from "../errors.ts";
import { notify } from "../notifications/events.ts";
import { checksumMembers, compositeChecksum } from "../objects/checksums.ts";
import { checkWrite } from "../objects/conditions.ts";
import { checkCustomerKey, encryptionMembers } from "../objects/encryption.ts";
import { putVersion, stamp, writtenVersion } from "../objects/versions.ts";
import type { Bucket, Checksum, StoredObject, Upload, UploadedPart } from "../records.ts";
import type { S3, S3Context } from "../state.ts";
import { combineCrcs } from "./crc-combine.ts";
import { dropUpload, openUpload } from "./uploads.ts";

const SMALLEST_PART = 5 * 1024 ** 2;
const MOST_PARTS = 10_000;

type CompletionInput = Parameters<S3["CompleteMultipartUpload"]>[0];

export const completeMultipartUpload: S3["CompleteMultipartUpload"] = async (input, context) => {
  const { cloud } = context;
  const done = alreadyMade(input, context);
  if (done) return done;
  const upload = openUpload(input, context);
  checkCustomerKey(input, upload.encryption);
  const chosen = chosenParts(input, upload, context);
  const checksum = await wholeChecksum(upload, chosen);
  checkWhole(input, sizeOf(chosen), checksum);
  return cloud.store.write(() => alreadyMade(input, context) ?? make(upload, checksum, input, context));
};

/** An answer may get lost: completing once more gives it again, as long as the object is there. */
function alreadyMade(input: CompletionInput, context: S3Context) {
  const bucket = openBucket(context, input);
  const made = context.state.objects.get(bucket.name, input.Key);
  return made?.upload === input.UploadId ? answer(made, bucket, context) : undefined;
}

/** Makes the object of its parts, none of which is copied. Only inside `store.write`. */
function make(upload: Upload, checksum: Checksum, input: CompletionInput, context: S3Context) {
  const { cloud, state } = context;
  const bucket = openBucket(context, input);
  const current = state.objects.get(bucket.name, upload.key);
  checkWrite(input, upload.key, current);
  checkConflict(input, upload, current);
  const parts = chosenParts(input, openUpload(input, context), context);
  for (const { number } of parts) state.parts.delete(bucket.name, upload.id, number);
  dropUpload(cloud.store, state, upload);
  const object = { ...assembled(upload, parts, checksum), ...stamp(state, bucket, upload.key, cloud.clock.now()) };
  putVersion(cloud.store, state, bucket, object);
  notify("ObjectCreated:CompleteMultipartUpload", bucket, object, context);
  return answer(object, bucket, context);
}

/** A condition that holds counts for nothing when the key has changed since the upload began. */
function checkConflict(
  { IfMatch, IfNoneMatch }: CompletionInput,
  { key: Key, begun, replaces }: Upload,
  current: StoredObject | undefined,
): void {
  const isDeleted = IfNoneMatch !== undefined && replaces;
  const isReplaced = IfMatch !== undefined && current !== undefined && current.modified > begun;
  if (!isDeleted && !isReplaced) return;
  const message = "The conditional request cannot succeed due to a conflicting operation against this resource.";
  const fields = { Condition: isDeleted ? "If-None-Match" : "If-Match", Key };
  throw new AwsError("ConditionalRequestConflict", message, 409, fields);
}

function answer(object: StoredObject, bucket: Bucket, { cloud }: S3Context) {
  const path = object.key.split("/").map(encodeURIComponent).join("/");
  return {
    Location: `${cloud.endpoint}/${bucket.name}/${path}`,
    Bucket: bucket.name,
    Key: object.key,
    ETag: object.etag,
    ...checksumMembers(object.checksum),
    ...encryptionMembers(object.encryption),
    ...writtenVersion(bucket, object),
  };
}

/** The parts that a completion names: they must be in order, exist as named, and be large enough, all but the last. */
function chosenParts({ MultipartUpload }: CompletionInput, upload: Upload, { state }: S3Context): UploadedPart[] {
  const chosen = MultipartUpload?.Parts ?? [];
  if (chosen.length === 0 || chosen.length > MOST_PARTS) throw malformedXml();
  const numbers = chosen.map(({ PartNumber }) => PartNumber ?? 0);
  if (numbers.some((number, i) => number <= (numbers[i - 1] ?? 0))) throw invalidOrder(upload);
  const parts = chosen.map((named, i) => {
    const part = state.parts.get(upload.bucket, upload.id, numbers[i] as number);
    if (!part || !isNamed(part, named, upload)) throw invalidPart(named, upload);
    return part;
  });
  const small = parts.find(({ size }, i) => size < SMALLEST_PART && i < parts.length - 1);
  if (!small) return parts;
  const { size, number, etag } = small;
  throw entityTooSmall(size, SMALLEST_PART, { PartNumber: String(number), ETag: etag.slice(1, -1) });
}

function isNamed(part: UploadedPart, named: CompletedPart, { checksum }: Upload): boolean {
  if (part.etag.slice(1, -1) !== named.ETag?.replaceAll('"', "")) return false;
  const value = named[`Checksum${checksum.algorithm}`];
  if (value === undefined && checksum.type === "COMPOSITE") {
    const algorithm = checksum.algorithm.toLowerCase();
    throw invalidRequest(
      `The upload was created using a ${algorithm} checksum. The complete request must include the checksum for each part. It was missing for part ${part.number} in the request.`,
    );
  }
  return value === undefined || value === part.checksum;
}

async function wholeChecksum(
  { checksum: { algorithm, type } }: Upload,
  parts: readonly UploadedPart[],
): Promise<Checksum> {
  if (type === "COMPOSITE") return await compositeChecksum(algorithm, parts);
  return { algorithm, type, value: combineCrcs(algorithm, parts) };
}

/** Compares what a completion says of the whole object with what came of its parts. */
function checkWhole(input: CompletionInput, size: number, { algorithm, type, value }: Checksum): void {
  if (input.ChecksumType !== undefined && input.ChecksumType !== type) {
    throw invalidRequest(
      `The upload was created using the ${type} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== size) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${size}`,
    );
  }
  // A composite checksum may come without the number of parts at its end.
  const bare = (checksum: string) => checksum.replace(/-\d+$/, "");
  const declared = input[`Checksum${algorithm}`];
  if (declared !== undefined && bare(declared) !== bare(value))
    throw new AwsError("BadDigest", `The ${algorithm} you specified did not match the calculated checksum.`);
}

/** The object that parts make. Its ETag is the MD5 of the parts' MD5s, and says how many they are. */
function assembled(
  { key, id, system, metadata, tags, storageClass, encryption, lock, grants, checksum: { implied } }: Upload,
  parts: readonly UploadedPart[],
  checksum: Checksum,
): Omit<StoredObject, "version" | "modified"> {
  const md5 = createHash("md5");
  for (const { etag } of parts) md5.update(Buffer.from(etag.slice(1, -1), "hex"));
  return {
    key,
    system,
    metadata,
    tags,
    storageClass,
    encryption,
    ...(lock && { lock }),
    ...(grants && { grants }),
    size: sizeOf(parts),
    etag: `"${md5.digest("hex")}-${parts.length}"`,
    parts: parts.map((part) => ({ blob: part.blob, size: part.size, ...(implied ? {} : { checksum: part.checksum }) })),
    checksum,
    upload: id,
  };
}

function sizeOf(parts: readonly UploadedPart[]): number {
  return parts.reduce((sum, { size }) => sum + size, 0);
}

const invalidOrder = ({ id }: Upload) =>
  new AwsError(
    "InvalidPartOrder",
    "The list of parts was not in ascending order. Parts must be ordered by part number.",
    400,
    { UploadId: id },
  );

const invalidPart = ({ PartNumber, ETag = "" }: CompletedPart, { id }: Upload) =>
  new AwsError(
    "InvalidPart",
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    400,
    { UploadId: id, PartNumber: String(PartNumber), ETag: ETag.replaceAll('"', "") },
  );
