import { invalid, noPipe } from "../errors.ts";
import type { PipeRecord } from "../records.ts";
import type { Pipes, PipesContext } from "../state.ts";
import { readArn } from "./names.ts";

type Tags = Readonly<Record<string, string>>;

const MOST = 50;

/** Tags with others added. Throws for what are none. */
export function checkTags(before: Tags, added: Tags): Tags {
  for (const key of Object.keys(added))
    if (/^aws:/i.test(key)) throw invalid("Tag keys that begin with aws: are reserved for system use.");
  const all = { ...before, ...added };
  if (Object.keys(all).length > MOST) throw invalid(`A resource can have at most ${MOST} tags.`);
  return all;
}

export const tagResource: Pipes["TagResource"] = ({ resourceArn, tags }, context) => {
  change(resourceArn as string, context, (before) => checkTags(before, tags ?? {}));
  return {};
};

export const untagResource: Pipes["UntagResource"] = ({ resourceArn, tagKeys = [] }, context) => {
  change(resourceArn as string, context, (before) =>
    Object.fromEntries(Object.entries(before).filter(([key]) => !tagKeys.includes(key))),
  );
  return {};
};

export const listTagsForResource: Pipes["ListTagsForResource"] = ({ resourceArn }, context) => ({
  tags: { ...pipeAt(resourceArn as string, context).tags },
});

function pipeAt(arn: string, { state }: PipesContext): PipeRecord {
  const named = readArn(arn);
  const pipe = named && state.pipes.get(named.account, named.region, named.name);
  if (!pipe) throw noPipe(named?.name ?? arn);
  return pipe;
}

function change(arn: string, context: PipesContext, changed: (tags: Tags) => Tags): void {
  const { cloud, state } = context;
  cloud.store.write(() => {
    const pipe = pipeAt(arn, context);
    state.put({ ...pipe, tags: changed(pipe.tags) });
  });
}
