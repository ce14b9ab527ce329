import { validationError } from "../errors.ts";
import { callOf } from "../template/calls.ts";

/** The values of the loops' identifiers that hold where something stands. */
type Bindings = ReadonlyMap<string, string>;

const PREFIX = "Fn::ForEach::";
const MOST_ITEMS = 100;
const DEEPEST = 5;

/**
 * Expands every loop of a template: `"Fn::ForEach::Name": ["X", ["a", "b"], {"Key${X}": …}]` becomes a member for each item.
 * Within a loop, `${X}` stands for the item, `&{X}` for its letters and digits, and `{"Ref": "X"}` for the item, too.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 * @param collection computes what a loop runs over
 */
export function expandLoops(value: unknown, collection: (written: unknown) => unknown): unknown {
  return expand(value, new Map(), collection, 0);
}

function expand(value: unknown, bindings: Bindings, collection: (written: unknown) => unknown, depth: number): unknown {
  if (typeof value === "string") return filledIn(value, bindings);
  if (Array.isArray(value)) return value.map((item) => expand(item, bindings, collection, depth));
  if (typeof value !== "object" || value === null) return value;
  const call = callOf(value);
  if (call?.name === "Ref" && bindings.has(String(call.argument))) return bindings.get(String(call.argument));
  const members: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (!key.startsWith(PREFIX)) members[filledIn(key, bindings)] = expand(item, bindings, collection, depth);
    else Object.assign(members, iterations(key, item, bindings, collection, depth + 1));
  }
  return members;
}

/** The members that one loop makes. */
function iterations(
  key: string,
  loop: unknown,
  bindings: Bindings,
  collection: (written: unknown) => unknown,
  depth: number,
): Record<string, unknown> {
  if (!/^[a-zA-Z0-9]+$/.test(key.slice(PREFIX.length)) || !Array.isArray(loop) || loop.length !== 3)
    throw failed("Fn::ForEach layout is incorrect");
  if (depth > DEEPEST) throw failed(`Fn::ForEach can be nested ${DEEPEST} levels deep at most`);
  const [identifier, written, body] = loop;
  if (typeof identifier !== "string" || typeof body !== "object" || body === null || Array.isArray(body))
    throw failed("Fn::ForEach layout is incorrect");
  const items = [collection(expand(written, bindings, collection, depth))].flat(2);
  if (items.length > MOST_ITEMS) throw failed(`Fn::ForEach can have ${MOST_ITEMS} items in a collection at most`);
  const members: Record<string, unknown> = {};
  for (const item of items) {
    const made = expand(body, new Map([...bindings, [identifier, String(item)]]), collection, depth);
    for (const [name, member] of Object.entries(made as object)) {
      if (Object.hasOwn(members, name)) throw failed(`Fn::ForEach makes the key ${name} more than once`);
      members[name] = member;
    }
  }
  return members;
}

function filledIn(text: string, bindings: Bindings): string {
  if (bindings.size === 0) return text;
  return text.replace(/([$&])\{\s*([a-zA-Z0-9]+)\s*\}/g, (whole, sign, name) => {
    const value = bindings.get(name);
    if (value === undefined) return whole;
    return sign === "&" ? value.replace(/[^a-zA-Z0-9]/g, "") : value;
  });
}

/** What AWS answers when its transform of the language can't work on a template. */
export function failed(reason: string): Error {
  return validationError(`Transform AWS::LanguageExtensions failed with: ${reason}`);
}
