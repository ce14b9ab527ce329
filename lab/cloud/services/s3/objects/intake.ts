import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { Bytes } from "../../../bytes.ts";
import { AwsError } from "../../../errors.ts";
import type { StagedBlob } from "../../../store/blobs.ts";
import { entityTooLarge } from "../errors.ts";
import type { Checksum, ChecksumAlgorithm } from "../records.ts";
import type { S3Context } from "../state.ts";
import {
  base64,
  type ChecksumMembers,
  type DeclaredChecksum,
  declaredChecksum,
  type Hasher,
  hasher,
} from "./checksums.ts";
import { checkMd5, declaredMd5 } from "./md5.ts";

const LARGEST_PUT = 5 * 1024 ** 3;

/** Members of PutObject's and UploadPart's inputs that concern the body. */
export interface BodyInput extends ChecksumMembers {
  readonly Body?: Readable | undefined;
  readonly ContentMD5?: string | undefined;
  readonly ChecksumAlgorithm?: ChecksumAlgorithm | undefined;
}

/** A body that was taken in, and found to be what the request said. */
export interface Intake {
  readonly staged: StagedBlob;
  /** In quotes. */
  readonly etag: string;
  readonly checksum: Checksum;
}

/**
 * Stages the body of a request, with constant memory, and checks its integrity. What fails leaves nothing behind.
 * @param kept the algorithm of the checksum to keep; unless given, the one that the request declares
 */
export async function takeIn(input: BodyInput, context: S3Context, kept?: ChecksumAlgorithm): Promise<Intake> {
  const { http } = context;
  checkLength(context);
  const md5 = declaredMd5(input.ContentMD5);
  const declared = declaredChecksum(input, http);
  const algorithm = kept ?? declared?.algorithm ?? "CRC64NVME";
  const other = declared && declared.algorithm !== algorithm ? hasher(declared.algorithm) : undefined;
  const intake = await stage((input.Body ?? []) as AsyncIterable<Buffer>, algorithm, context, other);
  try {
    checkMd5(md5, intake.etag.slice(1, -1));
    if (declared) checkDeclared(declared, other ? base64(await other.digest()) : intake.checksum.value, http?.trailers);
    return intake;
  } catch (error) {
    await context.cloud.store.blobs.discard(intake.staged);
    throw error;
  }
}

/**
 * Stages bytes, and computes their MD5 and a checksum on the way.
 * @param other is given the bytes, too
 */
export async function stage(
  body: AsyncIterable<Buffer>,
  algorithm: ChecksumAlgorithm,
  { cloud }: Pick<S3Context, "cloud">,
  other?: Hasher,
): Promise<Intake> {
  const md5 = createHash("md5");
  const checksum = hasher(algorithm);
  const intake = async (staged: StagedBlob): Promise<Intake> => {
    const value = base64(await checksum.digest());
    return { staged, etag: `"${md5.digest("hex")}"`, checksum: { algorithm, value, type: "FULL_OBJECT" } };
  };
  if (body instanceof Bytes) {
    for (const hash of [md5, checksum, other]) hash?.update(body.bytes);
    return await intake(await cloud.store.blobs.stage(body.bytes));
  }
  let size = 0;
  async function* measured() {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > LARGEST_PUT) throw entityTooLarge(size, LARGEST_PUT);
      md5.update(chunk);
      checksum.update(chunk);
      other?.update(chunk);
      yield chunk;
    }
  }
  return await intake(await cloud.store.blobs.stage(measured()));
}

/** Runs `write` as a transaction that keeps what was staged; when it throws, the staged bytes go. */
export async function keepOrDiscard<R>(staged: StagedBlob, { cloud }: S3Context, write: () => R): Promise<R> {
  try {
    return cloud.store.write(write);
  } catch (error) {
    await cloud.store.blobs.discard(staged);
    throw error;
  }
}

/** S3 wants to know beforehand how long a body is. */
function checkLength({ http }: S3Context): void {
  if (!http) return;
  const length = http.headers["x-amz-decoded-content-length"] ?? http.headers["content-length"];
  if (length === undefined)
    throw new AwsError("MissingContentLength", "You must provide the Content-Length HTTP header.", 411);
  if (Number(length) > LARGEST_PUT) throw entityTooLarge(Number(length), LARGEST_PUT);
}

function checkDeclared(
  { algorithm, value, trails }: DeclaredChecksum,
  computed: string,
  trailers: Readonly<Record<string, string>> = {},
): void {
  const declared = trails ? trailers[`x-amz-checksum-${algorithm.toLowerCase()}`] : value;
  if (trails && declared === undefined) {
    const message =
      "The request contained trailing data that was not well-formed or did not conform to our published schema.";
    throw new AwsError("MalformedTrailerError", message);
  }
  if (declared !== undefined && declared !== computed)
    throw new AwsError("BadDigest", `The ${algorithm} you specified did not match the calculated checksum.`);
}
