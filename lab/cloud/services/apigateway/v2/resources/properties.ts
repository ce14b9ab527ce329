import { allTagsByKey } from "../../../../service/resource-tags.ts";
import type { ResourceContext } from "../../../../service/service.ts";

export { unlessGone } from "../../rest/resources/properties.ts";

/** How a property is written in an input, where a template may have it as text. */
export interface Shape {
  readonly [name: string]: "text" | "flag" | "number" | "json" | Shape;
}

/** A template's properties as an operation takes them: those of the shape, of the types that they have. */
export function typed(properties: object, shape: Shape): Record<string, unknown> {
  const given = properties as Record<string, unknown>;
  const result: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(shape)) {
    const value = given[name];
    if (value === undefined) continue;
    if (kind === "flag") result[name] = String(value) === "true";
    else if (kind === "number") result[name] = Number(value);
    else if (typeof kind === "object") result[name] = typed(value as object, kind);
    else result[name] = value;
  }
  return result;
}

/** The tags of a stack and of a resource in it: these templates write them as a map. */
export function tagsOf(
  context: Pick<ResourceContext, "stack">,
  tags: Record<string, string> = {},
): Record<string, string> {
  return { ...allTagsByKey([], context), ...tags };
}

/** Brings the tags of a resource from what it had to what it has. */
export async function retag(
  path: string,
  before: Record<string, string> | undefined,
  after: Record<string, string> | undefined,
  context: ResourceContext,
): Promise<void> {
  const ResourceArn = `arn:aws:apigateway:${context.region}::${path}`;
  const Tags = tagsOf(context, after);
  const TagKeys = Object.keys(tagsOf(context, before)).filter((key) => !Object.hasOwn(Tags, key));
  if (TagKeys.length > 0) await context.call.apigatewayv2.UntagResource({ ResourceArn, TagKeys });
  if (Object.keys(Tags).length > 0) await context.call.apigatewayv2.TagResource({ ResourceArn, Tags });
}
