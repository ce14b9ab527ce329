import type {
  CreateDeliveryStreamInput,
  DeliveryStreamDescription,
  DestinationDescription,
  ExtendedS3DestinationConfiguration,
  HttpEndpointDestinationConfiguration,
  Tag,
  UpdateDestinationInput,
} from "@aws-sdk/client-firehose";
import { tolerate } from "../../../service/gone.ts";
import type { Created, ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { arnOf } from "../streams/names.ts";
import { typed } from "./typed.ts";

type StreamProperties = CreateDeliveryStreamInput;

const LONGEST_NAME = 64;

/** What an update sets where the template says nothing any more: what it left out would stay as it was. */
const USUAL_S3 = {
  Prefix: "",
  ErrorOutputPrefix: "",
  BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 },
  CompressionFormat: "UNCOMPRESSED",
  EncryptionConfiguration: { NoEncryptionConfig: "NoEncryption" },
  CloudWatchLoggingOptions: { Enabled: false },
} as const;
const NOT_PROCESSED = { ProcessingConfiguration: { Enabled: false, Processors: [] } };
const USUAL_EXTENDED = {
  ...USUAL_S3,
  ...NOT_PROCESSED,
  S3BackupMode: "Disabled",
  FileExtension: "",
  CustomTimeZone: "",
};
const USUAL_HTTP = {
  ...NOT_PROCESSED,
  BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 },
  CloudWatchLoggingOptions: { Enabled: false },
  RequestConfiguration: { ContentEncoding: "NONE", CommonAttributes: [] },
  RetryOptions: { DurationInSeconds: 300 },
  S3BackupMode: "FailedDataOnly",
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kinesisfirehose-deliverystream.html */
export const deliveryStream: ResourceProvider<StreamProperties> = {
  replacedBy: [
    "DeliveryStreamName",
    "DeliveryStreamType",
    "KinesisStreamSourceConfiguration",
    "MSKSourceConfiguration",
    "DatabaseSourceConfiguration",
  ],
  async create(properties, context) {
    const { Tags: _own, ...input } = typed(properties);
    const DeliveryStreamName = properties.DeliveryStreamName ?? context.name(LONGEST_NAME);
    const Tags = tagsOf(properties, context);
    await context.call.firehose.CreateDeliveryStream({
      ...input,
      DeliveryStreamName,
      ...(Tags.length > 0 && { Tags }),
    });
    return created(DeliveryStreamName, context);
  },
  async update(DeliveryStreamName, properties, previous, context) {
    const { firehose } = context.call;
    const { DeliveryStreamDescription: now } = await firehose.DescribeDeliveryStream({ DeliveryStreamName });
    const update = updateOf(typed(properties));
    const isChanged = JSON.stringify(update) !== JSON.stringify(updateOf(typed(previous)));
    if (isChanged)
      await firehose.UpdateDestination({
        DeliveryStreamName,
        CurrentDeliveryStreamVersionId: now?.VersionId,
        DestinationId: now?.Destinations?.[0]?.DestinationId,
        ...update,
      });
    await encrypt(DeliveryStreamName, properties, previous, context);
    await retag(DeliveryStreamName, properties, previous, context);
    return created(DeliveryStreamName, context);
  },
  async read(DeliveryStreamName, { call, account, region }) {
    const found = await call.firehose
      .DescribeDeliveryStream({ DeliveryStreamName })
      .catch(tolerate("ResourceNotFoundException"));
    if (!found?.DeliveryStreamDescription) return undefined;
    const { Tags = [] } = await call.firehose.ListTagsForDeliveryStream({ DeliveryStreamName });
    return {
      properties: {
        ...propertiesOf(found.DeliveryStreamDescription),
        Tags: Tags.length === 0 ? undefined : Tags,
      },
      attributes: { Arn: arnOf({ account, region, name: DeliveryStreamName }) },
    };
  },
  async delete(DeliveryStreamName, _properties, { call }) {
    await call.firehose.DeleteDeliveryStream({ DeliveryStreamName }).catch(tolerate("ResourceNotFoundException"));
  },
};

function created(name: string, { account, region }: ResourceContext): Created {
  return { id: name, attributes: { Arn: arnOf({ account, region, name }) } };
}

type DestinationUpdate = Omit<
  UpdateDestinationInput,
  "DeliveryStreamName" | "CurrentDeliveryStreamVersionId" | "DestinationId"
>;

