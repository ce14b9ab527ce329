import { AwsError } from "../../errors.ts";
import { Recent } from "../../recent.ts";
import type { Address, Exchange } from "../../service/service.ts";
import { hoistParameters } from "./access/presigned.ts";

/** What all its answers call the server. */
export const SERVER = "AmazonS3";

/** Where an operation's request points. What a presigned URL says in place of headers is among the headers then. */
export function address(exchange: Exchange): Address {
  hoistParameters(exchange);
  return addressOf(exchange);
}

/**
 * Finds the bucket in a request: in the path (`/bucket/key`), or in front of the host (`bucket.s3.…`, `bucket.localhost`).
 * The key is taken as it was sent: no dot, slash or percent sign in it means anything here.
 */
export function addressOf({ path, headers }: Pick<Exchange, "path" | "headers">): Address {
  if (!isEncoded(path)) throw invalidUri(path);
  const hosted = bucketsInHosts.get(headers.host ?? "");
  if (hosted !== "") return { path, labels: { Bucket: hosted }, wholePath: `/${hosted}${path}` };
  const slash = path.indexOf("/", 1);
  const bucket = slash < 0 ? path.slice(1) : path.slice(1, slash);
  if (bucket === "") return { path: "/", labels: {} };
  const Bucket = bucket.includes("%") ? decodeURIComponent(bucket) : bucket;
  return { path: slash < 0 ? "/" : path.slice(slash), labels: { Bucket } };
}

/** `s3.localhost` and `s3.eu-west-1.…` are endpoints, not buckets; a bucket's own name may hold dots. Empty where there is none. */
function bucketInHost(host: string): string {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  if (/^s3[.-]/.test(name)) return "";
  return /^(.+)\.s3[.-]/.exec(name)?.[1] ?? /^(.+)\.localhost$/.exec(name)?.[1] ?? "";
}

/** Every request names a host, and most the same. */
const bucketsInHosts = new Recent(bucketInHost);

function isEncoded(path: string): boolean {
  if (!path.includes("%")) return true;
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function invalidUri(URI: string): AwsError {
  return new AwsError("InvalidURI", "Couldn't parse the specified URI.", 400, { URI });
}
