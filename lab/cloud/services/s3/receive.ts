import type { Cloud } from "../../cloud.ts";
import { answerPreflight, isPreflight } from "../../door/cross-origin.ts";
import type { Address, Exchange } from "../../service.ts";
import { findBucket } from "./access/buckets.ts";
import { addressOf } from "./address.ts";
import { allowOrigin, preflight } from "./buckets/cors.ts";
import { isFormUpload } from "./foreign-pages.ts";
import { postObject } from "./forms/post-object.ts";
import type { S3State } from "./state.ts";
import { serveSite, siteOf } from "./website/serve.ts";

/** What S3 does with a request before it is taken as an operation: browsers' preflights and form uploads end here. */
export async function receive(exchange: Exchange, state: S3State, cloud: Cloud): Promise<Address | "answered"> {
  const site = siteOf(exchange);
  if (site) {
    await serveSite(exchange, site, state, cloud);
    return "answered";
  }
  const address = addressOf(exchange);
  const { Bucket: name = "" }: Address["labels"] = address.labels;
  if (exchange.method === "OPTIONS") {
    const bucket = findBucket(state, name);
    // A preflight names no service: one that is for no bucket is for another service, which a page of this machine may use.
    if (!bucket && exchange.sender === "own page" && isPreflight(exchange)) await answerPreflight(exchange);
    else await preflight(exchange, bucket, address.path !== "/");
    return "answered";
  }
  allowOrigin(exchange, findBucket(state, name));
  if (isFormUpload(exchange, address.path)) {
    await postObject(exchange, name, state, cloud);
    return "answered";
  }
  hoist(exchange);
  return address;
}

/** Parameters of a presigned URL that stand for no header of the request: they belong to the signature. */
const SIGNATURE = /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256)$/;

/**
 * A presigned URL may carry `x-amz-` headers as parameters, and they mean the same. Only checksums are left out, as S3 does:
 * the SDK puts the one of an empty body there. https://github.com/localstack/localstack/issues/12169
 */
function hoist({ query, headers }: Exchange): void {
  if (!query.has("X-Amz-Signature")) return;
  for (const [parameter, value] of query) {
    const name = parameter.toLowerCase();
    if (name.startsWith("x-amz-") && !SIGNATURE.test(name) && !name.includes("checksum-")) headers[name] ??= value;
  }
}
