import { randomUUID } from "node:crypto";
import { inUse, invalid } from "../errors.ts";
import type { Stream } from "../records.ts";
import { checkShardLimit, evenRanges, openShards } from "../shards/layout.ts";
import { type Kinesis, type KinesisContext, USUAL_RETENTION } from "../state.ts";
import { findStream } from "./names.ts";
import { checkTags } from "./tags.ts";

/** How many shards a stream on demand begins with. https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html */
const ON_DEMAND_SHARDS = 4;

/** The largest record, in KiB, unless a stream is told otherwise. */
const USUAL_LARGEST = 1024;

/** Makes a stream. It is active at once: nobody has to wait. */
export const createStream: Kinesis["CreateStream"] = (input, context) => {
  const { StreamName: name, StreamModeDetails, ShardCount, Tags, MaxRecordSizeInKiB, WarmThroughputMiBps } = input;
  const { account, region, state, cloud } = context;
  const mode = StreamModeDetails?.StreamMode ?? "PROVISIONED";
  const count = shardCount(mode, ShardCount);
  if (WarmThroughputMiBps !== undefined && mode !== "ON_DEMAND")
    throw invalid("WarmThroughputMiBps can only be set for streams in on-demand mode.");
  if (Tags) checkTags({}, Tags);
  cloud.store.write(() => {
    if (findStream({ account, region, name: name as string }, state))
      throw inUse(`Stream ${name} under account ${account} already exists.`);
    if (mode === "PROVISIONED") checkShardLimit(count, context);
    const stream: Stream = {
      account,
      region,
      name: name as string,
      id: randomUUID(),
      created: now(context),
      mode,
      nextShard: 0,
      retention: USUAL_RETENTION,
      metrics: [],
      largest: MaxRecordSizeInKiB ?? USUAL_LARGEST,
      ...(WarmThroughputMiBps !== undefined && { warm: WarmThroughputMiBps }),
    };
    openShards(
      stream,
      evenRanges(count).map((hashes) => ({ hashes })),
      state,
    );
    if (Tags && Object.keys(Tags).length > 0) state.tags.put([account, region, stream.name], Tags);
  });
  return {};
};

/** Times of streams are whole seconds. */
function now({ cloud }: KinesisContext): number {
  return Math.floor(cloud.clock.now() / 1000) * 1000;
}

function shardCount(mode: string, given: number | undefined): number {
  if (mode === "ON_DEMAND") {
    if (given !== undefined) throw invalid("ShardCount cannot be set for streams in on-demand mode.");
    return ON_DEMAND_SHARDS;
  }
  if (given === undefined) throw invalid("ShardCount is required for streams in provisioned mode.");
  return given;
}
