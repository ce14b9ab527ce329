import { tolerate } from "../../../service/gone.ts";
import type { ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { busArn } from "../buses/names.ts";
import { objectOf, textOf } from "./documents.ts";
import { type Tag, tagsOf, updateTags } from "./tags.ts";

interface EventBusProperties {
  readonly Name: string;
  readonly EventSourceName?: string;
  readonly Description?: string;
  readonly KmsKeyIdentifier?: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly LogConfig?: object;
  readonly Policy?: unknown;
  readonly Tags?: readonly Tag[];
}

interface EventBusPolicyProperties {
  readonly EventBusName?: string;
  readonly StatementId: string;
  readonly Statement?: object;
  readonly Action?: string;
  readonly Principal?: string;
  readonly Condition?: { readonly Type: string; readonly Key: string; readonly Value: string };
}

const gone = tolerate("ResourceNotFoundException");

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbus.html */
export const eventBus: ResourceProvider<EventBusProperties> = {
  replacedBy: ["Name", "EventSourceName"],
  async create({ Policy, Tags, ...settings }, context) {
    const { events } = context.call;
    await events.CreateEventBus({ ...settings, Tags: tagsOf(Tags, context) });
    context.initiated(settings.Name);
    if (Policy !== undefined) await events.PutPermission({ EventBusName: settings.Name, Policy: textOf(Policy) });
    return made(settings.Name, context);
  },
  async update(Name, properties, previous, context) {
    const { Description, KmsKeyIdentifier, DeadLetterConfig, LogConfig, Policy, Tags } = properties;
    const { events } = context.call;
    await events.UpdateEventBus({ Name, Description, KmsKeyIdentifier, DeadLetterConfig, LogConfig });
    if (Policy !== undefined) await events.PutPermission({ EventBusName: Name, Policy: textOf(Policy) });
    else if (previous.Policy !== undefined)
      await events.RemovePermission({ EventBusName: Name, RemoveAllPermissions: true });
    const bus = made(Name, context);
    await updateTags(bus.attributes.Arn, Tags, previous.Tags, context);
    return bus;
  },
  async read(Name, { call, account, region }) {
    const bus = await call.events.DescribeEventBus({ Name }).catch(gone);
    if (!bus) return undefined;
    const { Description, KmsKeyIdentifier, DeadLetterConfig, LogConfig, Policy } = bus;
    const { attributes } = made(Name, { account, region });
    const { Tags } = await call.events.ListTagsForResource({ ResourceARN: attributes.Arn });
    return {
      properties: { Name, Description, KmsKeyIdentifier, DeadLetterConfig, LogConfig, Policy: objectOf(Policy), Tags },
      attributes,
    };
  },
  async delete(Name, _properties, { call }) {
    await call.events.DeleteEventBus({ Name });
  },
};

function made(name: string, { account, region }: Pick<ResourceContext, "account" | "region">) {
  return { id: name, attributes: { Name: name, Arn: busArn({ account, region, name }) } };
}

/** A statement of a bus's policy. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbuspolicy.html */
export const eventBusPolicy: ResourceProvider<EventBusPolicyProperties> = {
  replacedBy: ["EventBusName", "StatementId"],
  async create(properties, context) {
    await put(properties, context);
    return { id: idOf(properties) };
  },
  async update(id, properties, _previous, context) {
    await put(properties, context);
    return { id };
  },
  async read(id, { call }) {
    const [EventBusName, StatementId] = id.split("|");
    const { Policy } = (await call.events.DescribeEventBus({ Name: EventBusName }).catch(gone)) ?? {};
    const statements = Policy === undefined ? [] : (JSON.parse(Policy) as { Statement: { Sid?: string }[] }).Statement;
    const Statement = statements.find(({ Sid }) => Sid === StatementId);
    return Statement && { properties: { EventBusName, StatementId, Statement }, attributes: {} };
  },
  async delete(_id, { EventBusName, StatementId }, { call }) {
    await call.events.RemovePermission({ EventBusName, StatementId }).catch(gone);
  },
};

function idOf({ EventBusName = "default", StatementId }: EventBusPolicyProperties): string {
  return `${EventBusName}|${StatementId}`;
}

/** A whole statement replaces the one of its name in the policy. */
async function put(properties: EventBusPolicyProperties, { call }: ResourceContext): Promise<void> {
  const { EventBusName, StatementId, Statement, Action, Principal, Condition } = properties;
  const { events } = call;
  if (!Statement) {
    await events.PutPermission({ EventBusName, StatementId, Action, Principal, Condition });
    return;
  }
  const { Policy } = await events.DescribeEventBus({ Name: EventBusName });
  const before = Policy === undefined ? [] : (JSON.parse(Policy) as { Statement: { Sid?: string }[] }).Statement;
  const others = before.filter(({ Sid }) => Sid !== StatementId);
  const document = { Version: "2012-10-17", Statement: [...others, { Sid: StatementId, ...Statement }] };
  await events.PutPermission({ EventBusName, Policy: JSON.stringify(document) });
}
