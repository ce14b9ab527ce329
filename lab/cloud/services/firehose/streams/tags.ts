import type { Tag } from "@aws-sdk/client-firehose";
import { invalid, limitExceeded } from "../errors.ts";
import type { DeliveryStream } from "../records.ts";
import type { Firehose, FirehoseContext } from "../state.ts";
import { keyOf, openStream } from "./names.ts";

type Tags = Readonly<Record<string, string>>;

const MOST = 50;

export const tagDeliveryStream: Firehose["TagDeliveryStream"] = (input, context) => {
  change(input.DeliveryStreamName, context, (tags) => asTags(input.Tags ?? [], tags));
  return {};
};

export const untagDeliveryStream: Firehose["UntagDeliveryStream"] = (input, context) => {
  const gone = new Set(input.TagKeys);
  change(input.DeliveryStreamName, context, (tags) =>
    Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key))),
  );
  return {};
};

export const listTagsForDeliveryStream: Firehose["ListTagsForDeliveryStream"] = (input, context) => {
  const { Limit = MOST, ExclusiveStartTagKey: after } = input;
  const tags = tagsOf(openStream(input.DeliveryStreamName, context), context);
  const keys = Object.keys(tags).sort();
  const rest = after === undefined ? keys : keys.filter((key) => key > after);
  return {
    Tags: rest.slice(0, Limit).map((Key) => ({ Key, Value: tags[Key] ?? "" })),
    HasMoreTags: rest.length > Limit,
  };
};

/** Tags with others added. Throws Firehose's errors for what are none. */
export function asTags(added: readonly Tag[], before: Tags = {}): Tags {
  const all = new Map(Object.entries(before));
  for (const { Key = "", Value = "" } of added) {
    if (/^aws:/i.test(Key)) throw invalid(`Tag key ${Key} uses the reserved prefix aws:`);
    all.set(Key, Value);
  }
  if (all.size > MOST) throw limitExceeded(`A Firehose stream can have at most ${MOST} tags.`);
  return Object.fromEntries(all);
}

function tagsOf(stream: DeliveryStream, { state }: FirehoseContext): Tags {
  return state.tags.get(...keyOf(stream)) ?? {};
}

function change(name: string | undefined, context: FirehoseContext, changed: (tags: Tags) => Tags): void {
  const { cloud, state } = context;
  cloud.store.write(() => {
    const stream = openStream(name, context);
    state.tags.put(keyOf(stream), changed(tagsOf(stream, context)));
  });
}
