import { invalid, RateExceeded } from "../errors.ts";
import type { Stream } from "../records.ts";
import { shardNamed } from "../shards/layout.ts";
import type { Kinesis, KinesisContext } from "../state.ts";
import { arnOf, findStream, noStream, openStream } from "../streams/names.ts";
import { readIterator, type ShardIterator, writeIterator } from "./iterators.ts";
import { positionOf } from "./positions.ts";
import { behind, childrenOf, readPage, shownRecord } from "./reading.ts";

/** The most that GetRecords answers. */
const LIMITS = { records: 10_000, bytes: 10 * 2 ** 20 };

export const getShardIterator: Kinesis["GetShardIterator"] = (input, context) => {
  const { ShardId = "", ShardIteratorType: Type, StartingSequenceNumber: SequenceNumber, Timestamp } = input;
  const { cloud, state } = context;
  const stream = openStream(input, context);
  const shard = shardNamed(stream, ShardId, state);
  const position = positionOf({ Type, SequenceNumber, Timestamp }, stream, shard, state);
  const { account, region, name, id } = stream;
  const iterator = { stream: { account, region, name }, id, shard: shard.id, position };
  return { ShardIterator: writeIterator(iterator, cloud.clock.now()) };
};

export const getRecords: Kinesis["GetRecords"] = ({ ShardIterator: text = "", Limit, StreamARN }, context) => {
  const { cloud, state } = context;
  const now = cloud.clock.now();
  const iterator = readIterator(text, now);
  const stream = findStream(iterator.stream, state);
  if (!stream || stream.id !== iterator.id) throw noStream(iterator.stream);
  if (StreamARN !== undefined && StreamARN !== arnOf(stream)) throw invalid("The iterator is of another stream.");
  const shard = shardNamed(stream, iterator.shard, state);
  const count = limited(stream, shard.id, context);
  const page = readPage(stream, shard, iterator.position, { ...LIMITS, records: Limit ?? LIMITS.records }, state);
  const { records, isAtEnd } = page;
  count(records.reduce((sum, { data }) => sum + data.data.length, 0));
  const last = records.at(-1);
  const next: ShardIterator = last ? { ...iterator, position: { after: last.sequenceNumber } } : iterator;
  return {
    Records: records.map((record) => shownRecord(record, stream)),
    ...(!isAtEnd && { NextShardIterator: writeIterator(next, now) }),
    MillisBehindLatest: behind(page, stream, shard, context),
    ...(isAtEnd && { ChildShards: childrenOf(shard, stream, state) }),
  };
};

/** Counts a read of a client's: readers inside of the lab have no limits, as they look whenever something comes. */
function limited(stream: Stream, shard: string, { state, http }: KinesisContext): (bytes: number) => void {
  if (!http) return () => {};
  const { throughput } = state;
  const id = `${stream.id}/${shard}`;
  if (!throughput.gives(id)) throw new RateExceeded(shard, stream);
  return (bytes) => throughput.gave(id, bytes);
}
