import type { ResourceContext } from "./service.ts";

// The tags of what CloudFormation makes: a stack's tags are those of its resources, too, and a resource's own ones win.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html

/** A tag as most templates write it. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

type Stack = Pick<ResourceContext, "stack">;

/** A resource's own tags, and those of its stack that it does not have itself. */
export function allTags(own: readonly Tag[] = [], { stack }: Stack): Tag[] {
  return [...stack.tags.filter(({ Key }) => !own.some((one) => one.Key === Key)), ...own];
}

/** The same for services whose tags are a map. */
export function allTagsByKey(own: readonly Tag[] | undefined, context: Stack): Record<string, string> {
  // What a template writes without quotes may be a number.
  return Object.fromEntries(allTags(own, context).map(({ Key, Value }) => [Key, String(Value)]));
}

/** The tags that a resource has by now, and the keys of those that it has no more. */
export function tagChanges(next: readonly Tag[] | undefined, previous: readonly Tag[] = [], context: Stack) {
  const Tags = allTags(next, context);
  const TagKeys = previous.map(({ Key }) => Key).filter((key) => !Tags.some(({ Key }) => Key === key));
  return { Tags, TagKeys };
}
