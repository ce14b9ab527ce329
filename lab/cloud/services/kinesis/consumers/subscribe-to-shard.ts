import type { SubscribeToShardEventStream } from "@aws-sdk/client-kinesis";
import type { Position, Shard } from "../../../streams/shard.ts";
import { inUse, invalid } from "../errors.ts";
import { positionOf } from "../records/positions.ts";
import { behind, childrenOf, readPage, shownRecord } from "../records/reading.ts";
import type { Stream } from "../records.ts";
import { shardNamed } from "../shards/layout.ts";
import { type Kinesis, type KinesisContext, logKey } from "../state.ts";
import { findStream, noStream } from "../streams/names.ts";
import { openConsumerAt } from "./consumers.ts";

/** How long a subscription lasts, in milliseconds. */
const LASTS = 300_000;

/** The most of one event. */
const LIMITS = { records: 1000, bytes: 2 * 2 ** 20 };

/** How often a reader hears how far behind it is, though nothing came, in milliseconds. */
const PULSE = 5000;

/**
 * Hands the records of a shard to a consumer as they come, for five minutes.
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SubscribeToShard.html
 */
export const subscribeToShard: Kinesis["SubscribeToShard"] = ({ ConsumerARN, ShardId, StartingPosition }, context) => {
  const { cloud, state } = context;
  const { consumer, ...named } = openConsumerAt(ConsumerARN as string, context);
  const stream = findStream(named, state);
  if (!stream) throw noStream(named);
  if (!StartingPosition) throw invalid("StartingPosition is required.");
  const shard = shardNamed(stream, ShardId as string, state);
  const position = positionOf(StartingPosition, stream, shard, state);
  const id = `${consumer.arn}/${shard.id}`;
  const ending = new AbortController();
  const end = () => ending.abort();
  if (!state.subscriptions.begin(id, cloud.clock.now(), end)) {
    throw inUse(
      `Another active subscription exists for this consumer: ${stream.account}:${stream.name}:${shard.id}:${consumer.name}`,
    );
  }
  const leave = () => state.subscriptions.end(id, end);
  return { EventStream: events(stream, shard, position, context, ending, leave) };
};

async function* events(
  stream: Stream,
  first: Shard,
  begin: Position,
  context: KinesisContext,
  ending: AbortController,
  leave: () => void,
): AsyncGenerator<SubscribeToShardEventStream> {
  const { cloud, state } = context;
  const { signal } = ending;
  const key = logKey(stream);
  let position = begin;
  let wake = () => {};
  const unwatch = state.log.watch(key, () => wake());
  const cancel = cloud.clock.after(LASTS, () => ending.abort());
  signal.addEventListener("abort", () => wake());
  try {
    while (!signal.aborted) {
      const shard = state.log.shard(key, first.id);
      if (!shard) return;
      const page = readPage(stream, shard, position, LIMITS, state);
      const last = page.records.at(-1);
      if (last) position = { after: last.sequenceNumber };
      const children = page.isAtEnd ? childrenOf(shard, stream, state) : [];
      yield {
        SubscribeToShardEvent: {
          Records: page.records.map((record) => shownRecord(record, stream)),
          ContinuationSequenceNumber: last?.sequenceNumber ?? continuation(position, shard),
          MillisBehindLatest: behind(page, stream, shard, context),
          ...(children.length > 0 && { ChildShards: children }),
        },
      };
      if (page.isAtEnd) return;
      if (last) continue;
      await new Promise<void>((resolve) => {
        const stop = cloud.clock.after(PULSE, resolve);
        wake = () => {
          stop();
          resolve();
        };
        // Something may have ended it, or come, meanwhile.
        if (signal.aborted) wake();
      });
    }
  } finally {
    unwatch();
    cancel();
    leave();
  }
}

/** Where to go on when nothing was read. */
function continuation(position: Position, { start }: Shard): string {
  return position === "oldest" ? start : "at" in position ? position.at : position.after;
}
