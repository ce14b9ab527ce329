import type { KeyPart } from "../../../store/collection.ts";
import { openConsumerAt } from "../consumers/consumers.ts";
import { invalid } from "../errors.ts";
import type { Kinesis, KinesisContext } from "../state.ts";
import { type Named, noStream, openStream, readArn } from "./names.ts";

type Tags = Readonly<Record<string, string>>;

const MOST = 50;
/** https://docs.aws.amazon.com/streams/latest/dev/tagging.html */
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@%]*$/u;

/** Tags with others added. Throws Kinesis's errors for what are none. */
export function checkTags(before: Tags, added: Tags): Tags {
  for (const [key, value] of Object.entries(added)) {
    if (!ALLOWED.test(key) || !ALLOWED.test(value))
      throw invalid(
        "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @.",
      );
    if (/^aws:/i.test(key)) throw invalid("Some tags contain the reserved prefix aws:.");
  }
  const all = { ...before, ...added };
  if (Object.keys(all).length > MOST)
    throw invalid(
      `Failed to add tags to stream because a given stream cannot have more than ${MOST} tags associated with it.`,
    );
  return all;
}

export const addTagsToStream: Kinesis["AddTagsToStream"] = (input, context) => {
  change(placeOf(input, context), context, (tags) => checkTags(tags, input.Tags ?? {}));
  return {};
};

export const removeTagsFromStream: Kinesis["RemoveTagsFromStream"] = (input, context) => {
  change(placeOf(input, context), context, (tags) => without(tags, input.TagKeys ?? []));
  return {};
};

export const listTagsForStream: Kinesis["ListTagsForStream"] = (input, context) => {
  const { Limit = MOST, ExclusiveStartTagKey: after } = input;
  const all = shown(context.state.tags.get(...placeOf(input, context)));
  const left = after === undefined ? all : all.filter(({ Key }) => Key > after);
  return { Tags: left.slice(0, Limit), HasMoreTags: left.length > Limit };
};

export const tagResource: Kinesis["TagResource"] = ({ ResourceARN, Tags }, context) => {
  change(placeAt(ResourceARN as string, context), context, (tags) => checkTags(tags, Tags ?? {}));
  return {};
};

export const untagResource: Kinesis["UntagResource"] = ({ ResourceARN, TagKeys }, context) => {
  change(placeAt(ResourceARN as string, context), context, (tags) => without(tags, TagKeys ?? []));
  return {};
};

export const listTagsForResource: Kinesis["ListTagsForResource"] = ({ ResourceARN }, { state, ...context }) => ({
  Tags: shown(state.tags.get(...placeAt(ResourceARN as string, { ...context, state }))),
});

function placeOf(input: Named, context: KinesisContext): KeyPart[] {
  const { account, region, name } = openStream(input, context);
  return [account, region, name];
}

/** What an ARN of a stream, or of one of its consumers, names. Throws Kinesis's errors. */
export function placeAt(arn: string, context: KinesisContext): KeyPart[] {
  const named = readArn(arn);
  if (!named || named.region !== context.region) throw invalid(`The ARN ${arn} is not that of a stream or a consumer.`);
  const { account, region, name, consumer } = named;
  if (!context.state.streams.has(account, region, name)) throw noStream(named);
  if (consumer === undefined) return [account, region, name];
  openConsumerAt(arn, context);
  return [account, region, name, consumer];
}

function change(place: KeyPart[], { cloud, state }: KinesisContext, changed: (tags: Tags) => Tags): void {
  cloud.store.write(() => state.tags.put(place, changed(state.tags.get(...place) ?? {})));
}

function without(tags: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}

function shown(tags: Tags = {}) {
  return Object.entries(tags)
    .map(([Key, Value]) => ({ Key, Value }))
    .sort((a, b) => (a.Key < b.Key ? -1 : 1));
}
