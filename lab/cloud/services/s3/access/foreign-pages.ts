import type { Admission, Exchange } from "../../../service/service.ts";
import { addressOf } from "../address.ts";
import { corsHeaders } from "../buckets/cors.ts";
import type { S3State } from "../state.ts";
import { findBucket } from "./buckets.ts";

/**
 * Whether a page of another origin may send this request. One that a CORS rule of the bucket names is its owner's. Reading shows
 * other pages nothing, and is how pictures are embedded; anything else needs a rule for everybody, or a signature in the address
 * or the form. Keys that every page knows are refused where signatures are checked.
 */
export function admits(exchange: Exchange, state: S3State): Admission {
  const { method, query } = exchange;
  const { labels, path } = addressOf(exchange);
  const { Bucket = "" }: { Bucket?: string } = labels;
  const allowed = corsHeaders(findBucket(state, Bucket), exchange);
  if (allowed && allowed["access-control-allow-origin"] !== "*") return "trusted";
  // S3 answers preflights itself, with its reasons.
  const isHarmless = method === "GET" || method === "HEAD" || method === "OPTIONS";
  const isSigned = query.has("X-Amz-Signature") || query.has("AWSAccessKeyId") || isFormUpload(exchange, path);
  return allowed || isHarmless || isSigned ? "stranger" : "refused";
}

/** Whether a request uploads an object as an HTML form does. */
export function isFormUpload({ method, headers }: Exchange, path: string): boolean {
  return method === "POST" && path === "/" && headers["content-type"]?.startsWith("multipart/form-data") === true;
}
