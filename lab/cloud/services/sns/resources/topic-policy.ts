import { tolerate } from "../../../service/gone.ts";
import type { ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { defaultPolicy } from "../topics/topic-policy.ts";
import { textOf } from "./topic.ts";

interface TopicPolicyProperties {
  readonly PolicyDocument: unknown;
  readonly Topics: readonly string[];
}

interface InlinePolicyProperties {
  readonly PolicyDocument: unknown;
  readonly TopicArn: string;
}

const gone = tolerate("NotFoundException");

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicpolicy.html */
export const topicPolicy: ResourceProvider<TopicPolicyProperties> = {
  async create(properties, context) {
    const id = context.name(128);
    context.initiated(id);
    await setPolicies(properties.Topics, properties.PolicyDocument, context);
    return { id, attributes: { Id: id } };
  },
  async update(id, properties, previous, context) {
    const kept = new Set(properties.Topics);
    await resetPolicies(
      previous.Topics.filter((arn) => !kept.has(arn)),
      context,
    );
    await setPolicies(properties.Topics, properties.PolicyDocument, context);
    return { id, attributes: { Id: id } };
  },
  delete: (_id, { Topics }, context) => resetPolicies(Topics, context),
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicinlinepolicy.html */
export const topicInlinePolicy: ResourceProvider<InlinePolicyProperties> = {
  replacedBy: ["TopicArn"],
  async create({ TopicArn, PolicyDocument }, context) {
    await setPolicies([TopicArn], PolicyDocument, context);
    return { id: TopicArn };
  },
  async update(TopicArn, { PolicyDocument }, _previous, context) {
    await setPolicies([TopicArn], PolicyDocument, context);
    return { id: TopicArn };
  },
  async read(TopicArn, { call }) {
    const { Attributes } = (await call.sns.GetTopicAttributes({ TopicArn }).catch(gone)) ?? {};
    if (!Attributes?.Policy) return undefined;
    return { properties: { TopicArn, PolicyDocument: JSON.parse(Attributes.Policy) }, attributes: {} };
  },
  delete: (TopicArn, _properties, context) => resetPolicies([TopicArn], context),
};

async function setPolicies(topics: readonly string[], document: unknown, { call }: ResourceContext): Promise<void> {
  for (const TopicArn of topics)
    await call.sns.SetTopicAttributes({ TopicArn, AttributeName: "Policy", AttributeValue: textOf(document) });
}

/** Topics whose policy is taken away get the one that AWS gives a new topic. */
async function resetPolicies(topics: readonly string[], { call }: ResourceContext): Promise<void> {
  for (const TopicArn of topics) {
    const [, , , region = "", account = "", name = ""] = TopicArn.split(":");
    const AttributeValue = defaultPolicy({ account, region, name });
    await call.sns.SetTopicAttributes({ TopicArn, AttributeName: "Policy", AttributeValue }).catch(gone);
  }
}
