import { tolerate } from "../../../service/gone.ts";
import type { ResourceContext, ResourceProvider } from "../../../service/service.ts";

interface QueuePolicyProperties {
  readonly PolicyDocument: object | string;
  /** URLs of queues. */
  readonly Queues: readonly string[];
}

/** A policy of several queues. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html */
export const queuePolicy: ResourceProvider<QueuePolicyProperties> = {
  async create(properties, context) {
    const id = context.name(255);
    context.initiated(id);
    for (const url of properties.Queues) await setPolicy(url, textOf(properties), context);
    return { id, attributes: { Id: id } };
  },
  async update(id, properties, previous, context) {
    for (const url of properties.Queues) await setPolicy(url, textOf(properties), context);
    for (const url of previous.Queues) if (!properties.Queues.includes(url)) await removePolicy(url, context);
    return { id, attributes: { Id: id } };
  },
  async delete(_id, { Queues }, context) {
    for (const url of Queues) await removePolicy(url, context);
  },
};

interface QueueInlinePolicyProperties {
  readonly PolicyDocument: object | string;
  /** The queue's URL. */
  readonly Queue: string;
}

/** The policy of one queue. */
export const queueInlinePolicy: ResourceProvider<QueueInlinePolicyProperties> = {
  replacedBy: ["Queue"],
  async create(properties, context) {
    await setPolicy(properties.Queue, textOf(properties), context);
    return { id: properties.Queue };
  },
  async update(id, properties, _previous, context) {
    await setPolicy(id, textOf(properties), context);
    return { id };
  },
  async read(QueueUrl, { call }) {
    const found = await call.sqs
      .GetQueueAttributes({ QueueUrl, AttributeNames: ["Policy"] })
      .catch(tolerate("QueueDoesNotExist", "InvalidAddress"));
    const Policy = found?.Attributes?.Policy;
    if (Policy === undefined) return undefined;
    return { properties: { PolicyDocument: JSON.parse(Policy), Queue: QueueUrl }, attributes: {} };
  },
  delete: (id, _properties, context) => removePolicy(id, context),
};

function textOf({ PolicyDocument }: Pick<QueuePolicyProperties, "PolicyDocument">): string {
  return typeof PolicyDocument === "string" ? PolicyDocument : JSON.stringify(PolicyDocument);
}

async function setPolicy(QueueUrl: string, Policy: string, { call }: ResourceContext): Promise<void> {
  await call.sqs.SetQueueAttributes({ QueueUrl, Attributes: { Policy } });
}

async function removePolicy(QueueUrl: string, { call }: ResourceContext): Promise<void> {
  await call.sqs.SetQueueAttributes({ QueueUrl, Attributes: { Policy: "" } }).catch(tolerate("QueueDoesNotExist"));
}
