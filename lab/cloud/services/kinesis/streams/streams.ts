import type { StreamDescriptionSummary } from "@aws-sdk/client-kinesis";
import { pageByKey } from "../../../service/paging.ts";
import { inUse, invalidToken } from "../errors.ts";
import type { Stream } from "../records.ts";
import { openShardsOf, shardLimit, shardsOf, shown } from "../shards/layout.ts";
import { type Kinesis, type KinesisState, logKey } from "../state.ts";
import { MOST_ON_DEMAND } from "./create-stream.ts";
import { arnOf, openStream } from "./names.ts";

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListStreams.html */
const STREAMS_OF_A_PAGE = 100;
const SHARDS_OF_A_PAGE = 100;

export const deleteStream: Kinesis["DeleteStream"] = async (input, context) => {
  const { cloud, state } = context;
  const stream = cloud.store.write(() => {
    const found = openStream(input, context);
    const { account, region, name } = found;
    const consumers = [...state.consumers.keys({ under: [account, region, name] })];
    if (consumers.length > 0 && !input.EnforceConsumerDeletion) {
      throw inUse(
        `Stream ${name} under account ${account} has enhanced fan-out consumers: deregister them, or set EnforceConsumerDeletion.`,
      );
    }
    state.streams.delete(account, region, name);
    for (const key of consumers) state.consumers.delete(...key);
    for (const kept of [state.tags, state.policies])
      for (const key of [...kept.keys({ under: [account, region, name] })]) kept.delete(...key);
    state.tags.delete(account, region, name);
    state.policies.delete(account, region, name);
    return found;
  });
  await state.log.remove(logKey(stream));
  return {};
};

export const describeStream: Kinesis["DescribeStream"] = (input, context) => {
  const { Limit = SHARDS_OF_A_PAGE, ExclusiveStartShardId: after = "" } = input;
  const stream = openStream(input, context);
  const shards = shardsOf(stream, context).filter(({ id }) => id > after);
  return {
    StreamDescription: {
      ...common(stream),
      Shards: shards.slice(0, Limit).map(shown),
      HasMoreShards: shards.length > Limit,
    },
  };
};

export const describeStreamSummary: Kinesis["DescribeStreamSummary"] = (input, context) => {
  const { state } = context;
  const stream = openStream(input, context);
  const { account, region, name, warm, largest } = stream;
  const summary: StreamDescriptionSummary = {
    ...common(stream),
    OpenShardCount: openShardsOf(stream, state).length,
    ConsumerCount: [...state.consumers.keys({ under: [account, region, name] })].length,
    MaxRecordSizeInKiB: largest,
    ...(warm !== undefined && { WarmThroughput: { TargetMiBps: warm, CurrentMiBps: warm } }),
  };
  return { StreamDescriptionSummary: summary };
};

function common(stream: Stream) {
  return {
    StreamName: stream.name,
    StreamARN: arnOf(stream),
    StreamStatus: "ACTIVE" as const,
    StreamModeDetails: { StreamMode: stream.mode },
    RetentionPeriodHours: stream.retention,
    StreamCreationTimestamp: new Date(stream.created),
    EnhancedMonitoring: [{ ShardLevelMetrics: [...stream.metrics] as never[] }],
    EncryptionType: stream.key === undefined ? ("NONE" as const) : ("KMS" as const),
    ...(stream.key !== undefined && { KeyId: stream.key }),
  };
}

export const listStreams: Kinesis["ListStreams"] = (input, { account, region, state }) => {
  const { Limit = STREAMS_OF_A_PAGE, ExclusiveStartStreamName: first = "", NextToken } = input;
  const all = [...state.streams.values({ under: [account, region] })].filter(({ name }) => name > first);
  const page = pageByKey(all, ({ name }) => name, { token: NextToken, size: Limit, invalid: invalidToken });
  return {
    StreamNames: page.items.map(({ name }) => name),
    HasMoreStreams: page.next !== undefined,
    ...(page.next !== undefined && { NextToken: page.next }),
    StreamSummaries: page.items.map((stream) => {
      const { StreamName, StreamARN, StreamStatus, StreamModeDetails, StreamCreationTimestamp } = common(stream);
      return { StreamName, StreamARN, StreamStatus, StreamModeDetails, StreamCreationTimestamp };
    }),
  };
};

export const describeLimits: Kinesis["DescribeLimits"] = (_input, { account, region, state }) => {
  const streams = [...state.streams.values({ under: [account, region] })];
  const provisioned = streams.filter(({ mode }) => mode === "PROVISIONED");
  return {
    ShardLimit: shardLimit(region),
    OpenShardCount: openCount(provisioned, state),
    OnDemandStreamCount: streams.length - provisioned.length,
    OnDemandStreamCountLimit: MOST_ON_DEMAND,
  };
};

function openCount(streams: readonly Stream[], state: KinesisState): number {
  return streams.reduce((sum, stream) => sum + openShardsOf(stream, state).length, 0);
}
