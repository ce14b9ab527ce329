import { validationError } from "../errors.ts";
import { callOf } from "../template/calls.ts";

/** The values of the loops' identifiers that hold where something stands. */
type Bindings = ReadonlyMap<string, string>;

const PREFIX = "Fn::ForEach::";
const MOST_ITEMS = 100;
const DEEPEST = 5;
/** Characters: no template is longer. */
const LARGEST = 1_000_000;

/**
 * Expands every loop of a template: `"Fn::ForEach::Name": ["X", ["a", "b"], {"Key${X}": …}]` becomes a member for each item.
 * Within a loop, `${X}` stands for the item, `&{X}` for its letters and digits, and `{"Ref": "X"}` for the item, too.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 * @param collection computes what a loop runs over
 */
export function expandLoops(value: unknown, collection: (written: unknown) => unknown): unknown {
  return expand(value, { bindings: new Map(), collection, depth: 0, size: new Size() });
}

/** Where a part of a template stands. */
interface Place {
  readonly bindings: Bindings;
  readonly collection: (written: unknown) => unknown;
  /** How many loops it is in. */
  readonly depth: number;
  readonly size: Size;
}

/** How much came out so far: five loops in one another could make ten billion members. */
class Size {
  #characters = 0;

  /** Throws AWS's ValidationError for more than a template may hold. */
  add(characters: number): void {
    this.#characters += characters;
    if (this.#characters > LARGEST) throw failed(`The processed template may not exceed ${LARGEST} bytes in size`);
  }
}

function expand(value: unknown, place: Place): unknown {
  place.size.add(1);
  if (typeof value === "string") return filledIn(value, place);
  if (Array.isArray(value)) return value.map((item) => expand(item, place));
  if (typeof value !== "object" || value === null) return value;
  const call = callOf(value);
  const bound = call?.name === "Ref" ? place.bindings.get(String(call.argument)) : undefined;
  if (bound !== undefined) return bound;
  const members = Object.entries(value).flatMap(([key, item]) =>
    key.startsWith(PREFIX)
      ? [...iterations(key, item, { ...place, depth: place.depth + 1 })]
      : [[filledIn(key, place), expand(item, place)] as const],
  );
  return Object.fromEntries(members);
}

/** The members that one loop makes. */
function iterations(key: string, loop: unknown, place: Place): Map<string, unknown> {
  if (!/^[a-zA-Z0-9]+$/.test(key.slice(PREFIX.length)) || !Array.isArray(loop) || loop.length !== 3)
    throw failed("Fn::ForEach layout is incorrect");
  if (place.depth > DEEPEST) throw failed(`Fn::ForEach can be nested ${DEEPEST} levels deep at most`);
  const [identifier, written, body] = loop;
  if (typeof identifier !== "string" || typeof body !== "object" || body === null || Array.isArray(body))
    throw failed("Fn::ForEach layout is incorrect");
  const items = [place.collection(expand(written, place))].flat(2);
  if (items.length > MOST_ITEMS) throw failed(`Fn::ForEach can have ${MOST_ITEMS} items in a collection at most`);
  const members = new Map<string, unknown>();
  for (const item of items) {
    const made = expand(body, { ...place, bindings: new Map([...place.bindings, [identifier, String(item)]]) });
    for (const [name, member] of Object.entries(made as object)) {
      if (members.has(name)) throw failed(`Fn::ForEach makes the key ${name} more than once`);
      members.set(name, member);
    }
  }
  return members;
}

function filledIn(text: string, { bindings, size }: Place): string {
  size.add(text.length);
  if (bindings.size === 0) return text;
  return text.replace(/([$&])\{\s*([a-zA-Z0-9]+)\s*\}/g, (whole, sign, name) => {
    const value = bindings.get(name);
    if (value === undefined) return whole;
    size.add(value.length);
    return sign === "&" ? value.replace(/[^a-zA-Z0-9]/g, "") : value;
  });
}

/** What AWS answers when its transform of the language can't work on a template. */
export function failed(reason: string): Error {
  return validationError(`Transform AWS::LanguageExtensions failed with: ${reason}`);
}
