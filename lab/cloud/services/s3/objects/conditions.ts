import { AwsError } from "../../../errors.ts";
import { noSuchKey, preconditionFailed } from "../errors.ts";
import type { StoredObject } from "../records.ts";
import type { S3Context } from "../state.ts";

/** Conditional headers of a read. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-reads.html */
export interface ReadConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly IfModifiedSince?: Date | undefined;
  readonly IfUnmodifiedSince?: Date | undefined;
}

/** Conditional headers of a write. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export type WriteConditions = Pick<ReadConditions, "IfMatch" | "IfNoneMatch">;

/**
 * The condition that fails, and whether a reader has the object already. A condition on the ETag outweighs its date, and a date
 * that is still to come is none.
 */
export function failedRead(
  { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince }: ReadConditions,
  { etag, modified }: StoredObject,
  now: number,
): "If-Match" | "If-Unmodified-Since" | "not modified" | undefined {
  // HTTP's dates have no milliseconds.
  const second = Math.floor(modified / 1000) * 1000;
  if (IfMatch !== undefined && !matches(IfMatch, etag)) return "If-Match";
  if (IfMatch === undefined && IfUnmodifiedSince && second > IfUnmodifiedSince.getTime()) return "If-Unmodified-Since";
  if (IfNoneMatch !== undefined) return matches(IfNoneMatch, etag) ? "not modified" : undefined;
  const since = IfModifiedSince?.getTime() ?? Number.POSITIVE_INFINITY;
  return second <= since && since <= now ? "not modified" : undefined;
}

/** Throws PreconditionFailed, or NotModified with the headers that it carries, unless the conditions hold. */
export function checkRead(
  conditions: ReadConditions,
  object: StoredObject,
  { cloud, http }: Pick<S3Context, "cloud" | "http">,
): void {
  const failed = failedRead(conditions, object, cloud.clock.now());
  if (failed === undefined) return;
  if (failed !== "not modified") throw preconditionFailed(failed);
  if (http) {
    http.responseHeaders.etag = object.etag;
    http.responseHeaders["last-modified"] = new Date(object.modified).toUTCString();
  }
  throw new AwsError("NotModified", "Not Modified", 304);
}

/** Throws unless the conditions of a write to `key` hold for what is there. Only inside `store.write`, where it stays true. */
export function checkWrite(
  { IfMatch, IfNoneMatch }: WriteConditions,
  key: string,
  current: StoredObject | undefined,
): void {
  if (IfMatch !== undefined && IfNoneMatch !== undefined) throw unsupported("If-Match,If-None-Match");
  if (IfNoneMatch !== undefined && IfNoneMatch !== "*") throw unsupported("If-None-Match");
  if (IfNoneMatch !== undefined && current) throw preconditionFailed("If-None-Match");
  if (IfMatch === undefined) return;
  if (!current) throw noSuchKey(key);
  if (!matches(IfMatch, current.etag)) throw preconditionFailed("If-Match");
}

/** Whether an ETag is in a header's list. Clients leave the quotes away, and S3 does not mind. */
function matches(header: string, etag: string): boolean {
  if (header.trim() === "*") return true;
  const bare = (text: string) => text.trim().replace(/^W\//, "").replaceAll('"', "");
  return header.split(",").some((one) => bare(one) === bare(etag));
}

function unsupported(Header: string): AwsError {
  const message = "A header you provided implies functionality that is not implemented";
  return new AwsError("NotImplemented", message, 501, { Header });
}
