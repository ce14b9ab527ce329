import type { Cloud } from "../../cloud.ts";
import { answerPreflight, isPreflight } from "../../door/cross-origin.ts";
import type { Address, Exchange } from "../../service/service.ts";
import { findBucket } from "./access/buckets.ts";
import { isFormUpload } from "./access/foreign-pages.ts";
import { addressOf } from "./address.ts";
import { allowOrigin, preflight } from "./buckets/cors.ts";
import { postObject } from "./forms/post-object.ts";
import type { S3State } from "./state.ts";
import { serveSite, siteOf } from "./website/serve.ts";

/** What S3 answers that is no operation: requests to websites, browsers' preflights and form uploads. */
export function serve(exchange: Exchange, state: S3State, cloud: Cloud): Promise<boolean> | boolean {
  const site = siteOf(exchange);
  if (site) return serveSite(exchange, site, state, cloud).then(() => true);
  const { method, headers } = exchange;
  // Most requests are neither a page's nor a form's: nothing more is looked up for them here.
  if (method !== "OPTIONS" && method !== "POST" && headers.origin === undefined) return false;
  return serveBrowser(exchange, state, cloud);
}

/** Preflights and form uploads; what else comes from a page is told that the page may read the answer. */
async function serveBrowser(exchange: Exchange, state: S3State, cloud: Cloud): Promise<boolean> {
  const { method } = exchange;
  const address = addressOf(exchange);
  const { Bucket: name = "" }: Address["labels"] = address.labels;
  const bucket = findBucket(state, name);
  if (method === "OPTIONS") {
    // A preflight names no service: one that is for no bucket is for another service, which a page of this machine may use.
    if (!bucket && exchange.sender === "own page" && isPreflight(exchange)) await answerPreflight(exchange);
    else await preflight(exchange, bucket, address.path !== "/");
    return true;
  }
  allowOrigin(exchange, bucket);
  if (!isFormUpload(exchange, address.path)) return false;
  await postObject(exchange, name, state, cloud);
  return true;
}
