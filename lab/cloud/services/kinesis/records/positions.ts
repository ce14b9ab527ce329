import type { StartingPosition } from "@aws-sdk/client-kinesis";
import type { Position, Shard } from "../../../streams/shard.ts";
import { invalid } from "../errors.ts";
import type { Stream } from "../records.ts";
import { type KinesisState, logKey } from "../state.ts";
import { isSequenceNumber } from "./iterators.ts";

/** Where reading begins in a shard. Throws Kinesis's errors for what does not say it. */
export function positionOf(
  { Type: type, SequenceNumber: number, Timestamp }: StartingPosition,
  stream: Stream,
  shard: Shard,
  { log }: KinesisState,
): Position {
  if (type === "TRIM_HORIZON") return "oldest";
  if (type === "LATEST") return { after: log.latest(logKey(stream), shard) };
  if (type === "AT_TIMESTAMP") {
    if (!Timestamp) throw invalid("Must either specify Timestamp or not use AT_TIMESTAMP.");
    return log.positionAt(new Date(Timestamp).getTime());
  }
  if (number === undefined)
    throw invalid(
      "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified " +
        `${type} and no StartingSequenceNumber.`,
    );
  if (
    !isSequenceNumber(number) ||
    number.length !== shard.start.length ||
    number < shard.start ||
    (shard.end !== undefined && number > shard.end)
  ) {
    throw invalid(
      `Invalid StartingSequenceNumber. It encodes ${shard.id}, while it was used in a call to a shard with ${shard.id}`,
    );
  }
  return type === "AT_SEQUENCE_NUMBER" ? { at: number } : { after: number };
}