/** The destination of a template, as an update says it. Others than these are refused when the stream is made. */
function updateOf(properties: StreamProperties): DestinationUpdate {
  const { ExtendedS3DestinationConfiguration: extended, S3DestinationConfiguration: s3 } = properties;
  const { HttpEndpointDestinationConfiguration: http } = properties;
  if (http) {
    const { S3Configuration, ...rest } = http;
    const S3Update = { ...USUAL_S3, ...S3Configuration };
    return { HttpEndpointDestinationUpdate: { ...USUAL_HTTP, ...rest, S3Update } as HttpUpdate };
  }
  if (!extended) return { S3DestinationUpdate: { ...USUAL_S3, ...s3 } };
  const { S3BackupConfiguration, ...rest } = extended;
  const S3BackupUpdate = S3BackupConfiguration && { ...USUAL_S3, ...S3BackupConfiguration };
  return {
    ExtendedS3DestinationUpdate: {
      ...USUAL_EXTENDED,
      ...rest,
      ...(S3BackupUpdate && { S3BackupUpdate }),
    } as UpdateDestinationInput["ExtendedS3DestinationUpdate"],
  };
}

type HttpUpdate = UpdateDestinationInput["HttpEndpointDestinationUpdate"];

async function encrypt(
  DeliveryStreamName: string,
  { DeliveryStreamEncryptionConfigurationInput: after }: StreamProperties,
  { DeliveryStreamEncryptionConfigurationInput: before }: StreamProperties,
  { call }: ResourceContext,
): Promise<void> {
  if (JSON.stringify(after) === JSON.stringify(before)) return;
  if (after)
    await call.firehose.StartDeliveryStreamEncryption({
      DeliveryStreamName,
      DeliveryStreamEncryptionConfigurationInput: after,
    });
  else await call.firehose.StopDeliveryStreamEncryption({ DeliveryStreamName });
}

function tagsOf({ Tags = [] }: StreamProperties, { stack }: ResourceContext): Tag[] {
  const all = new Map([...stack.tags, ...Tags].map(({ Key = "", Value }) => [Key, String(Value ?? "")]));
  return [...all].map(([Key, Value]) => ({ Key, Value }));
}

async function retag(
  DeliveryStreamName: string,
  properties: StreamProperties,
  previous: StreamProperties,
  context: ResourceContext,
): Promise<void> {
  const { firehose } = context.call;
  const Tags = tagsOf(properties, context);
  const kept = new Set(Tags.map(({ Key }) => Key));
  const TagKeys = tagsOf(previous, context).flatMap(({ Key = "" }) => (kept.has(Key) ? [] : [Key]));
  if (TagKeys.length > 0) await firehose.UntagDeliveryStream({ DeliveryStreamName, TagKeys });
  if (Tags.length > 0) await firehose.TagDeliveryStream({ DeliveryStreamName, Tags });
}

function propertiesOf(description: DeliveryStreamDescription): Partial<StreamProperties> {
  const { DeliveryStreamName, DeliveryStreamType, Source, Destinations: [destination] = [] } = description;
  const { Status, ...encryption } = description.DeliveryStreamEncryptionConfiguration ?? {};
  const { KinesisStreamSourceDescription: kinesis, DirectPutSourceDescription: direct } = Source ?? {};
  return {
    DeliveryStreamName,
    DeliveryStreamType,
    DeliveryStreamEncryptionConfigurationInput:
      Status === "ENABLED" ? (encryption as { KeyType: "AWS_OWNED_CMK" }) : undefined,
    DirectPutSourceConfiguration: direct as StreamProperties["DirectPutSourceConfiguration"],
    KinesisStreamSourceConfiguration: kinesis && {
      KinesisStreamARN: kinesis.KinesisStreamARN,
      RoleARN: kinesis.RoleARN,
    },
    ...destinationOf(destination ?? {}),
  };
}

function destinationOf(described: Partial<DestinationDescription>): Partial<StreamProperties> {
  const { ExtendedS3DestinationDescription: s3, HttpEndpointDestinationDescription: http } = described;
  if (http) {
    const { S3DestinationDescription, ...rest } = http;
    const all = { ...rest, S3Configuration: S3DestinationDescription };
    return { HttpEndpointDestinationConfiguration: all as HttpEndpointDestinationConfiguration };
  }
  const { S3BackupDescription, ...rest } = s3 ?? {};
  const all = { ...rest, ...(S3BackupDescription && { S3BackupConfiguration: S3BackupDescription }) };
  return { ExtendedS3DestinationConfiguration: all as ExtendedS3DestinationConfiguration };
}
