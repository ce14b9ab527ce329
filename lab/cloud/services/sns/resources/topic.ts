import { tolerate } from "../../../service/gone.ts";
import { allTags, type Tag, tagChanges } from "../../../service/resource-tags.ts";
import type { ResourceContext, ResourceProvider } from "../../../service/service.ts";

interface InlineSubscription {
  readonly Endpoint: string;
  readonly Protocol: string;
}

interface Feedback {
  readonly Protocol: string;
  readonly SuccessFeedbackRoleArn?: string;
  readonly SuccessFeedbackSampleRate?: string | number;
  readonly FailureFeedbackRoleArn?: string;
}

interface TopicProperties {
  readonly TopicName?: string;
  readonly DisplayName?: string;
  readonly KmsMasterKeyId?: string;
  readonly FifoTopic?: boolean | string;
  readonly ContentBasedDeduplication?: boolean | string;
  readonly FifoThroughputScope?: string;
  readonly SignatureVersion?: string;
  readonly TracingConfig?: string;
  readonly ArchivePolicy?: unknown;
  readonly DataProtectionPolicy?: unknown;
  readonly DeliveryStatusLogging?: readonly Feedback[];
  readonly Subscription?: readonly InlineSubscription[];
  readonly Tags?: readonly Tag[];
}

const gone = tolerate("NotFoundException", "ResourceNotFoundException");

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html */
export const topic: ResourceProvider<TopicProperties> = {
  replacedBy: ["TopicName", "FifoTopic"],
  async create(properties, context) {
    const { call } = context;
    const isFifo = String(properties.FifoTopic) === "true";
    const Name = properties.TopicName ?? (isFifo ? `${context.name(251)}.fifo` : context.name(256));
    const Attributes = { ...attributesOf(properties), ...(isFifo && { FifoTopic: "true" }) };
    const { TopicArn = "" } = await call.sns.CreateTopic({ Name, Attributes, Tags: allTags(properties.Tags, context) });
    context.initiated(TopicArn);
    await setDataProtection(TopicArn, properties, context);
    for (const { Protocol, Endpoint } of properties.Subscription ?? [])
      await call.sns.Subscribe({ TopicArn, Protocol, Endpoint });
    return made(TopicArn);
  },
  async update(TopicArn, properties, previous, context) {
    const { call } = context;
    const [after, before] = [attributesOf(properties), attributesOf(previous)];
    for (const AttributeName of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const AttributeValue = after[AttributeName] ?? unset(AttributeName);
      if (after[AttributeName] !== before[AttributeName])
        await call.sns.SetTopicAttributes({ TopicArn, AttributeName, AttributeValue });
    }
    if (JSON.stringify(properties.DataProtectionPolicy) !== JSON.stringify(previous.DataProtectionPolicy))
      await setDataProtection(TopicArn, properties, context);
    await updateSubscriptions(TopicArn, properties.Subscription ?? [], previous.Subscription ?? [], context);
    await updateTags(TopicArn, properties, previous, context);
    return made(TopicArn);
  },
  // Its own subscriptions can't be told from those that others made.
  async read(TopicArn, { call }) {
    const { Attributes } = (await call.sns.GetTopicAttributes({ TopicArn }).catch(gone)) ?? {};
    if (!Attributes) return undefined;
    const { Tags = [] } = await call.sns.ListTagsForResource({ ResourceArn: TopicArn });
    const { DisplayName, KmsMasterKeyId, SignatureVersion, TracingConfig, FifoThroughputScope, ArchivePolicy } =
      Attributes;
    return {
      properties: {
        TopicName: nameIn(TopicArn),
        DisplayName: DisplayName || undefined,
        KmsMasterKeyId,
        SignatureVersion,
        TracingConfig,
        FifoThroughputScope,
        FifoTopic: Attributes.FifoTopic === "true" || undefined,
        ContentBasedDeduplication: Attributes.ContentBasedDeduplication === "true" || undefined,
        ArchivePolicy: ArchivePolicy === undefined ? undefined : JSON.parse(ArchivePolicy),
        Tags: Tags.map(({ Key, Value }) => ({ Key, Value })),
      },
      attributes: made(TopicArn).attributes,
    };
  },
  async delete(TopicArn, _properties, { call }) {
    await call.sns.DeleteTopic({ TopicArn });
  },
};

