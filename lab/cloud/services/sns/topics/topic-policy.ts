import { listOf, type PolicyDocument, type Statement } from "../../../auth/policy/document.ts";
import { parsePolicy } from "../../../auth/policy/grammar.ts";
import { invalidParameter } from "../errors.ts";
import type { TopicName } from "../records.ts";
import type { Sns } from "../state.ts";
import { keyOf, topicArn, topicAt } from "./names.ts";

/** What policies of topics may be about. https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html */
const ACTIONS = [
  "GetTopicAttributes",
  "SetTopicAttributes",
  "AddPermission",
  "RemovePermission",
  "DeleteTopic",
  "Subscribe",
  "ListSubscriptionsByTopic",
  "Publish",
] as const;

const ALSO = [
  "Receive",
  "ListTagsForResource",
  "TagResource",
  "UntagResource",
  "GetDataProtectionPolicy",
  "PutDataProtectionPolicy",
];

const KNOWN = new Set([...ACTIONS, ...ALSO].map((action) => action.toLowerCase()));

/** The largest policy, in bytes. https://docs.aws.amazon.com/general/latest/gr/sns.html */
const LARGEST = 30_720;

/** The policy of a topic for which none was set: everything is for its account alone. */
export function defaultPolicy(topic: TopicName): string {
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ACTIONS.map((action) => `SNS:${action}`),
        Resource: topicArn(topic),
        Condition: { StringEquals: { "AWS:SourceOwner": topic.account } },
      },
    ],
  });
}

/** Checks a policy for a topic. Throws InvalidParameter with AWS's reason. */
export function checkPolicy(text: string, topic: TopicName, prefix = ""): void {
  const refused = (reason: string) => invalidParameter(`${prefix}Policy Error: ${reason}`);
  if (Buffer.byteLength(text) > LARGEST) throw refused("Policy size exceeds the limit");
  const document = parsed(text, () => refused("null"));
  const arn = topicArn(topic);
  for (const statement of listOf(document.Statement)) {
    const { Action, NotAction, Resource, NotResource } = statement;
    if (!("Principal" in statement) && !("NotPrincipal" in statement))
      throw refused("Statement is missing required element Principal");
    for (const action of [...listOf(Action), ...listOf(NotAction)])
      if (!isAction(action)) throw refused("Policy statement action out of service scope!");
    for (const resource of [...listOf(Resource), ...listOf(NotResource)])
      if (!isWithin(resource, arn)) throw refused("null");
  }
}

function parsed(text: string, refusal: () => Error): PolicyDocument {
  try {
    return parsePolicy(text);
  } catch {
    throw refusal();
  }
}

function isAction(action: string): boolean {
  if (action === "*") return true;
  const [service, verb = ""] = action.toLowerCase().split(":");
  return service === "sns" && (verb.includes("*") || verb.includes("?") || KNOWN.has(verb));
}

/** Policies name their own topic. */
function isWithin(resource: string, arn: string): boolean {
  return resource === "*" || resource === arn || (resource.includes("*") && resource.startsWith("arn:"));
}

/** https://docs.aws.amazon.com/sns/latest/api/API_AddPermission.html */
export const addPermission: Sns["AddPermission"] = (input, context) => {
  const { Label, AWSAccountId = [], ActionName = [] } = input;
  const { state, cloud } = context;
  cloud.store.write(() => {
    const topic = topicAt(input.TopicArn, context);
    if (!Label || !/^[\w-]{1,80}$/.test(Label)) throw invalidParameter("Label");
    if (AWSAccountId.length === 0 || !AWSAccountId.every((id) => /^(\d{12}|arn:aws:iam::\d{12}:.+)$/.test(id)))
      throw invalidParameter("AWSAccountId");
    if (ActionName.length === 0 || !ActionName.every((name) => name !== "" && isAction(`sns:${name}`)))
      throw invalidParameter("Policy statement action out of service scope!");
    const document = JSON.parse(topic.policy) as { Statement: Statement | Statement[] };
    const statements = listOf(document.Statement);
    if (statements.some(({ Sid }) => Sid === Label)) throw invalidParameter("Statement already exists");
    const added = {
      Sid: Label,
      Effect: "Allow",
      Principal: { AWS: one(AWSAccountId.map((id) => (id.startsWith("arn:") ? id : `arn:aws:iam::${id}:root`))) },
      Action: one(ActionName.map((name) => `SNS:${name}`)),
      Resource: topicArn(topic),
    };
    const policy = JSON.stringify({ ...document, Statement: [...statements, added] });
    if (Buffer.byteLength(policy) > LARGEST) throw invalidParameter("Policy Error: Policy size exceeds the limit");
    state.topics.put(keyOf(topic), { ...topic, policy });
  });
  return {};
};

export const removePermission: Sns["RemovePermission"] = (input, context) => {
  const { state, cloud } = context;
  cloud.store.write(() => {
    const topic = topicAt(input.TopicArn, context);
    const document = JSON.parse(topic.policy) as { Statement: Statement | Statement[] };
    const Statement = listOf(document.Statement).filter(({ Sid }) => Sid !== input.Label);
    state.topics.put(keyOf(topic), { ...topic, policy: JSON.stringify({ ...document, Statement }) });
  });
  return {};
};

/** A list of one is written without brackets. */
function one<T>(list: readonly T[]): T | readonly T[] {
  return list.length === 1 ? (list[0] as T) : list;
}
