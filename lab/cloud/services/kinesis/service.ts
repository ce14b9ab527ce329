import { stored } from "../../service/coverage.ts";
import { defineService } from "../../service/service.ts";
import { access } from "./access.ts";
import { audit } from "./audit.ts";
import { constraints } from "./constraints.ts";
import * as consumers from "./consumers/consumers.ts";
import { subscribeToShard } from "./consumers/subscribe-to-shard.ts";
import { getRecords, getShardIterator } from "./records/get-records.ts";
import { putRecord, putRecords } from "./records/put-records.ts";
import { listShards } from "./shards/list-shards.ts";
import { mergeShards, splitShard, updateShardCount } from "./shards/resharding.ts";
import { source } from "./source.ts";
import { KinesisState } from "./state.ts";
import { createStream } from "./streams/create-stream.ts";
import * as policies from "./streams/policies.ts";
import * as settings from "./streams/settings.ts";
import * as streams from "./streams/streams.ts";
import * as tags from "./streams/tags.ts";
import { target } from "./target.ts";

/** Records of ten MiB, in Base64. */
const LARGEST_REQUEST = 16 * 2 ** 20;

/**
 * Amazon Kinesis Data Streams, in JSON and in CBOR.
 *
 * Known gaps: nothing is encrypted by KMS keys, which are stored; metrics of shards are stored settings; channels and account settings
 * are not there.
 */
export const service = defineService("kinesis", {
  constraints,
  sdk: () => import("@aws-sdk/client-kinesis"),
  state: KinesisState,
  access,
  audit,
  source,
  target,
  resources: async () => (await import("./resources/index.ts")).resources,
  due: async (timer, _moment, { log }) => void (await log.due(timer)),
  close: ({ subscriptions }) => subscriptions.close(),
  limits: { operations: { PutRecord: LARGEST_REQUEST, PutRecords: LARGEST_REQUEST } },
  operations: {
    AddTagsToStream: tags.addTagsToStream,
    CreateStream: createStream,
    DecreaseStreamRetentionPeriod: settings.decreaseStreamRetentionPeriod,
    DeleteResourcePolicy: policies.deleteResourcePolicy,
    DeleteStream: streams.deleteStream,
    DeregisterStreamConsumer: consumers.deregisterStreamConsumer,
    DescribeLimits: streams.describeLimits,
    DescribeStream: streams.describeStream,
    DescribeStreamConsumer: consumers.describeStreamConsumer,
    DescribeStreamSummary: streams.describeStreamSummary,
    DisableEnhancedMonitoring: stored(settings.disableEnhancedMonitoring),
    EnableEnhancedMonitoring: stored(settings.enableEnhancedMonitoring),
    GetRecords: getRecords,
    GetResourcePolicy: policies.getResourcePolicy,
    GetShardIterator: getShardIterator,
    IncreaseStreamRetentionPeriod: settings.increaseStreamRetentionPeriod,
    ListShards: listShards,
    ListStreamConsumers: consumers.listStreamConsumers,
    ListStreams: streams.listStreams,
    ListTagsForResource: tags.listTagsForResource,
    ListTagsForStream: tags.listTagsForStream,
    MergeShards: mergeShards,
    PutRecord: putRecord,
    PutRecords: putRecords,
    PutResourcePolicy: policies.putResourcePolicy,
    RegisterStreamConsumer: consumers.registerStreamConsumer,
    RemoveTagsFromStream: tags.removeTagsFromStream,
    SplitShard: splitShard,
    StartStreamEncryption: stored(settings.startStreamEncryption),
    StopStreamEncryption: stored(settings.stopStreamEncryption),
    SubscribeToShard: subscribeToShard,
    TagResource: tags.tagResource,
    UntagResource: tags.untagResource,
    UpdateMaxRecordSize: settings.updateMaxRecordSize,
    UpdateShardCount: updateShardCount,
    UpdateStreamMode: settings.updateStreamMode,
    UpdateStreamWarmThroughput: settings.updateStreamWarmThroughput,
  },
});
