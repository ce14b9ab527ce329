import { randomUUID } from "node:crypto";
import { inUse, invalid, limitExceeded } from "../errors.ts";
import type { Stream } from "../records.ts";
import { checkShardLimit, evenRanges, openShards } from "../shards/layout.ts";
import { wantedShards } from "../shards/on-demand.ts";
import { type Kinesis, type KinesisContext, USUAL_RETENTION } from "../state.ts";
import { findStream } from "./names.ts";
import { checkTags } from "./tags.ts";

/** How many streams on demand an account has in a region. https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
export const MOST_ON_DEMAND = 50;

/** The largest record, in KiB, unless a stream is told otherwise. */
const USUAL_LARGEST = 1024;

/** Makes a stream. It is active at once: nobody has to wait. */
export const createStream: Kinesis["CreateStream"] = (input, context) => {
  const { StreamName: name, StreamModeDetails, ShardCount, Tags, MaxRecordSizeInKiB, WarmThroughputMiBps } = input;
  const { account, region, state, cloud } = context;
  const mode = StreamModeDetails?.StreamMode ?? "PROVISIONED";
  const count = shardCount(mode, ShardCount, WarmThroughputMiBps);
  if (WarmThroughputMiBps !== undefined && mode !== "ON_DEMAND")
    throw invalid("WarmThroughputMiBps can only be set for streams in on-demand mode.");
  if (Tags) checkTags({}, Tags);
  cloud.store.write(() => {
    if (findStream({ account, region, name: name as string }, state))
      throw inUse(`Stream ${name} under account ${account} already exists.`);
    if (mode === "PROVISIONED") checkShardLimit(count, context);
    else checkOnDemandLimit(context);
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

/** Throws Kinesis's error when an account has as many streams on demand as it may. */
export function checkOnDemandLimit({ account, region, state }: KinesisContext): void {
  const count = [...state.streams.values({ under: [account, region] })].filter(
    (stream) => stream.mode === "ON_DEMAND",
  ).length;
  if (count >= MOST_ON_DEMAND)
    throw limitExceeded(
      `This request would exceed the limit of ${MOST_ON_DEMAND} on-demand streams for the account ${account} in ${region}.`,
    );
}

/** Times of streams are whole seconds. */
function now({ cloud }: KinesisContext): number {
  return Math.floor(cloud.clock.now() / 1000) * 1000;
}

function shardCount(mode: string, given: number | undefined, warm: number | undefined): number {
  if (mode === "ON_DEMAND") {
    if (given !== undefined) throw invalid("ShardCount cannot be set for streams in on-demand mode.");
    return wantedShards({ ...(warm !== undefined && { warm }) });
  }
  if (given === undefined) throw invalid("ShardCount is required for streams in provisioned mode.");
  return given;
}
