import { webcrypto } from "node:crypto";
import type { Readable } from "node:stream";
import type { FunctionCode } from "@aws-sdk/client-lambda";
import { AwsError } from "../../../errors.ts";
import type { StagedBlob } from "../../../store/blobs.ts";
import { accessDenied, invalidParameter } from "../errors.ts";
import type { LambdaContext } from "../state.ts";
import { type ImageProgram, readImage } from "./image.ts";
import { InvalidZip, unzippedSize } from "./zip.ts";

/** The largest request that carries code, in bytes of its body, in which the archive is base64: 50 MB of archive. */
const MAX_REQUEST = 70_167_211;

/** The largest code, unzipped, in bytes. */
const MAX_UNZIPPED = 262_144_000;

/** Code that is checked and staged; it becomes a function's when its record does. */
export interface NewCode {
  readonly blob: StagedBlob;
  readonly CodeSha256: string;
  readonly CodeSize: number;
  /** Its size when unzipped, in bytes. */
  readonly unzipped: number;
  /** Of code that comes as a container image. */
  readonly image?: ImageProgram;
}

/** Reads the code that an input carries or points to. Throws AWS's errors for what is no archive, or too large. */
export async function readCode(code: FunctionCode, context: LambdaContext, operation: string): Promise<NewCode> {
  if (code.ImageUri) return await readImage(code.ImageUri, context);
  const zip = await archiveOf(code, context, operation);
  const unzipped = await unzippedSize(zip, MAX_UNZIPPED).catch((error) => {
    if (!(error instanceof InvalidZip)) throw error;
    throw invalidParameter("Could not unzip uploaded file. Please check your file, then try to upload again.");
  });
  if (unzipped >= MAX_UNZIPPED) {
    throw invalidParameter(`Unzipped size must be smaller than ${MAX_UNZIPPED} bytes`);
  }
  // Not in this thread: it takes a tenth of a second for 50 MB.
  const CodeSha256 = Buffer.from(await webcrypto.subtle.digest("SHA-256", zip)).toString("base64");
  return { blob: await context.cloud.store.blobs.stage(zip), CodeSha256, CodeSize: zip.length, unzipped };
}

async function archiveOf(code: FunctionCode, context: LambdaContext, operation: string): Promise<Buffer> {
  const { ZipFile, S3Bucket, S3Key } = code;
  if (ZipFile && (S3Bucket || S3Key)) {
    throw invalidParameter("Please do not provide other FunctionCode parameters when providing a ZipFile.");
  }
  if (ZipFile) {
    if (Math.ceil(ZipFile.length / 3) * 4 > MAX_REQUEST) {
      const message = `Request must be smaller than ${MAX_REQUEST} bytes for the ${operation} operation`;
      throw new AwsError("RequestEntityTooLargeException", message, 413);
    }
    return Buffer.from(ZipFile.buffer, ZipFile.byteOffset, ZipFile.length);
  }
  if (!S3Bucket || !S3Key) throw invalidParameter("Please provide a source for function code.");
  return await objectOf(S3Bucket, S3Key, code.S3ObjectVersion, context);
}

/** Reads an archive from S3, as the caller. */
async function objectOf(Bucket: string, Key: string, VersionId: string | undefined, context: LambdaContext) {
  const { cloud, caller, region } = context;
  const { Body } = await cloud.clients(caller, region).s3.GetObject({ Bucket, Key, VersionId }).catch(explain);
  // A small object comes as its bytes, a larger one as a stream of them.
  const pieces = Body instanceof Uint8Array ? [Buffer.from(Body)] : (Body as Readable);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of pieces) {
    size += chunk.length;
    if (size >= MAX_UNZIPPED) throw invalidParameter(`Unzipped size must be smaller than ${MAX_UNZIPPED} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function explain(error: Error): never {
  const cause = `S3 Error Code: ${error.name}. S3 Error Message: ${error.message}`;
  if (error.name !== "AccessDenied") throw invalidParameter(`Error occurred while GetObject. ${cause}`);
  const advice = "please make sure your request credentials have permission to GetObject for the bucket and key";
  throw accessDenied(`Your access has been denied by S3, ${advice}. ${cause}`);
}
