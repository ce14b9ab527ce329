import type { Readable } from "node:stream";
import { AwsError } from "../../../errors.ts";
import type { BlobSpan } from "../../../store/blobs.ts";
import type { Store } from "../../../store/store.ts";
import { invalidRequest } from "../errors.ts";
import type { Part, StoredObject } from "../records.ts";

/** Which bytes of an object are meant: both ends included. An empty object has the range 0 to -1. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
  /** Whether a part of the object was asked for, be it all of it. */
  readonly partial: boolean;
}

/** Bodies up to this many bytes are answered from memory. */
const SMALL = 64 * 1024;

export function wholeOf({ size }: { readonly size: number }): ByteRange {
  return { start: 0, end: size - 1, partial: false };
}

/** The bytes that a read asks for, by a Range header or by the number of a part. */
export function rangeOf(
  { Range, PartNumber }: { readonly Range?: string | undefined; readonly PartNumber?: number | undefined },
  object: StoredObject,
): ByteRange {
  if (PartNumber !== undefined) {
    if (Range !== undefined) throw invalidRequest("Cannot specify both Range header and partNumber query parameter");
    return partRange(PartNumber, object);
  }
  const { size } = object;
  if (Range === undefined) return wholeOf(object);
  // S3 answers one range; a header with several, or one that makes no sense, is as if it were not there.
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(Range?.trim() ?? "") ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return wholeOf(object);
  if (first === "") {
    if (Number(last) === 0 || size === 0) throw unsatisfiable(Range, size);
    return { start: Math.max(0, size - Number(last)), end: size - 1, partial: true };
  }
  if (last !== "" && Number(last) < Number(first)) return wholeOf(object);
  if (Number(first) >= size) throw unsatisfiable(Range, size);
  return { start: Number(first), end: last === "" ? size - 1 : Math.min(Number(last), size - 1), partial: true };
}

/** The bytes of a range: at once when they are few, else as a stream with constant memory. */
export function bodyOf(
  store: Store,
  { parts }: StoredObject,
  range: ByteRange,
): Promise<Readable | Buffer> | Readable | Buffer {
  const { start, end } = range;
  if (end < start) return Buffer.alloc(0);
  const [only] = parts;
  if (!only || parts.length > 1 || only.size > SMALL) return streamOf(store, parts, range);
  const part = (bytes: Buffer) => bytes.subarray(start, end + 1);
  const small = store.blobs.small(only.blob);
  return small ? part(small) : store.blobs.bytes(only.blob).then(part);
}

/** The bytes of a range of an object, in order, with constant memory. What is read stays, though the object may be replaced. */
export function streamOf(store: Store, parts: readonly Part[], { start, end }: ByteRange): Readable {
  const spans: BlobSpan[] = [];
  let offset = 0;
  for (const { blob, size } of parts) {
    const span = { id: blob, start: Math.max(start - offset, 0), end: Math.min(end - offset, size - 1) };
    if (span.start <= span.end) spans.push(span);
    offset += size;
  }
  return store.blobs.readAll(spans);
}

/** An object that was not uploaded in parts is one part. */
function partRange(number: number, { size, parts }: StoredObject): ByteRange {
  const part = parts[number - 1];
  if (!part) {
    const fields = { PartNumberRequested: String(number), ActualPartCount: String(parts.length) };
    throw new AwsError("InvalidPartNumber", "The requested partnumber is not satisfiable", 416, fields);
  }
  if (size === 0) return wholeOf({ size });
  const start = parts.slice(0, number - 1).reduce((sum, before) => sum + before.size, 0);
  return { start, end: start + part.size - 1, partial: true };
}

function unsatisfiable(range = "", size: number): AwsError {
  const fields = { RangeRequested: range, ActualObjectSize: String(size) };
  return new AwsError("InvalidRange", "The requested range is not satisfiable", 416, fields);
}
