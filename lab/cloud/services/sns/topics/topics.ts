import { pageByKey } from "../../../service/paging.ts";
import type { Collection } from "../../../store/collection.ts";
import { invalidParameter } from "../errors.ts";
import type { Attributes, Topic } from "../records.ts";
import type { Sns, SnsContext } from "../state.ts";
import { removeSubscription } from "../subscriptions/registry.ts";
import { newAttributes, withAttribute } from "./attributes.ts";
import { effectiveTopicPolicy } from "./delivery-policies.ts";
import { isFifo, keyOf, topicArn, topicAt } from "./names.ts";
import { withTags } from "./tags.ts";
import { defaultPolicy } from "./topic-policy.ts";

/** How many topics, or subscriptions, a page has. */
export const PAGE = 100;

/** Creates a topic. One that is there already is answered when nothing that is asked for differs. */
export const createTopic: Sns["CreateTopic"] = (input, context) => {
  const { state, cloud, account, region } = context;
  const { Name = "", Attributes = {}, Tags = [], DataProtectionPolicy } = input;
  checkName(Name, Attributes.FifoTopic);
  const name = { account, region, name: Name };
  const { attributes, policy } = newAttributes(Attributes, name);
  const tags = withTags({}, Tags);
  if (DataProtectionPolicy !== undefined) checkDataProtection(DataProtectionPolicy);
  return cloud.store.write(() => {
    const before = state.topics.get(...keyOf(name));
    if (before) checkSame(before, { ...attributes, ...(policy && { Policy: policy }) }, Attributes, tags);
    else
      state.topics.put(keyOf(name), {
        ...name,
        attributes,
        policy: policy ?? defaultPolicy(name),
        tags,
        removed: 0,
        ...(DataProtectionPolicy && { dataProtection: DataProtectionPolicy }),
        ...(attributes.ArchivePolicy && { archivedSince: cloud.clock.now() }),
      });
    return { TopicArn: topicArn(name) };
  });
};

/** https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
function checkName(name: string, fifo: string | undefined): void {
  if (fifo !== undefined && !/^(true|false)$/.test(fifo))
    throw invalidParameter(`Attributes Reason: FifoTopic: Invalid value [${fifo}]. Must be true or false.`);
  if (fifo === "true") {
    if (name.length <= 256 && /^[\w-]{1,251}\.fifo$/.test(name)) return;
    throw invalidParameter(
      "Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, " +
        "numbers, underscores, and hyphens, and must be between 1 and 256 characters long.",
    );
  }
  if (!/^[\w-]{1,256}$/.test(name)) throw invalidParameter("Topic Name");
}

/** Refuses to create a topic once more with something else. What is not given does not differ. */
function checkSame(before: Topic, checked: Attributes, given: Attributes, tags: Topic["tags"]): void {
  for (const name of Object.keys(given)) {
    const known = name === "Policy" ? before.policy : before.attributes[name];
    const wanted = name === "FifoTopic" && given[name] === "false" ? undefined : checked[name];
    if (!isSame(known, wanted))
      throw invalidParameter("Attributes Reason: Topic already exists with different attributes");
  }
  const differs = Object.entries(tags).some(([key, value]) => before.tags[key] !== value);
  if (differs) throw invalidParameter("Tags Reason: Topic already exists with different tags");
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return (one ?? "") === (other ?? "");
}

/** Removes a topic with its subscriptions, and what waits to be delivered. A topic that is gone is a success. */
export const deleteTopic: Sns["DeleteTopic"] = (input, context) => {
  const { state, cloud } = context;
  cloud.store.write(() => {
    const topic = existing(input.TopicArn, context);
    if (!topic) return;
    const under = keyOf(topic);
    for (const subscription of [...state.subscriptions.values({ under })]) removeSubscription(subscription, state);
    for (const collection of [state.confirmations, state.seen, state.seenUntil, state.archive])
      cloud.store.remove(collection as Collection<unknown>, { under });
    state.sequences.delete(...under);
    state.deliveries.forget(topic);
    state.topics.delete(...under);
  });
  return {};
};

function existing(arn: string | undefined, context: SnsContext): Topic | undefined {
  try {
    return topicAt(arn, context);
  } catch (error) {
    if ((error as Error).name === "NotFoundException") return undefined;
    throw error;
  }
}

export const listTopics: Sns["ListTopics"] = (input, { state, account, region }) => {
  const all = [...state.topics.values({ under: [account, region] })].map(topicArn);
  const page = pageByKey(all.sort(), (arn) => arn, {
    token: input.NextToken,
    size: PAGE,
    invalid: () => invalidParameter("NextToken"),
  });
  return { Topics: page.items.map((TopicArn) => ({ TopicArn })), ...(page.next && { NextToken: page.next }) };
};

export const getTopicAttributes: Sns["GetTopicAttributes"] = (input, context) => {
  const { state } = context;
  const topic = topicAt(input.TopicArn, context);
  let confirmed = 0;
  let pending = 0;
  for (const { isPending } of state.subscriptions.values({ under: keyOf(topic) })) isPending ? pending++ : confirmed++;
  return {
    Attributes: {
      Policy: topic.policy,
      Owner: topic.account,
      SubscriptionsPending: String(pending),
      TopicArn: topicArn(topic),
      EffectiveDeliveryPolicy: JSON.stringify(effectiveTopicPolicy(topic)),
      SubscriptionsConfirmed: String(confirmed),
      DisplayName: "",
      SubscriptionsDeleted: String(topic.removed),
      ...topic.attributes,
      ...(topic.archivedSince !== undefined && { BeginningArchiveTime: new Date(topic.archivedSince).toISOString() }),
    },
  };
};

export const setTopicAttributes: Sns["SetTopicAttributes"] = (input, context) => {
  const { state, cloud } = context;
  const { AttributeName = "", AttributeValue = "" } = input;
  cloud.store.write(() => {
    const topic = topicAt(input.TopicArn, context);
    const changed = withAttribute(topic, AttributeName, AttributeValue, cloud.clock.now());
    state.topics.put(keyOf(topic), changed);
    if (isFifo(topic) && changed.archivedSince === undefined)
      cloud.store.remove(state.archive as Collection<unknown>, { under: keyOf(topic) });
  });
  return {};
};

export const putDataProtectionPolicy: Sns["PutDataProtectionPolicy"] = (input, context) => {
  const { state, cloud } = context;
  const { DataProtectionPolicy: text = "" } = input;
  if (text !== "") checkDataProtection(text);
  cloud.store.write(() => {
    const { dataProtection, ...topic } = topicAt(input.ResourceArn, context, "ResourceArn");
    state.topics.put(keyOf(topic), text === "" ? topic : { ...topic, dataProtection: text });
  });
  return {};
};

export const getDataProtectionPolicy: Sns["GetDataProtectionPolicy"] = (input, context) => ({
  DataProtectionPolicy: topicAt(input.ResourceArn, context, "ResourceArn").dataProtection ?? "",
});

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-data-protection-policies.html */
function checkDataProtection(text: string): void {
  const refused = () => invalidParameter("DataProtectionPolicy");
  if (Buffer.byteLength(text) > 30_720) throw refused();
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw refused();
  }
  const { Name, Version, Statement } = (document ?? {}) as Record<string, unknown>;
  if (typeof Name !== "string" || Version !== "2021-06-01" || !Array.isArray(Statement)) throw refused();
}
