import { AwsError } from "../../../errors.ts";
import { invalid, invalidParameters, RequestFault } from "../errors.ts";
import type { AttributeValue, Item } from "./attribute-value.ts";
import { normalNumber } from "./numbers.ts";
import { orderedBinaries, orderedNumbers, orderedStrings } from "./sets.ts";

/**
 * How many levels an attribute may have, itself the first one.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-attributes
 */
const DEEPEST = 32;

/** Checks the attributes of an item, or of a key, and writes their numbers as DynamoDB keeps them. Throws its ValidationExceptions. */
export function checkedItem(item: Item): Item {
  // DynamoDB looks at an item's own names first, then at its depth, and at the names inside last.
  if (Object.hasOwn(item, "")) throw new EmptyName();
  try {
    return checkedMap(item, 1);
  } catch (error) {
    if (error instanceof EmptyName) for (const value of Object.values(item)) checkDepth(value, 1);
    throw error;
  }
}

class EmptyName extends AwsError {
  constructor() {
    super("ValidationException", "Empty attribute name");
  }
}

function checkDepth({ M, L }: AttributeValue, depth: number): void {
  for (const inner of M ? Object.values(M) : (L ?? [])) checkDepth(inner, deeper(depth));
}

/** The same for one value. */
export function checkedValue(value: AttributeValue, depth = 1): AttributeValue {
  let type: string | undefined;
  let checked = value;
  for (const name in value) {
    if (type !== undefined)
      throw invalid(
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
      );
    type = name;
    checked = checkedAs(name, value, depth);
  }
  if (type === undefined)
    throw invalid("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  return checked;
}

/** What is right already, as most values are, stays the same object. */
function checkedAs(type: string, value: AttributeValue, depth: number): AttributeValue {
  switch (type) {
    case "N": {
      const number = normalNumber(value.N as string);
      return number === value.N ? value : { N: number };
    }
    case "NULL":
      if (!value.NULL) throw invalidParameters("Null attribute value types must have the value of true");
      return value;
    case "SS":
      return checkedStrings(value.SS as string[], value);
    case "NS":
      return { NS: checkedNumbers(value.NS as string[]) as string[] };
    case "BS":
      return checkedBinaries(value.BS as Uint8Array[], value);
    case "M": {
      const map = value.M as Item;
      const checked = checkedMap(map, deeper(depth));
      return checked === map ? value : { M: checked };
    }
    case "L": {
      const inner = deeper(depth);
      return { L: (value.L as AttributeValue[]).map((one) => checkedValue(one, inner)) };
    }
    default:
      return value;
  }
}

function checkedMap(map: Item, depth: number): Item {
  let changed: [name: string, value: AttributeValue][] | undefined;
  for (const name of Object.keys(map)) {
    if (name === "") throw new EmptyName();
    const value = map[name] as AttributeValue;
    const checked = checkedValue(value, depth);
    if (checked === value) continue;
    changed ??= [];
    changed.push([name, checked]);
  }
  // Names that a user chose are never assigned; and those that change keep their places.
  return changed ? { ...map, ...Object.fromEntries(changed) } : map;
}

function checkedStrings(strings: readonly string[], value: AttributeValue): AttributeValue {
  if (strings.length === 0) throw invalidParameters("An string set  may not be empty");
  if (hasDuplicates(strings)) {
    const quoted = toFirstRepeat(strings, orderedStrings).map((text) => JSON.stringify(text));
    throw duplicates(` [${quoted.join(", ")}]`, ` [${strings.join(", ")}]`);
  }
  const ordered = orderedStrings(strings);
  return ordered === strings ? value : { SS: ordered as string[] };
}

function checkedNumbers(numbers: readonly string[]): readonly string[] {
  if (numbers.length === 0) throw invalidParameters("An number set  may not be empty");
  const checked = numbers.map(normalNumber);
  if (hasDuplicates(checked)) {
    const problem = "Input collection contains duplicates";
    throw new RequestFault(`${INVALID}${problem}.`, problem);
  }
  return orderedNumbers(checked);
}

function checkedBinaries(binaries: readonly Uint8Array[], value: AttributeValue): AttributeValue {
  if (binaries.length === 0) throw invalidParameters("Binary sets should not be empty");
  const texts = binaries.map((bytes) => Buffer.from(bytes).toString("base64"));
  if (hasDuplicates(texts)) {
    const quoted = toFirstRepeat(texts, orderedTexts).map((text) => JSON.stringify(text));
    // AWS leaves out this space.
    throw duplicates(` [${quoted.join(",")}]of type BS`, ` [${texts.join(", ")}]of type BS`);
  }
  const ordered = orderedBinaries(binaries);
  return ordered === binaries ? value : { BS: ordered as Uint8Array[] };
}

const INVALID = "One or more parameter values were invalid: ";

function duplicates(shown: string, older: string): RequestFault {
  const problem = (which: string) => `${INVALID}Input collection${which} contains duplicates.`;
  return new RequestFault(problem(shown), problem(older));
}

/** As DynamoDB shows them: those before the first one that is there already, in the order of their bytes, then the others. */
function toFirstRepeat(texts: readonly string[], ordered: (texts: readonly string[]) => readonly string[]): string[] {
  const seen = new Set<string>();
  const repeat = texts.findIndex((text) => seen.size === seen.add(text).size);
  return [...ordered(texts.slice(0, repeat)), ...texts.slice(repeat)];
}

/** Binaries, written in Base64. */
function orderedTexts(texts: readonly string[]): string[] {
  const bytes = orderedBinaries(texts.map((text) => Buffer.from(text, "base64")));
  return bytes.map((one) => Buffer.from(one).toString("base64"));
}

function hasDuplicates(texts: readonly string[]): boolean {
  return texts.length > 1 && new Set(texts).size < texts.length;
}

function deeper(depth: number): number {
  if (depth >= DEEPEST)
    throw invalid(
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
    );
  return depth + 1;
}
