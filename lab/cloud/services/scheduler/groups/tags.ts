import type { Tag } from "@aws-sdk/client-scheduler";
import { requestTags, type Tags } from "../../../auth/request-tags.ts";
import { invalid, notFound, quotaExceeded } from "../errors.ts";
import type { Scheduler, SchedulerContext } from "../state.ts";
import { groupIn, openGroup } from "./names.ts";

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html */
const MOST = 50;

/** Tags with others added. Throws the Scheduler's errors for what are none. */
export function checkTags(before: Tags, added: readonly Tag[]): Tags {
  for (const { Key = "" } of added)
    if (/^aws:/i.test(Key)) throw invalid(`The tag key ${Key} is reserved: keys may not begin with aws:.`);
  const all = { ...before, ...requestTags({ Tags: added }) };
  if (Object.keys(all).length > MOST) throw quotaExceeded(`A resource may not have more than ${MOST} tags.`);
  return all;
}

export const tagResource: Scheduler["TagResource"] = ({ ResourceArn = "", Tags = [] }, context) => {
  change(ResourceArn, context, (tags) => checkTags(tags, Tags));
  return {};
};

export const untagResource: Scheduler["UntagResource"] = ({ ResourceArn = "", TagKeys = [] }, context) => {
  change(ResourceArn, context, (tags) =>
    Object.fromEntries(Object.entries(tags).filter(([key]) => !TagKeys.includes(key))),
  );
  return {};
};

export const listTagsForResource: Scheduler["ListTagsForResource"] = ({ ResourceArn = "" }, context) => {
  const tags = context.state.tags.get(...placeOf(ResourceArn, context)) ?? {};
  return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
};

function change(arn: string, context: SchedulerContext, changed: (tags: Tags) => Tags): void {
  const { cloud, state } = context;
  cloud.store.write(() => {
    const place = placeOf(arn, context);
    state.tags.put(place, changed(state.tags.get(...place) ?? {}));
  });
}

function placeOf(arn: string, context: SchedulerContext): string[] {
  const name = groupIn(arn, context);
  if (name === undefined) throw notFound(`The resource ${arn} does not exist.`);
  openGroup(name, context);
  return [context.account, context.region, name];
}
