import { validationError } from "../errors.ts";
import { readTemplateText } from "../template/read.ts";

/** A call of a transform in a template: `{"Name": "AWS::Include", "Parameters": {…}}`. */
interface TransformCall {
  readonly Name: string;
  readonly Parameters?: Readonly<Record<string, unknown>>;
}

/** How snippets are found: the value of a location as it is written, and the text that lies there. */
export interface Library {
  value(written: unknown): unknown;
  fetch(location: string): Promise<string>;
}

/**
 * Puts the snippets of AWS::Include where a template calls for them: the snippet's members join those beside the call.
 * Snippets may include others. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-include.html
 */
export async function withIncludes(value: unknown, library: Library, depth = 0): Promise<unknown> {
  if (depth > 20)
    throw validationError("Transform AWS::Include failed with: Snippets include each other without an end");
  if (Array.isArray(value)) return await Promise.all(value.map((item) => withIncludes(item, library, depth)));
  if (typeof value !== "object" || value === null) return value;
  const members: [key: string, item: unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (key === "Fn::Transform")
      members.push(...Object.entries(await snippet(item as TransformCall, library, depth + 1)));
    else members.push([key, await withIncludes(item, library, depth)]);
  }
  return Object.fromEntries(members);
}

/** What one call includes. */
export async function snippet({ Name, Parameters = {} }: TransformCall, library: Library, depth = 0): Promise<object> {
  if (Name !== "AWS::Include") throw validationError(`No transform named ${Name} found.`);
  const location = library.value(Parameters.Location);
  if (typeof location !== "string")
    throw validationError("Transform AWS::Include failed with: The value of parameter Location must be a string");
  const included = readTemplateText(await library.fetch(location));
  if (typeof included !== "object" || included === null || Array.isArray(included))
    throw validationError(`Transform AWS::Include failed with: The snippet at ${location} is no object`);
  return (await withIncludes(included, library, depth)) as object;
}

/** So many snippets can a template include, those of snippets counted. */
const MOST_SNIPPETS = 100;

/** A library that is for one template. */
export function libraryOf({ value, fetch }: Library): Library {
  let fetched = 0;
  return {
    value,
    fetch(location) {
      if (++fetched > MOST_SNIPPETS)
        throw validationError(
          `Transform AWS::Include failed with: A template can include ${MOST_SNIPPETS} snippets at most`,
        );
      return fetch(location);
    },
  };
}
