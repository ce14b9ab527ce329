import { deflateSync, gunzipSync, gzipSync, inflateSync } from "node:zlib";
import type { Answer } from "../../requests/answers.ts";

/** The largest body that a compressed one may stand for, in bytes. */
const LARGEST = 10 * 1024 * 1024;

/**
 * An answer as a client takes it, where the API compresses answers of some size and more.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html
 */
export function compressed(answer: Answer, minimum: number | undefined, accept: string | undefined): Answer {
  if (minimum === undefined || answer.stream || answer.headers["content-encoding"] !== undefined) return answer;
  const encodings = (accept ?? "").split(",").map((one) => one.split(";")[0]?.trim());
  const encoding = encodings.includes("gzip") ? "gzip" : encodings.includes("deflate") ? "deflate" : undefined;
  if (!encoding || Buffer.byteLength(answer.body) < minimum) return answer;
  const body = encoding === "gzip" ? gzipSync(answer.body) : deflateSync(answer.body);
  return { ...answer, headers: { ...answer.headers, "content-encoding": encoding }, body };
}

/** A compressed body as it was. Throws when it is not what it is said to be, or too large. */
export function decompressedBody(body: Buffer, encoding: string): Buffer {
  if (encoding === "gzip") return gunzipSync(body, { maxOutputLength: LARGEST });
  return encoding === "deflate" ? inflateSync(body, { maxOutputLength: LARGEST }) : body;
}
