import type { Readable } from "node:stream";
import { Bytes } from "../../../bytes.ts";
import { AwsError } from "../../../errors.ts";
import type { StagedBlob } from "../../../store/blobs.ts";
import { entityTooLarge } from "../errors.ts";
import type { Checksum, ChecksumAlgorithm } from "../records.ts";
import type { S3Context } from "../state.ts";
import { base64, type ChecksumMembers, type DeclaredChecksum, declaredChecksum } from "./checksums.ts";
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
 * Stages the body of a request, with constant memory, and checks its integrity; a small one that is here already at once.
 * What fails leaves nothing behind.
 * @param kept the algorithm of the checksum to keep; unless given, the one that the request declares
 */
export function receiveBody(input: BodyInput, context: S3Context, kept?: ChecksumAlgorithm): Promise<Intake> | Intake {
  const { http } = context;
  checkLength(context);
  const md5 = declaredMd5(input.ContentMD5);
  const declared = declaredChecksum(input, http);
  const algorithm = kept ?? declared?.algorithm ?? "CRC64NVME";
  const body = (input.Body ?? []) as AsyncIterable<Buffer>;
  const check = (intake: Intake) => {
    checkMd5(md5, intake.etag.slice(1, -1));
    if (declared) checkDeclared(declared, digestIn(intake.staged, declared.algorithm), http?.trailers);
    return intake;
  };
  const intake = stage(body, algorithm, context, declared?.algorithm);
  return intake instanceof Promise ? checkOrDiscard(intake, check, context) : check(intake);
}

async function checkOrDiscard(
  intake: Promise<Intake>,
  check: (intake: Intake) => Intake,
  { cloud }: S3Context,
): Promise<Intake> {
  const late = await intake;
  try {
    return check(late);
  } catch (error) {
    await cloud.store.blobs.discard(late.staged);
    throw error;
  }
}

/**
 * Stages bytes, and computes their MD5 and a checksum on the way.
 * @param other one more to compute
 */
export function stage(
  body: AsyncIterable<Buffer>,
  algorithm: ChecksumAlgorithm,
  { cloud }: Pick<S3Context, "cloud">,
  other = algorithm,
): Promise<Intake> | Intake {
  const { blobs } = cloud.store;
  const algorithms = [...new Set(["MD5", algorithm, other] as const)];
  const found = (staged: StagedBlob): Intake => {
    const etag = `"${Buffer.from(staged.digests.get("MD5") as Uint8Array).toString("hex")}"`;
    return { staged, etag, checksum: { algorithm, value: digestIn(staged, algorithm), type: "FULL_OBJECT" } };
  };
  const bytes = body instanceof Bytes ? body.bytes : undefined;
  const staged = (bytes && blobs.stageSmall(bytes, algorithms)) ?? blobs.stage(bytes ?? limited(body), algorithms);
  return staged instanceof Promise ? staged.then(found) : found(staged);
}

/** A digest of what was staged, in base64. */
export function digestIn({ digests }: StagedBlob, algorithm: ChecksumAlgorithm): string {
  return base64(digests.get(algorithm) as Uint8Array);
}

async function* limited(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > LARGEST_PUT) throw entityTooLarge(size, LARGEST_PUT);
    yield chunk;
  }
}

/** Runs `write` in a transaction that keeps what was staged; when it throws, the staged bytes go. */
export async function keepOrDiscard<R>(staged: StagedBlob, { cloud }: S3Context, write: () => R): Promise<R> {
  try {
    return await cloud.store.writeSoon(write);
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