function made(TopicArn: string) {
  return { id: TopicArn, attributes: { TopicArn, TopicName: nameIn(TopicArn) } };
}

function nameIn(arn: string): string {
  return arn.split(":")[5] ?? "";
}

function attributesOf(properties: TopicProperties): Record<string, string> {
  const { DisplayName, KmsMasterKeyId, SignatureVersion, TracingConfig, FifoThroughputScope } = properties;
  const { ContentBasedDeduplication, ArchivePolicy, DeliveryStatusLogging = [] } = properties;
  const attributes = {
    DisplayName,
    KmsMasterKeyId,
    SignatureVersion,
    TracingConfig,
    FifoThroughputScope,
    ContentBasedDeduplication: ContentBasedDeduplication === undefined ? undefined : String(ContentBasedDeduplication),
    ArchivePolicy: ArchivePolicy === undefined ? undefined : textOf(ArchivePolicy),
    ...Object.assign({}, ...DeliveryStatusLogging.map(feedbackOf)),
  };
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
}

/** The attributes' names begin with the protocol, in their own spelling. */
function feedbackOf({ Protocol, ...feedback }: Feedback): Record<string, string> {
  const names: Readonly<Record<string, string>> = {
    "http/s": "HTTP",
    http: "HTTP",
    sqs: "SQS",
    lambda: "Lambda",
    firehose: "Firehose",
    application: "Application",
  };
  const prefix = names[Protocol.toLowerCase()] ?? Protocol;
  return Object.fromEntries(Object.entries(feedback).map(([name, value]) => [`${prefix}${name}`, String(value)]));
}

/** What takes an attribute away. */
function unset(name: string): string {
  const values: Readonly<Record<string, string>> = {
    ContentBasedDeduplication: "false",
    SignatureVersion: "1",
    TracingConfig: "PassThrough",
    FifoThroughputScope: "Topic",
    ArchivePolicy: "{}",
  };
  return values[name] ?? "";
}

/** JSON that templates write as an object, or as text. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

async function setDataProtection(ResourceArn: string, properties: TopicProperties, { call }: ResourceContext) {
  const { DataProtectionPolicy } = properties;
  const text = DataProtectionPolicy === undefined ? "" : textOf(DataProtectionPolicy);
  await call.sns.PutDataProtectionPolicy({ ResourceArn, DataProtectionPolicy: text });
}

async function updateSubscriptions(
  TopicArn: string,
  wanted: readonly InlineSubscription[],
  before: readonly InlineSubscription[],
  { call }: ResourceContext,
): Promise<void> {
  const key = ({ Protocol, Endpoint }: { Protocol?: string | undefined; Endpoint?: string | undefined }) =>
    `${Protocol} ${Endpoint}`;
  const [now, then] = [new Set(wanted.map(key)), new Set(before.map(key))];
  for (const { Protocol, Endpoint } of wanted.filter((one) => !then.has(key(one))))
    await call.sns.Subscribe({ TopicArn, Protocol, Endpoint });
  if (before.every((one) => now.has(key(one)))) return;
  const { Subscriptions = [] } = await call.sns.ListSubscriptionsByTopic({ TopicArn });
  for (const one of Subscriptions)
    if (then.has(key(one)) && !now.has(key(one)) && one.SubscriptionArn?.startsWith("arn:"))
      await call.sns.Unsubscribe({ SubscriptionArn: one.SubscriptionArn });
}

async function updateTags(
  ResourceArn: string,
  properties: TopicProperties,
  previous: TopicProperties,
  context: ResourceContext,
): Promise<void> {
  const { Tags, TagKeys } = tagChanges(properties.Tags, previous.Tags, context);
  if (TagKeys.length > 0) await context.call.sns.UntagResource({ ResourceArn, TagKeys });
  if (Tags.length > 0) await context.call.sns.TagResource({ ResourceArn, Tags });
}
