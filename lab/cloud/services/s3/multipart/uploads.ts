import { AwsError } from "../../../errors.ts";
import type { Store } from "../../../store/store.ts";
import { openBucket } from "../access/buckets.ts";
import { ownerOf } from "../acls/grants.ts";
import { invalidArgument, invalidRequest } from "../errors.ts";
import { lifecycleRules } from "../lifecycle/configuration.ts";
import { abortOf } from "../lifecycle/rules.ts";
import { encoder, pageMembers, pageOf, pageRequest } from "../listing/pages.ts";
import { describe } from "../objects/description.ts";
import { encryptionMembers } from "../objects/encryption.ts";
import { isTimedId, timedId } from "../objects/ids.ts";
import { toldTime } from "../objects/times.ts";
import type { Bucket, Checksum, ChecksumAlgorithm, Upload } from "../records.ts";
import type { S3, S3Context, S3State } from "../state.ts";
import { combines } from "./crc-combine.ts";

export const createMultipartUpload: S3["CreateMultipartUpload"] = (input, context) => {
  const { cloud, state, caller } = context;
  const { Bucket: bucket, Key: key, ChecksumAlgorithm } = input;
  const description = describe(input, openBucket(context, input), context);
  const begun = cloud.clock.now();
  const checksum = checksumOfUpload(ChecksumAlgorithm, input.ChecksumType);
  const upload: Upload = { ...description, id: timedId(begun), bucket, key, begun, initiator: caller.arn, checksum };
  cloud.store.write(() => {
    openBucket(context, input);
    const replaces = state.objects.has(bucket, key);
    state.uploads.put([bucket, key, upload.id], { ...upload, ...(replaces && { replaces }) });
  });
  return {
    Bucket: bucket,
    Key: key,
    UploadId: upload.id,
    ...abortMembers(upload, openBucket(context, input)),
    ...checksumTypeMembers(upload),
    ...encryptionMembers(upload.encryption),
  };
};

export const abortMultipartUpload: S3["AbortMultipartUpload"] = (input, context) => {
  const { cloud, state } = context;
  cloud.store.write(() => dropUpload(cloud.store, state, openUpload(input, context)));
  return {};
};

export const listMultipartUploads: S3["ListMultipartUploads"] = (input, context) => {
  const { Bucket, KeyMarker = "", UploadIdMarker = "", MaxUploads = 1000, EncodingType } = input;
  const { account } = openBucket(context, input);
  const encode = encoder(EncodingType);
  const request = pageRequest({ ...input, MaxKeys: MaxUploads }, KeyMarker);
  const { uploads } = context.state;
  const listed: Upload[] = [];
  const page = pageOf(
    (from) => uploads.values({ under: [Bucket], from: [Bucket, from] }),
    request,
    (upload) => listed.push(upload),
    // An upload's marker counts only with its key's.
    isTimedId(UploadIdMarker)
      ? uploads.values({ under: [Bucket, KeyMarker], after: [Bucket, KeyMarker, UploadIdMarker] })
      : [],
  );
  const last = listed.at(-1);
  return {
    Bucket,
    KeyMarker: encode(KeyMarker),
    UploadIdMarker,
    MaxUploads: request.most,
    ...pageMembers(page, request, EncodingType),
    Uploads: listed.map((upload) => ({
      UploadId: upload.id,
      Key: encode(upload.key),
      Initiated: toldTime(upload.begun),
      StorageClass: upload.storageClass ?? "STANDARD",
      Owner: ownerOf(account),
      Initiator: initiatorOf(upload),
      ...checksumTypeMembers(upload),
    })),
    NextKeyMarker: page.next && encode(page.next),
    NextUploadIdMarker: page.next !== undefined && page.next === last?.key ? last.id : undefined,
  };
};

/** What names an upload in the inputs of its operations. */
export interface UploadAddress {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string;
  readonly ExpectedBucketOwner?: string;
}

/** The upload, if it is still under way. */
export function openUpload(input: UploadAddress, context: S3Context): Upload {
  const { name } = openBucket(context, input);
  const { Key, UploadId } = input;
  const upload = isTimedId(UploadId) ? context.state.uploads.get(name, Key, UploadId) : undefined;
  if (upload) return upload;
  throw new AwsError(
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    404,
    { UploadId },
  );
}

/** Removes an upload and the parts that it still has. Only inside `store.write`. */
export function dropUpload(store: Store, state: S3State, { bucket, key, id }: Upload): void {
  for (const { number, blob } of [...state.parts.values({ under: [bucket, id] })]) {
    store.blobs.drop(blob);
    state.parts.delete(bucket, id, number);
  }
  state.uploads.delete(bucket, key, id);
}

/** When the bucket's life cycle will abort an upload, and by which rule. */
export function abortMembers(upload: Upload, bucket: Bucket): { AbortDate?: Date; AbortRuleId?: string | undefined } {
  const due = abortOf(upload, lifecycleRules(bucket));
  return due ? { AbortDate: new Date(due.at), AbortRuleId: due.rule.ID } : {};
}

export function initiatorOf({ initiator }: Upload): { ID: string; DisplayName?: string } {
  return { ID: initiator, DisplayName: initiator.split("/").at(-1) };
}

/** The checksum that was asked for, as the members of an answer. */
export function checksumTypeMembers({ checksum: { algorithm, type, implied } }: Upload) {
  return implied ? {} : { ChecksumAlgorithm: algorithm, ChecksumType: type };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html#Full-object-and-composite-checksums */
function checksumOfUpload(
  algorithm: ChecksumAlgorithm | undefined,
  type: Checksum["type"] | undefined,
): Upload["checksum"] {
  if (algorithm === undefined) {
    if (type === undefined) return { algorithm: "CRC64NVME", type: "FULL_OBJECT", implied: true };
    throw invalidRequest("The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
  }
  if (type !== undefined && type !== "FULL_OBJECT" && type !== "COMPOSITE")
    throw invalidArgument("Value for x-amz-checksum-type header is invalid.", "x-amz-checksum-type", String(type));
  const chosen = type ?? (algorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE");
  const possible = chosen === "FULL_OBJECT" ? combines(algorithm) : algorithm !== "CRC64NVME";
  if (possible) return { algorithm, type: chosen };
  throw invalidRequest(
    `The ${chosen} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
  );
}
