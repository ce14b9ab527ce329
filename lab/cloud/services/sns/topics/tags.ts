import type { Tag } from "@aws-sdk/client-sns";
import { AwsError } from "../../../errors.ts";
import { invalidParameter } from "../errors.ts";
import type { Tags, Topic } from "../records.ts";
import type { Sns, SnsContext } from "../state.ts";
import { keyOf, topicAt } from "./names.ts";

/** https://docs.aws.amazon.com/sns/latest/dg/sns-tags.html */
const MOST = 50;

export const tagResource: Sns["TagResource"] = (input, context) => {
  change(input.ResourceArn, context, (topic) => withTags(topic.tags, input.Tags ?? []));
  return {};
};

export const untagResource: Sns["UntagResource"] = (input, context) => {
  const gone = new Set(input.TagKeys);
  change(input.ResourceArn, context, ({ tags }) =>
    Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key))),
  );
  return {};
};

export const listTagsForResource: Sns["ListTagsForResource"] = (input, context) => ({
  Tags: Object.entries(taggedAt(input.ResourceArn, context).tags).map(([Key, Value]) => ({ Key, Value })),
});

/** Tags with others added. Throws InvalidParameter, or TagLimitExceeded. */
export function withTags(before: Tags, added: readonly Tag[]): Tags {
  const keys = added.map(({ Key = "" }) => Key);
  if (new Set(keys).size < keys.length) throw invalidParameter("Duplicated keys are not allowed.");
  const reserved = keys.find((key) => /^aws:/i.test(key));
  if (reserved !== undefined) throw invalidParameter("Tag keys that start with 'aws:' are reserved for system use");
  const all = new Map(Object.entries(before));
  for (const { Key = "", Value = "" } of added) all.set(Key, Value);
  if (all.size > MOST)
    throw new AwsError("TagLimitExceededException", "Could not complete request: tag quota of per resource exceeded");
  return Object.fromEntries(all);
}

function change(arn: string | undefined, context: SnsContext, changed: (topic: Topic) => Tags): void {
  const { cloud, state } = context;
  cloud.store.write(() => {
    const topic = taggedAt(arn, context);
    state.topics.put(keyOf(topic), { ...topic, tags: changed(topic) });
  });
}

function taggedAt(arn: string | undefined, context: SnsContext): Topic {
  try {
    return topicAt(arn, context, "ResourceArn");
  } catch (error) {
    if ((error as Error).name === "NotFoundException")
      throw new AwsError("ResourceNotFoundException", "Resource does not exist");
    throw error;
  }
}
