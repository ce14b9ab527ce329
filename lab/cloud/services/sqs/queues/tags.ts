import { AwsError } from "../../../errors.ts";
import { invalidParameter } from "../errors.ts";
import type { Sqs } from "../state.ts";
import { openQueue } from "./lookup.ts";

type Tags = Readonly<Record<string, string>>;

const MOST = 50;

export const tagQueue: Sqs["TagQueue"] = ({ QueueUrl, Tags }, context) => {
  const { cloud, state } = context;
  checkTags(Tags);
  cloud.store.write(() => {
    const { account, region, name } = openQueue(QueueUrl, context);
    const all = { ...state.tags.get(account, region, name), ...Tags };
    if (Object.keys(all).length > MOST) throw new AwsError("OverLimit", `Too many tags added for queue ${name}.`);
    state.tags.put([account, region, name], all);
  });
  return {};
};

export const untagQueue: Sqs["UntagQueue"] = ({ QueueUrl, TagKeys }, context) => {
  const { cloud, state } = context;
  cloud.store.write(() => {
    const { account, region, name } = openQueue(QueueUrl, context);
    const gone = new Set(TagKeys);
    const rest = Object.entries(state.tags.get(account, region, name) ?? {}).filter(([key]) => !gone.has(key));
    if (rest.length > 0) state.tags.put([account, region, name], Object.fromEntries(rest));
    else state.tags.delete(account, region, name);
  });
  return {};
};

export const listQueueTags: Sqs["ListQueueTags"] = ({ QueueUrl }, context) => {
  const { account, region, name } = openQueue(QueueUrl, context);
  return { Tags: { ...context.state.tags.get(account, region, name) } };
};

/** Throws AWS's errors for tags that nothing can have. */
export function checkTags(tags: Tags): void {
  for (const [key, value] of Object.entries(tags)) {
    if (key === "" || key.length > 128)
      throw invalidParameter("Tag keys must be between 1 and 128 characters in length.");
    if (value.length > 256) throw invalidParameter("Tag values must be between 0 and 256 characters in length.");
    if (/^aws:/i.test(key)) throw invalidParameter("Tag keys must not begin with aws:, which is reserved for AWS use.");
  }
  if (Object.keys(tags).length > MOST) throw invalidParameter(`A queue can have ${MOST} tags at most.`);
}
