import { tolerate } from "../../../service/gone.ts";
import { allTagsByKey, type Tag } from "../../../service/resource-tags.ts";
import type { Created, ReadContext, ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { usualOf } from "../queues/attributes.ts";
import { whenFree } from "./waiting.ts";

const NUMBERS = [
  "DelaySeconds",
  "KmsDataKeyReusePeriodSeconds",
  "MaximumMessageSize",
  "MessageRetentionPeriod",
  "ReceiveMessageWaitTimeSeconds",
  "VisibilityTimeout",
] as const;
const FLAGS = ["ContentBasedDeduplication", "SqsManagedSseEnabled"] as const;
const TEXTS = ["DeduplicationScope", "FifoThroughputLimit", "KmsMasterKeyId"] as const;
const DOCUMENTS = ["RedriveAllowPolicy", "RedrivePolicy"] as const;
const SETTINGS = [...NUMBERS, ...FLAGS, ...TEXTS, ...DOCUMENTS];

type Setting = (typeof SETTINGS)[number];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html */
type QueueProperties = Readonly<Partial<Record<Setting, unknown>>> & {
  readonly QueueName?: string;
  readonly FifoQueue?: boolean | string;
  readonly Tags?: readonly Tag[];
};

const LONGEST_NAME = 80;
const SUFFIX = ".fifo";

export const queue: ResourceProvider<QueueProperties> = {
  replacedBy: ["QueueName", "FifoQueue"],
  async create(properties, context) {
    const isFifo = String(properties.FifoQueue) === "true";
    const QueueName = properties.QueueName ?? newName(isFifo, context);
    const Attributes = { ...attributesOf(properties), ...(isFifo && { FifoQueue: "true" }) };
    const tags = allTagsByKey(properties.Tags, context);
    const { QueueUrl = "" } = await whenFree(
      () => context.call.sqs.CreateQueue({ QueueName, Attributes, tags }),
      context,
    );
    return created(QueueUrl, context);
  },
  async update(QueueUrl, properties, previous, context) {
    const [next, before] = [attributesOf(properties), attributesOf(previous)];
    const gone = Object.keys(before).filter((name) => !(name in next));
    const Attributes = { ...Object.fromEntries(gone.map((name) => [name, usualOf(name)])), ...next };
    const { sqs } = context.call;
    if (Object.keys(Attributes).length > 0) await sqs.SetQueueAttributes({ QueueUrl, Attributes });
    const Tags = allTagsByKey(properties.Tags, context);
    const TagKeys = (previous.Tags ?? []).map(({ Key }) => Key).filter((key) => !Object.hasOwn(Tags, key));
    if (TagKeys.length > 0) await sqs.UntagQueue({ QueueUrl, TagKeys });
    if (Object.keys(Tags).length > 0) await sqs.TagQueue({ QueueUrl, Tags });
    return created(QueueUrl, context);
  },
  async read(QueueUrl, context) {
    const found = await context.call.sqs
      .GetQueueAttributes({ QueueUrl, AttributeNames: ["All"] })
      .catch(tolerate("QueueDoesNotExist", "InvalidAddress"));
    if (!found) return undefined;
    const all: Readonly<Record<string, string | undefined>> = found.Attributes ?? {};
    const { id, attributes } = created(QueueUrl, context);
    const settings = SETTINGS.map((name) => [name, propertyOf(name, all[name])]);
    return {
      properties: {
        QueueName: nameIn(id),
        FifoQueue: all.FifoQueue === "true" ? true : undefined,
        ...Object.fromEntries(settings),
      },
      attributes: { ...attributes },
    };
  },
  async delete(QueueUrl, _properties, { call }) {
    await call.sqs.DeleteQueue({ QueueUrl }).catch(tolerate("QueueDoesNotExist"));
  },
};

function newName(isFifo: boolean, context: ResourceContext): string {
  return isFifo ? context.name(LONGEST_NAME - SUFFIX.length) + SUFFIX : context.name(LONGEST_NAME);
}

function created(id: string, { account, region, partition }: Omit<ReadContext, "call">): Created {
  const QueueName = nameIn(id);
  return { id, attributes: { Arn: `arn:${partition}:sqs:${region}:${account}:${QueueName}`, QueueName, QueueUrl: id } };
}

function nameIn(url: string): string {
  return url.split("/").at(-1) ?? "";
}

/** The attributes that properties stand for, as SetQueueAttributes takes them. */
function attributesOf(properties: QueueProperties): Record<string, string> {
  const given = SETTINGS.map((name): [string, unknown] => [name, properties[name]]).filter(
    ([, value]) => value !== undefined,
  );
  return Object.fromEntries(
    given.map(([name, value]) => [name, typeof value === "object" ? JSON.stringify(value) : String(value)]),
  );
}

/** The property that an attribute stands for. */
function propertyOf(name: Setting, value: string | undefined): unknown {
  if (value === undefined) return undefined;
  if ((NUMBERS as readonly string[]).includes(name)) return Number(value);
  if ((FLAGS as readonly string[]).includes(name)) return value === "true";
  return (DOCUMENTS as readonly string[]).includes(name) ? JSON.parse(value) : value;
}
