import type { ResourceContext } from "../../../service/service.ts";

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** A resource's tags, with those of its stack. */
export function tagsOf(tags: readonly Tag[] = [], { stack }: ResourceContext): Tag[] {
  const own = new Set(tags.map(({ Key }) => Key));
  return [...stack.tags.filter(({ Key }) => !own.has(Key)), ...tags];
}

/** Brings the tags of an existing resource to new ones. */
export async function updateTags(
  ResourceARN: string,
  tags: readonly Tag[] | undefined,
  previous: readonly Tag[] = [],
  context: ResourceContext,
): Promise<void> {
  const Tags = tagsOf(tags, context);
  const kept = new Set(Tags.map(({ Key }) => Key));
  const TagKeys = previous.map(({ Key }) => Key).filter((key) => !kept.has(key));
  if (TagKeys.length > 0) await context.call.events.UntagResource({ ResourceARN, TagKeys });
  if (Tags.length > 0) await context.call.events.TagResource({ ResourceARN, Tags });
}
