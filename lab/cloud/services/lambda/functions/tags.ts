import { invalidParameter } from "../errors.ts";
import type { FunctionRecord } from "../records.ts";
import type { Lambda, LambdaContext } from "../state.ts";
import { openFunction } from "./lookup.ts";
import { readName } from "./names.ts";

const MAX_TAGS = 50;

type Tags = Readonly<Record<string, string>>;

export const tagResource: Lambda["TagResource"] = ({ Resource, Tags }, context) => {
  retag(Resource, context, (before) => {
    const after = { ...before, ...Tags };
    checkTags(after);
    return after;
  });
  return {};
};

export const untagResource: Lambda["UntagResource"] = ({ Resource, TagKeys }, context) => {
  retag(Resource, context, (before) =>
    Object.fromEntries(Object.entries(before).filter(([key]) => !TagKeys.includes(key))),
  );
  return {};
};

export const listTags: Lambda["ListTags"] = ({ Resource }, context) => {
  return { Tags: openTagged(Resource, context).tags };
};

/** Tags are a function's: its versions and aliases have none of their own, and `$LATEST` is a version too. */
function openTagged(Resource: string, context: LambdaContext): FunctionRecord {
  if (readName({ FunctionName: Resource }, context).qualifier !== undefined) {
    throw invalidParameter("Tags on function aliases and versions are not supported. Please specify a function ARN.");
  }
  return openFunction({ FunctionName: Resource }, context);
}

/** Throws AWS's errors for tags that no resource can have. */
export function checkTags(tags: Tags): void {
  const entries = Object.entries(tags);
  if (entries.length > MAX_TAGS) throw invalidParameter(`Number of tags exceeds resource tag limit of ${MAX_TAGS}.`);
  for (const [key, value] of entries) {
    if (key.startsWith("aws:")) throw invalidParameter("Tag keys starting with 'aws:' are reserved for internal use.");
    if (key.length < 1 || key.length > 128) throw invalidParameter("Tag keys must have 1 to 128 characters.");
    if (value.length > 256) throw invalidParameter("Tag values must have at most 256 characters.");
  }
}

function retag(Resource: string, context: LambdaContext, change: (tags: Tags) => Tags): void {
  const { cloud, state, account, region } = context;
  cloud.store.write(() => {
    const record = openTagged(Resource, context);
    const tags = change(record.tags);
    state.functions.put([account, region, record.configuration.FunctionName], { ...record, tags });
  });
}
