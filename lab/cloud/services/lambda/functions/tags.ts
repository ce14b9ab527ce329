import { invalidParameter, notFound } from "../errors.ts";
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

/** What has tags. */
interface Tagged {
  readonly tags: Tags;
  /** Only inside `store.write`. */
  put(tags: Tags): void;
}

const MAPPING = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:event-source-mapping:([0-9a-f-]+)$/;

function openTagged(Resource: string, context: LambdaContext): Tagged {
  const [, uuid] = MAPPING.exec(Resource) ?? [];
  return uuid === undefined ? openFunctionsTags(Resource, context) : openMappingsTags(uuid, context);
}

/** Tags are a function's: its versions and aliases have none of their own, and `$LATEST` is a version too. */
function openFunctionsTags(Resource: string, context: LambdaContext): Tagged {
  if (readName({ FunctionName: Resource }, context).qualifier !== undefined) {
    throw invalidParameter("Tags on function aliases and versions are not supported. Please specify a function ARN.");
  }
  const { state, account, region } = context;
  const record = openFunction({ FunctionName: Resource }, context);
  return {
    tags: record.tags,
    put: (tags) => state.functions.put([account, region, record.configuration.FunctionName], { ...record, tags }),
  };
}

function openMappingsTags(uuid: string, { state, account, region }: LambdaContext): Tagged {
  const record = state.mappings.get(account, region, uuid);
  if (!record) throw notFound("The resource you requested does not exist.");
  return {
    tags: record.tags ?? {},
    put: (tags) => state.mappings.put([account, region, uuid], { ...record, tags }),
  };
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
  context.cloud.store.write(() => {
    const tagged = openTagged(Resource, context);
    tagged.put(change(tagged.tags));
  });
}
