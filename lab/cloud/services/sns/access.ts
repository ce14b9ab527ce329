import { accessOf } from "../../auth/access-table.ts";
import { documentOf } from "../../auth/policy/parsed.ts";
import type { Topic } from "./records.ts";
import type { SnsContext, SnsState } from "./state.ts";

interface SnsInput {
  readonly TopicArn?: string;
  readonly TargetArn?: string;
  readonly PhoneNumber?: string;
  readonly ResourceArn?: string;
  readonly SubscriptionArn?: string;
  readonly Name?: string;
  readonly Protocol?: string;
  readonly Endpoint?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
}

/** Operations that are about a topic, besides those that name it in a member of their own. */
const ABOUT_TOPICS =
  /^(CreateTopic|DeleteTopic|Publish|PublishBatch|Subscribe|AddPermission|RemovePermission|(Get|Set)TopicAttributes|ListSubscriptionsByTopic|(Get|Put)DataProtectionPolicy|TagResource|UntagResource|ListTagsForResource)$/;

/**
 * Topics have policies of their own, which let services and other accounts in.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
 */
export const access = accessOf<SnsInput, SnsState>({
  prefix: "sns",
  action: (operation) => (operation === "PublishBatch" ? "Publish" : operation),
  resource(operation, input, { region, account, caller }) {
    const { TopicArn, TargetArn, PhoneNumber, ResourceArn, SubscriptionArn, Name } = input;
    // Who has a token, or the address to unsubscribe, needs nothing else; the operation looks whose the subscription is.
    if (operation === "ConfirmSubscription") return caller.kind === "anonymous" ? "*" : (TopicArn ?? "*");
    if (SubscriptionArn !== undefined) return caller.kind === "anonymous" ? "*" : topicIn(SubscriptionArn);
    if (!ABOUT_TOPICS.test(operation)) return "*";
    if (operation === "CreateTopic") return `arn:aws:sns:${region}:${account}:${Name}`;
    if (PhoneNumber !== undefined && TopicArn === undefined && TargetArn === undefined) return "*";
    return TopicArn ?? TargetArn ?? ResourceArn ?? "*";
  },
  // Whose subscription it is, the operation looks up: the caller's own policies say what they may do.
  owner: ({ operation }, { account }) => (decidesItself(operation) ? account : undefined),
  policy({ operation, resource }, context) {
    const topic = decidesItself(operation) ? undefined : topicAt(resource, context);
    return topic && { name: `the policy of ${resource}`, document: documentOf(topic.policy) };
  },
  tags: (resource, context) => topicAt(resource, context)?.tags,
  tagging: (operation) => (operation === "CreateTopic" ? "TagResource" : undefined),
  keys({ operation, input }, { caller }) {
    return {
      // The account of who calls; the default policy of topics asks for it.
      "aws:SourceOwner": caller.kind === "service" ? undefined : caller.account,
      ...(operation === "Subscribe" && { "sns:Protocol": input.Protocol, "sns:Endpoint": input.Endpoint }),
    };
  },
});

function decidesItself(operation: string): boolean {
  return /^(ConfirmSubscription|Unsubscribe|[GS]etSubscriptionAttributes)$/.test(operation);
}

/** The ARN of a subscription's topic. */
function topicIn(subscription: string): string {
  const parts = subscription.split(":");
  return parts.length === 7 ? parts.slice(0, 6).join(":") : "*";
}

function topicAt(arn: string, { state }: Pick<SnsContext, "state">): Topic | undefined {
  const [, region, account, name] = /^arn:aws:sns:([^:]+):(\d{12}):([^:/]+)$/.exec(arn) ?? [];
  return region === undefined ? undefined : state.topics.get(account as string, region, name as string);
}
