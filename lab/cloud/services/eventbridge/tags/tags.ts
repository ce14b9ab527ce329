import { findBus } from "../buses/lookup.ts";
import { readBusArn, readRuleArn } from "../buses/names.ts";
import { limitExceeded, notFound } from "../errors.ts";
import type { Tags } from "../records.ts";
import type { EventBridge, EventBridgeContext } from "../state.ts";

const MOST = 50;

type TagList = readonly { readonly Key: string | undefined; readonly Value: string | undefined }[] | undefined;

export const tagResource: EventBridge["TagResource"] = ({ ResourceARN, Tags }, context) => {
  const { cloud } = context;
  cloud.store.write(() => putTags(ResourceARN, { ...tagsOf(ResourceARN, context), ...tagsIn(Tags) }, context));
  return {};
};

export const untagResource: EventBridge["UntagResource"] = ({ ResourceARN, TagKeys }, context) => {
  const { cloud } = context;
  cloud.store.write(() => {
    const left = Object.entries(tagsOf(ResourceARN, context)).filter(([key]) => !TagKeys.includes(key));
    putTags(ResourceARN, Object.fromEntries(left), context);
  });
  return {};
};

export const listTagsForResource: EventBridge["ListTagsForResource"] = ({ ResourceARN }, context) => ({
  Tags: Object.entries(tagsOf(ResourceARN, context)).map(([Key, Value]) => ({ Key, Value })),
});

export function tagsIn(tags: TagList = []): Tags {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** Only inside `store.write`. */
export function putTags(arn: string, tags: Tags, { account, region, state }: EventBridgeContext): void {
  const count = Object.keys(tags).length;
  if (count > MOST) throw limitExceeded();
  if (count > 0) state.tags.put([account, region, arn], tags);
  else state.tags.delete(account, region, arn);
}

/** The tags of a bus or a rule. Throws EventBridge's error when there is no such thing. */
function tagsOf(arn: string, { account, region, state }: EventBridgeContext): Tags {
  const bus = readBusArn(arn);
  if (bus && !findBus(bus, state)) throw notFound(`Event bus ${bus.name} does not exist.`);
  const rule = readRuleArn(arn);
  if (rule && !state.rules.has(rule.account, rule.region, rule.bus, rule.name))
    throw notFound(`Rule ${rule.name} does not exist on EventBus ${rule.bus}.`);
  return state.tags.get(account, region, arn) ?? {};
}
