import { tolerate } from "../../../../service/gone.ts";
import { allTagsByKey, type Tag, tagChanges } from "../../../../service/resource-tags.ts";
import type { ResourceContext } from "../../../../service/service.ts";
import { lowered } from "../../shared/member-names.ts";
import type { Patchables } from "../apis/patch.ts";

/** The members of a template's object that are patchable, of the types that they have: templates write all of them as text, too. */
export function typed(value: object, patchables: Patchables): Record<string, unknown> {
  const named = lowered(value);
  const result: Record<string, unknown> = {};
  for (const [name, rule] of Object.entries(patchables)) {
    const given = named[name];
    if (given === undefined) continue;
    if (rule.kind === "flag") result[name] = String(given) === "true";
    else if (rule.kind === "number") result[name] = Number(given);
    else if (rule.kind === "members") result[name] = typed(given as object, rule.of);
    else if (rule.kind === "flags") result[name] = mapValues(given as object, (one) => String(one) === "true");
    else result[name] = given;
  }
  return result;
}

export function mapValues<T>(value: object, change: (one: unknown) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one)]));
}

/** Brings the tags of a resource from what it had to what it has. */
export async function retag(
  path: string,
  before: readonly Tag[] | undefined,
  after: readonly Tag[] | undefined,
  context: ResourceContext,
): Promise<void> {
  const { call, region } = context;
  const resourceArn = `arn:aws:apigateway:${region}::${path}`;
  const tags = allTagsByKey(after, context);
  const tagKeys = tagChanges(after, before, context).TagKeys;
  if (tagKeys.length > 0) await call.apigateway.UntagResource({ resourceArn, tagKeys });
  if (Object.keys(tags).length > 0) await call.apigateway.TagResource({ resourceArn, tags });
}

export async function unlessGone(deletion: Promise<unknown>): Promise<void> {
  await deletion.catch(tolerate("NotFoundException"));
}
