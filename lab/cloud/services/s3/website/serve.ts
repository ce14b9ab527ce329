import type { Readable } from "node:stream";
import type { WebsiteConfiguration } from "@aws-sdk/client-s3";
import { anonymous } from "../../../auth/caller.ts";
import type { Cloud } from "../../../cloud.ts";
import { respond } from "../../../door/http.ts";
import { AwsError } from "../../../errors.ts";
import type { Exchange } from "../../../service/service.ts";
import { statusOf } from "../../../wire/errors.ts";
import { xmlElement } from "../../../wire/xml.ts";
import { findBucket } from "../access/buckets.ts";
import { SERVER } from "../address.ts";
import { allowOrigin, preflight } from "../buckets/cors.ts";
import { methodNotAllowed, noSuchBucket } from "../errors.ts";
import type { Bucket } from "../records.ts";
import type { S3State } from "../state.ts";
import { website } from "./configuration.ts";
import { type Destination, routed } from "./routing.ts";

/** A request to a bucket's website. */
export interface Site {
  readonly bucket: string;
  /** Without the slash that it begins with; percent-encoded until it is served. */
  readonly key: string;
  /** What stands before the key in URLs that name the bucket in the path. */
  readonly base: string;
}

/** The website that a request is for: by its host (`BUCKET.s3-website…`), or by its path (`/_aws/s3-website/BUCKET/…`). */
export function siteOf({ path, headers }: Exchange): Site | undefined {
  const { host = "" } = headers;
  // Every request to S3 passes here.
  const hosted = host.includes(".s3-website") ? /^(.+)\.s3-website[.-]/.exec(host)?.[1] : undefined;
  if (!hosted && !path.startsWith("/_aws/s3-website/")) return undefined;
  if (hosted) return { bucket: hosted.toLowerCase(), key: path.slice(1), base: "/" };
  const [, bucket, key = ""] = /^\/_aws\/s3-website\/([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
  return bucket ? { bucket, key, base: `/_aws/s3-website/${bucket}/` } : undefined;
}

/**
 * Serves a website: whoever asks is nobody, so that the bucket's policy must let everybody read.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html
 */
export async function serveSite(exchange: Exchange, site: Site, state: S3State, cloud: Cloud): Promise<void> {
  const bucket = findBucket(state, site.bucket);
  try {
    if (exchange.method === "OPTIONS") return await preflight(exchange, bucket, site.key !== "");
    allowOrigin(exchange, bucket);
    await serve(exchange, { ...site, key: decoded(site.key) }, bucket, cloud);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { model } = await cloud.service("s3");
    await errorPage(exchange, error, statusOf(error, model));
  }
}

async function serve(exchange: Exchange, site: Site, bucket: Bucket | undefined, cloud: Cloud): Promise<void> {
  const { method } = exchange;
  if (method !== "GET" && method !== "HEAD") throw methodNotAllowed({ Method: method, ResourceType: "OBJECT" });
  if (!bucket) throw noSuchBucket(site.bucket);
  const configured = website.of(bucket);
  if (!configured) {
    const message = "The specified bucket does not have a website configuration";
    throw new AwsError("NoSuchWebsiteConfiguration", message, 404, { BucketName: bucket.name });
  }
  const { RedirectAllRequestsTo: all, RoutingRules = [] } = configured;
  if (all)
    return await redirect(exchange, site, { status: 301, protocol: all.Protocol, host: all.HostName, key: site.key });
  const before = routed(RoutingRules, site.key);
  if (before) return await redirect(exchange, site, before);
  await serveObject(exchange, site, bucket, configured, cloud);
}

async function serveObject(
  exchange: Exchange,
  site: Site,
  bucket: Bucket,
  { IndexDocument, ErrorDocument, RoutingRules = [] }: WebsiteConfiguration,
  cloud: Cloud,
): Promise<void> {
  const { s3 } = cloud.clients(anonymous, bucket.region);
  const index = IndexDocument?.Suffix ?? "";
  const isFolder = site.key === "" || site.key.endsWith("/");
  const Bucket = bucket.name;
  try {
    return await sendObject(
      exchange,
      site,
      await s3.GetObject({ ...asked(exchange), Bucket, Key: isFolder ? site.key + index : site.key }),
    );
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.status === 304) return await respond(exchange, { status: 304, headers: { server: SERVER } });
    const isMissing = error.status === 403 || error.status === 404;
    if (!isMissing) throw error;
    if (!isFolder && (await exists(s3.HeadObject({ Bucket, Key: `${site.key}/${index}` }))))
      return await redirect(exchange, site, { status: 302, key: `${site.key}/` });
    const after = routed(RoutingRules, site.key, error.status);
    if (after) return await redirect(exchange, site, after);
    const page = ErrorDocument?.Key && (await s3.GetObject({ Bucket, Key: ErrorDocument.Key }).catch(() => undefined));
    if (!page) throw error;
    await sendObject(exchange, site, page, error.status);
  }
}

type Found = Awaited<ReturnType<ReturnType<Cloud["clients"]>["s3"]["GetObject"]>>;

async function sendObject(exchange: Exchange, site: Site, found: Found, status?: number): Promise<void> {
  const { WebsiteRedirectLocation: location } = found;
  if (location) {
    (found.Body as Readable | undefined)?.destroy?.();
    const target = location.startsWith("/") ? site.base + location.slice(1) : location;
    return await respond(exchange, { status: 301, headers: { server: SERVER, location: target } });
  }
  const headers: Record<string, string | undefined> = {
    server: SERVER,
    "accept-ranges": "bytes",
    "cache-control": found.CacheControl,
    "content-disposition": found.ContentDisposition,
    "content-encoding": found.ContentEncoding,
    "content-language": found.ContentLanguage,
    "content-length": String(found.ContentLength ?? 0),
    "content-range": found.ContentRange,
    "content-type": found.ContentType,
    etag: found.ETag,
    expires: found.ExpiresString,
    "last-modified": found.LastModified?.toUTCString(),
  };
  const known = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
  const usual = found.ContentRange ? 206 : 200;
  await respond(exchange, {
    status: status ?? usual,
    headers: known as Record<string, string>,
    body: found.Body as Readable,
  });
}

/** The members of GetObject's input that a browser's headers stand for. */
function asked({ headers }: Exchange) {
  const { range, "if-none-match": IfNoneMatch, "if-match": IfMatch, "if-modified-since": since } = headers;
  return {
    ...(range && { Range: range }),
    ...(IfNoneMatch && { IfNoneMatch }),
    ...(IfMatch && { IfMatch }),
    ...(since && { IfModifiedSince: new Date(since) }),
  };
}

async function redirect(exchange: Exchange, site: Site, { status, protocol, host, key }: Destination): Promise<void> {
  const path = key.split("/").map(encodeURIComponent).join("/");
  const origin = host ?? exchange.headers.host ?? "";
  const base = host === undefined ? site.base : "/";
  const location =
    host === undefined && protocol === undefined ? base + path : `${protocol ?? "http"}://${origin}${base}${path}`;
  await respond(exchange, { status, headers: { server: SERVER, location } });
}

async function exists(call: Promise<unknown>): Promise<boolean> {
  return await call.then(
    () => true,
    () => false,
  );
}

/** An error as websites show it. What comes from the request is escaped. */
async function errorPage(exchange: Exchange, error: AwsError, status: number): Promise<void> {
  const title = `${status} ${{ 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed" }[status] ?? "Error"}`;
  const lines = { Code: error.name, Message: error.message, ...error.fields, RequestId: exchange.requestId };
  const list = Object.entries(lines).map(([name, value]) => xmlElement("li", `${name}: ${value}`));
  const body = `<html>\n<head>${xmlElement("title", title)}</head>\n<body>\n${xmlElement("h1", title)}\n<ul>\n${list.join("\n")}\n</ul>\n<hr/>\n</body>\n</html>\n`;
  await respond(exchange, { status, headers: { server: SERVER, "content-type": "text/html; charset=utf-8" }, body });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError("InvalidURI", "Couldn't parse the specified URI.", 400, { URI: text });
  }
}
