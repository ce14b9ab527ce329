import type { Clients } from "../../../cloud.ts";
import { AwsError } from "../../../errors.ts";
import { tolerate } from "../../../service/gone.ts";
import type { ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { textOf } from "./topic.ts";

interface SubscriptionProperties {
  readonly TopicArn: string;
  readonly Protocol: string;
  readonly Endpoint?: string;
  /** Of the topic, when that is in another region than the stack. */
  readonly Region?: string;
  readonly RawMessageDelivery?: boolean | string;
  readonly FilterPolicy?: unknown;
  readonly FilterPolicyScope?: string;
  readonly DeliveryPolicy?: unknown;
  readonly RedrivePolicy?: unknown;
  readonly ReplayPolicy?: unknown;
  readonly SubscriptionRoleArn?: string;
}

const gone = tolerate("NotFoundException", "InvalidParameterException");

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html */
export const subscription: ResourceProvider<SubscriptionProperties> = {
  replacedBy: ["TopicArn", "Protocol", "Endpoint"],
  async create(properties, context) {
    const { TopicArn, Protocol, Endpoint } = properties;
    const { SubscriptionArn = "" } = await clientOf(properties, context).sns.Subscribe({
      TopicArn,
      Protocol,
      Endpoint,
      Attributes: attributesOf(properties),
      ReturnSubscriptionArn: true,
    });
    return made(SubscriptionArn);
  },
  async update(SubscriptionArn, properties, previous, context) {
    const [after, before] = [attributesOf(properties), attributesOf(previous)];
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    // A scope is set before the policy that is read in it.
    const ordered = [...names].sort((a, b) => Number(b === "FilterPolicyScope") - Number(a === "FilterPolicyScope"));
    const { sns } = clientOf(properties, context);
    if (after.FilterPolicyScope !== before.FilterPolicyScope && before.FilterPolicy !== undefined) {
      await sns.SetSubscriptionAttributes({ SubscriptionArn, AttributeName: "FilterPolicy", AttributeValue: "{}" });
      delete before.FilterPolicy;
    }
    for (const AttributeName of ordered) {
      const AttributeValue = after[AttributeName] ?? unset(AttributeName);
      if (after[AttributeName] !== before[AttributeName])
        await sns.SetSubscriptionAttributes({ SubscriptionArn, AttributeName, AttributeValue });
    }
    return made(SubscriptionArn);
  },
  async read(SubscriptionArn, { call }) {
    const { Attributes } = (await call.sns.GetSubscriptionAttributes({ SubscriptionArn }).catch(gone)) ?? {};
    if (!Attributes) return undefined;
    const { TopicArn, Protocol, Endpoint, FilterPolicyScope, SubscriptionRoleArn } = Attributes;
    const object = (name: string) => (Attributes[name] === undefined ? undefined : JSON.parse(Attributes[name]));
    return {
      properties: {
        TopicArn,
        Protocol,
        Endpoint,
        FilterPolicyScope,
        SubscriptionRoleArn,
        RawMessageDelivery: Attributes.RawMessageDelivery === "true" || undefined,
        FilterPolicy: object("FilterPolicy"),
        RedrivePolicy: object("RedrivePolicy"),
        ReplayPolicy: object("ReplayPolicy"),
      },
      attributes: made(SubscriptionArn).attributes,
    };
  },
  async delete(SubscriptionArn, properties, context) {
    await clientOf(properties, context).sns.Unsubscribe({ SubscriptionArn }).catch(gone);
  },
};

function made(SubscriptionArn: string) {
  return { id: SubscriptionArn, attributes: { Arn: SubscriptionArn } };
}

/** A subscription is made where the topic is; a stack acts in its own region alone. */
function clientOf({ Region }: SubscriptionProperties, { call, region }: ResourceContext): Clients {
  if (Region === undefined || Region === region) return call;
  throw new AwsError(
    "NotImplemented",
    `Skylab can't subscribe to a topic in ${Region} from a stack in ${region} yet`,
    501,
  );
}

function attributesOf(properties: SubscriptionProperties): Record<string, string> {
  const { RawMessageDelivery, FilterPolicyScope, SubscriptionRoleArn } = properties;
  const { FilterPolicy, DeliveryPolicy, RedrivePolicy, ReplayPolicy } = properties;
  const attributes: Record<string, string> = {};
  if (RawMessageDelivery !== undefined) attributes.RawMessageDelivery = String(RawMessageDelivery);
  if (FilterPolicyScope !== undefined) attributes.FilterPolicyScope = FilterPolicyScope;
  if (SubscriptionRoleArn !== undefined) attributes.SubscriptionRoleArn = SubscriptionRoleArn;
  for (const [name, value] of Object.entries({ FilterPolicy, DeliveryPolicy, RedrivePolicy, ReplayPolicy }))
    if (value !== undefined) attributes[name] = textOf(value);
  return attributes;
}

/** What takes an attribute away. */
function unset(name: string): string {
  if (name === "RawMessageDelivery") return "false";
  return name === "FilterPolicyScope" ? "MessageAttributes" : "";
}
