import type { ResourceContext } from "../../../service/service.ts";

export type TagList = readonly { readonly Key: string; readonly Value: string }[];

/** The tags of a resource, with those of its stack. */
export function tagsOf(tags: TagList, { stack }: Pick<ResourceContext, "stack">): Record<string, string> {
  return asRecord([...stack.tags, ...tags]);
}

export function asRecord(tags: TagList): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, String(Value)]));
}

/** The keys of tags that are no more. */
export function removedKeys(previous: TagList, tags: TagList): string[] {
  const kept = new Set(tags.map(({ Key }) => Key));
  return previous.map(({ Key }) => Key).filter((key) => !kept.has(key));
}
