import type { IncomingMessage } from "node:http";
import type { Cloud } from "../../cloud.ts";
import { AwsError } from "../../errors.ts";
import type { Exchange } from "../../service.ts";
import { findBucket } from "./access/buckets.ts";
import { addressOf } from "./address.ts";
import { corsHeaders } from "./buckets/cors.ts";
import type { S3State } from "./state.ts";
import { siteOf } from "./website/serve.ts";

/** Forms of foreign pages: what signs them is known only when they are read. */
const forms = new WeakSet<IncomingMessage>();

/**
 * Whether a page of another origin may send this request: to a website, by the bucket's CORS rules, or by a signature that no
 * page can make by itself. Preflights change nothing, and S3 answers them with its reasons.
 */
export function admits(exchange: Exchange, state: S3State, { credentials }: Cloud): boolean {
  const { method, headers, request } = exchange;
  if (method === "OPTIONS" || siteOf(exchange)) return true;
  const { labels, path } = addressOf(exchange);
  const { Bucket = "" }: { Bucket?: string } = labels;
  // Browsers send no Origin for pictures and links: only a rule for everybody fits those.
  const page = { method, headers: { ...headers, origin: headers.origin ?? "null" } };
  if (corsHeaders(findBucket(state, Bucket), page)) return true;
  if (isFormUpload(exchange, path)) {
    forms.add(request);
    return true;
  }
  return areSecret(signersOf(exchange), credentials);
}

/** Refuses a form of a foreign page that is not signed, or by a key that every page knows. */
export function checkForeignForm({ request }: Exchange, accessKeyId: string, { credentials }: Cloud): void {
  if (forms.has(request) && !areSecret(accessKeyId === "" ? [] : [accessKeyId], credentials))
    throw new AwsError(
      "AccessDenied",
      "A form of a foreign page needs a policy signed by a key that no page knows",
      403,
    );
}

/** Whether a request uploads an object as an HTML form does. */
export function isFormUpload({ method, headers }: Exchange, path: string): boolean {
  return method === "POST" && path === "/" && headers["content-type"]?.startsWith("multipart/form-data") === true;
}

/** The keys that a presigned URL is signed by, in any version of the signature. */
function signersOf({ query }: Exchange): string[] {
  const scopes = query.getAll("X-Amz-Credential").map((scope) => scope.split("/").slice(0, -4).join("/"));
  return [...scopes, ...query.getAll("AWSAccessKeyId")];
}

/** Whether none of the keys is one whose secret is the same in every lab. A key that does not exist is refused later. */
function areSecret(accessKeyIds: readonly string[], credentials: Cloud["credentials"]): boolean {
  return (
    accessKeyIds.length > 0 &&
    accessKeyIds.every((id) => {
      const identity = credentials.find(id);
      return typeof identity === "string" || identity.secret !== "test";
    })
  );
}
