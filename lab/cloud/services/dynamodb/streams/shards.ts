import { AwsError } from "../../../errors.ts";
import { DataTrimmed, type LogPage, type Position, type Shard } from "../../../streams/shard.ts";
import { invalid, invalidParameters, notFound } from "../errors.ts";
import { isSequenceNumber, readIterator, type ShardIterator, writeIterator } from "./iterators.ts";
import { arnOfStream, openStream } from "./names.ts";
import type { StoredChange, StreamRecord } from "./records.ts";
import { shownChange } from "./shown-change.ts";
import type { DynamoDbStreams, StreamsState } from "./state.ts";

/** The most that GetRecords answers. */
const LIMITS = { records: 1000, bytes: 1024 * 1024 };

export const getShardIterator: DynamoDbStreams["GetShardIterator"] = (input, { state, cloud }) => {
  const stream = openStream(input.StreamArn, state);
  const shard = openShard(stream, input.ShardId, state);
  const position = positionOf(input, stream, shard, state);
  // What was trimmed is told at once.
  page({ stream, shard, position }, 1, state);
  const iterator = { stream: stream.name, shard: shard.id, position };
  return { ShardIterator: writeIterator(iterator, cloud.clock.now()) };
};

export const getRecords: DynamoDbStreams["GetRecords"] = ({ ShardIterator, Limit }, { state, cloud }) => {
  const now = cloud.clock.now();
  const iterator = readIterator(ShardIterator, now);
  const stream = openStream(arnOfStream(iterator.stream), state);
  const shard = openShard(stream, iterator.shard, state);
  const { records, isAtEnd } = page({ stream, shard, position: iterator.position }, Limit ?? LIMITS.records, state);
  const last = records.at(-1);
  const next: ShardIterator = last ? { ...iterator, position: { after: last.sequenceNumber } } : iterator;
  return {
    Records: records.map((record) => shownChange(record, stream)),
    ...(!isAtEnd && { NextShardIterator: writeIterator(next, now) }),
  };
};

function openShard({ name }: StreamRecord, id: string, { log }: StreamsState): Shard {
  const shard = log.shard(name, id);
  if (!shard) throw notFound("Shard does not exist");
  return shard;
}

interface Wanted {
  readonly ShardIteratorType: string;
  readonly SequenceNumber?: string;
}

function positionOf(
  { ShardIteratorType: type, SequenceNumber: number }: Wanted,
  { name }: StreamRecord,
  shard: Shard,
  { log }: StreamsState,
): Position {
  if (type === "TRIM_HORIZON") return "oldest";
  if (type === "LATEST") return { after: log.latest(name, shard) };
  if (number === undefined) throw invalidParameters(`SequenceNumber is required when ShardIteratorType is ${type}`);
  if (!isSequenceNumber(number)) throw invalid("Invalid SequenceNumber");
  return type === "AT_SEQUENCE_NUMBER" ? { at: number } : { after: number };
}

function page(
  { stream, shard, position }: { stream: StreamRecord; shard: Shard; position: Position },
  records: number,
  { log }: StreamsState,
): LogPage<StoredChange> {
  try {
    return log.read(stream.name, shard, position, { ...LIMITS, records });
  } catch (error) {
    if (!(error instanceof DataTrimmed)) throw error;
    const message = "The operation attempted to read past the oldest stream record in a shard.";
    throw new AwsError("TrimmedDataAccessException", message);
  }
}
