import { AwsError } from "../../../errors.ts";
import { isPosition, type Position } from "../../../streams/shard.ts";
import { invalid } from "../errors.ts";
import { arnOfStream, streamNameOf } from "./names.ts";
import type { StreamName } from "./records.ts";

/** How long an iterator can be used, in milliseconds. */
const LIFETIME = 15 * 60_000;

/** A place in a shard, as callers hold it. */
export interface ShardIterator {
  readonly stream: StreamName;
  readonly shard: string;
  readonly position: Position;
}

/** The text of an iterator. Like AWS's it begins with the stream's ARN. */
export function writeIterator({ stream, shard, position }: ShardIterator, now: number): string {
  const rest = Buffer.from(JSON.stringify([shard, position, now])).toString("base64url");
  return `${arnOfStream(stream)}|1|${rest}`;
}

/** Reads an iterator. Throws DynamoDB's errors for what is none, and for one that is too old. */
export function readIterator(text: string, now: number): ShardIterator {
  const stream = streamOfIterator(text);
  const { shard, position, since } = partsOf(text.slice(text.lastIndexOf("|") + 1)) ?? {};
  if (!stream || shard === undefined || position === undefined || since === undefined)
    throw invalid("Invalid ShardIterator");
  if (now - since > LIFETIME) {
    const message =
      "The shard iterator has expired and can no longer be used to retrieve stream records. A shard iterator expires 15 minutes after it is retrieved using the GetShardIterator action.";
    throw new AwsError("ExpiredIteratorException", message);
  }
  return { stream, shard, position };
}

/** The stream that an iterator is of; nothing when it is none. */
export function streamOfIterator(text: string): StreamName | undefined {
  return streamNameOf(text.slice(0, Math.max(text.indexOf("|1|"), 0)));
}

function partsOf(text: string): { shard: string; position: Position; since: number } | undefined {
  try {
    const [shard, position, since] = JSON.parse(Buffer.from(text, "base64url").toString());
    if (typeof shard !== "string" || !isPosition(position, isSequenceNumber) || typeof since !== "number")
      return undefined;
    return { shard, position, since };
  } catch {
    return undefined;
  }
}

export function isSequenceNumber(value: unknown): value is string {
  return typeof value === "string" && /^\d{1,40}$/.test(value);
}
