import { AwsError } from "../../../errors.ts";
import { isPosition, type Position } from "../../../streams/shard.ts";
import { invalid } from "../errors.ts";
import type { StreamName } from "../records.ts";
import { arnOf, readArn } from "../streams/names.ts";

/** How long an iterator can be used, in milliseconds. */
const LIFETIME = 300_000;

/** A place in a shard, as readers hold it. */
export interface ShardIterator {
  readonly stream: StreamName;
  /** The id of that stream: another one may have its name by now. */
  readonly id: string;
  readonly shard: string;
  readonly position: Position;
}

/** The text of an iterator, which only the lab reads. */
export function writeIterator({ stream, id, shard, position }: ShardIterator, now: number): string {
  return Buffer.from(JSON.stringify([arnOf(stream), id, shard, position, now])).toString("base64");
}

/** Reads an iterator. Throws Kinesis's errors for what is none, and for one that is too old. */
export function readIterator(text: string, now: number): ShardIterator {
  const parts = partsOf(text);
  if (!parts) throw invalid("Invalid ShardIterator.");
  const { since, ...iterator } = parts;
  if (now - since > LIFETIME) {
    const message = `Iterator expired. The iterator was created at time ${dated(since)} while right now it is ${dated(now)} which is further in the future than the tolerated delay of ${LIFETIME} milliseconds.`;
    throw new AwsError("ExpiredIteratorException", message);
  }
  return iterator;
}

/** The stream that an iterator is of; nothing when it is none. */
export function streamOfIterator(text: string): StreamName | undefined {
  return partsOf(text)?.stream;
}

function partsOf(text: string): (ShardIterator & { readonly since: number }) | undefined {
  try {
    const [arn, id, shard, position, since] = JSON.parse(Buffer.from(text, "base64").toString());
    const stream = readArn(String(arn));
    const isWhole = typeof id === "string" && typeof shard === "string" && typeof since === "number";
    return stream && isWhole && isPosition(position, isSequenceNumber)
      ? { stream, id, shard, position, since }
      : undefined;
  } catch {
    return undefined;
  }
}

export function isSequenceNumber(value: unknown): value is string {
  return typeof value === "string" && /^\d{1,128}$/.test(value);
}

/** As Java writes dates. */
function dated(moment: number): string {
  const [day, month, date, year, time] = new Date(moment).toUTCString().replace(",", "").split(" ").map(String);
  return [day, date, month, time, "UTC", year].join(" ");
}
