import type { StreamMode } from "@aws-sdk/client-kinesis";
import { tolerate } from "../../../service/gone.ts";
import { allTagsByKey, type Tag, tagChanges } from "../../../service/resource-tags.ts";
import type { ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { arnOf } from "../streams/names.ts";

interface StreamProperties {
  readonly Name?: string;
  readonly ShardCount?: number | string;
  readonly RetentionPeriodHours?: number | string;
  readonly StreamModeDetails?: { readonly StreamMode: StreamMode };
  readonly StreamEncryption?: { readonly EncryptionType: "KMS"; readonly KeyId: string };
  readonly DesiredShardLevelMetrics?: readonly string[];
  readonly MaxRecordSizeInKiB?: number | string;
  readonly WarmThroughputMiBps?: number | string;
  readonly Tags?: readonly Tag[];
}

const USUAL = { hours: 24, largest: 1024 };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kinesis-stream.html */
export const stream: ResourceProvider<StreamProperties> = {
  replacedBy: ["Name"],
  async create(properties, context) {
    const { call, account, region } = context;
    const { StreamModeDetails, ShardCount, MaxRecordSizeInKiB, WarmThroughputMiBps } = properties;
    const Tags = allTagsByKey(properties.Tags, context);
    const StreamName = properties.Name ?? context.name(128);
    const isOnDemand = StreamModeDetails?.StreamMode === "ON_DEMAND";
    await call.kinesis.CreateStream({
      StreamName,
      ...(StreamModeDetails && { StreamModeDetails }),
      ...(!isOnDemand && { ShardCount: Number(ShardCount ?? 1) }),
      ...(MaxRecordSizeInKiB !== undefined && { MaxRecordSizeInKiB: Number(MaxRecordSizeInKiB) }),
      ...(WarmThroughputMiBps !== undefined && { WarmThroughputMiBps: Number(WarmThroughputMiBps) }),
      ...(Object.keys(Tags).length > 0 && { Tags }),
    });
    context.initiated(StreamName);
    await configure(StreamName, properties, {}, context);
    return { id: StreamName, attributes: { Arn: arnOf({ account, region, name: StreamName }) } };
  },
  async update(StreamName, properties, previous, context) {
    const { call, account, region } = context;
    const StreamARN = arnOf({ account, region, name: StreamName });
    const mode = properties.StreamModeDetails?.StreamMode ?? "PROVISIONED";
    if (mode !== (previous.StreamModeDetails?.StreamMode ?? "PROVISIONED"))
      await call.kinesis.UpdateStreamMode({ StreamARN, StreamModeDetails: { StreamMode: mode } });
    const count = Number(properties.ShardCount ?? 1);
    if (mode === "PROVISIONED" && String(properties.ShardCount) !== String(previous.ShardCount))
      await call.kinesis.UpdateShardCount({ StreamName, TargetShardCount: count, ScalingType: "UNIFORM_SCALING" });
    if (String(properties.MaxRecordSizeInKiB) !== String(previous.MaxRecordSizeInKiB)) {
      const MaxRecordSizeInKiB = Number(properties.MaxRecordSizeInKiB ?? USUAL.largest);
      await call.kinesis.UpdateMaxRecordSize({ StreamARN, MaxRecordSizeInKiB });
    }
    await configure(StreamName, properties, previous, context);
    await retag(StreamName, properties, previous, context);
    return { id: StreamName, attributes: { Arn: StreamARN } };
  },
  async read(StreamName, { call, account, region }) {
    const found = await call.kinesis.DescribeStreamSummary({ StreamName }).catch(tolerate("ResourceNotFoundException"));
    const summary = found?.StreamDescriptionSummary;
    if (!summary) return undefined;
    const { StreamModeDetails, RetentionPeriodHours, KeyId, OpenShardCount, MaxRecordSizeInKiB } = summary;
    const { Tags = [] } = await call.kinesis.ListTagsForStream({ StreamName });
    return {
      properties: {
        Name: StreamName,
        StreamModeDetails,
        RetentionPeriodHours,
        MaxRecordSizeInKiB,
        ShardCount: StreamModeDetails?.StreamMode === "ON_DEMAND" ? undefined : OpenShardCount,
        StreamEncryption: KeyId === undefined ? undefined : { EncryptionType: "KMS", KeyId },
        Tags: Tags.length === 0 ? undefined : Tags,
      },
      attributes: { Arn: arnOf({ account, region, name: StreamName }) },
    };
  },
  async delete(StreamName, _properties, { call }) {
    await call.kinesis
      .DeleteStream({ StreamName, EnforceConsumerDeletion: true })
      .catch(tolerate("ResourceNotFoundException"));
  },
};

/** What is set after the stream is there. */
async function configure(
  StreamName: string,
  properties: StreamProperties,
  previous: StreamProperties,
  { call }: ResourceContext,
): Promise<void> {
  const hours = Number(properties.RetentionPeriodHours ?? USUAL.hours);
  const before = Number(previous.RetentionPeriodHours ?? USUAL.hours);
  const retention = { StreamName, RetentionPeriodHours: hours };
  if (hours > before) await call.kinesis.IncreaseStreamRetentionPeriod(retention);
  if (hours < before) await call.kinesis.DecreaseStreamRetentionPeriod(retention);
  const { StreamEncryption: encryption, DesiredShardLevelMetrics: metrics = [] } = properties;
  if (encryption) await call.kinesis.StartStreamEncryption({ StreamName, ...encryption });
  else if (previous.StreamEncryption)
    await call.kinesis.StopStreamEncryption({ StreamName, ...previous.StreamEncryption });
  const unwanted = (previous.DesiredShardLevelMetrics ?? []).filter((name) => !metrics.includes(name));
  const named = (names: readonly string[]) => ({ StreamName, ShardLevelMetrics: [...names] as never[] });
  if (unwanted.length > 0) await call.kinesis.DisableEnhancedMonitoring(named(unwanted));
  if (metrics.length > 0) await call.kinesis.EnableEnhancedMonitoring(named(metrics));
}

async function retag(
  StreamName: string,
  { Tags }: StreamProperties,
  previous: StreamProperties,
  context: ResourceContext,
): Promise<void> {
  const { call } = context;
  const { TagKeys } = tagChanges(Tags, previous.Tags, context);
  if (TagKeys.length > 0) await call.kinesis.RemoveTagsFromStream({ StreamName, TagKeys });
  const all = allTagsByKey(Tags, context);
  if (Object.keys(all).length > 0) await call.kinesis.AddTagsToStream({ StreamName, Tags: all });
}
