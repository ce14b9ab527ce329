import type { AwsError } from "../../../errors.ts";
import { invalid } from "../errors.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { addNumbers } from "../values/numbers.ts";
import { orderedBinaries, orderedNumbers, orderedStrings } from "../values/sets.ts";
import type { Path } from "./paths.ts";
import { valueAt } from "./paths.ts";

/** What an action leaves at its path: a value, nothing, or what was there. */
export type Outcome = AttributeValue | typeof REMOVED | typeof KEPT;

export const REMOVED = Symbol("removed");
export const KEPT = Symbol("kept");

/** One action of an update. Its outcome depends on the item before the update alone. */
export interface Action {
  readonly path: Path;
  readonly outcome: (item: Item) => Outcome;
}

export const wrongOperand = () => invalid("An operand in the update expression has an incorrect data type");
/** The same of the older parameters. */
export const wrongAttribute = () => invalid("Type mismatch for attribute to update");

/** Adds to a number, to a set, or to an attribute that is not there. `mismatch` is thrown where the types differ. */
export function adding(path: Path, value: AttributeValue, mismatch: () => AwsError): Action {
  return { path, outcome: (item) => sum(valueAt(item, path), value, mismatch) };
}

/** Takes elements out of a set; the attribute goes with the last. */
export function deleting(path: Path, value: AttributeValue, mismatch: () => AwsError): Action {
  return {
    path,
    outcome: (item) => {
      const old = valueAt(item, path);
      return old ? difference(old, value, mismatch) : KEPT;
    },
  };
}

export function removing(path: Path): Action {
  return { path, outcome: () => REMOVED };
}

function sum(old: AttributeValue | undefined, value: AttributeValue, mismatch: () => AwsError): AttributeValue {
  if (!old) return value;
  if (old.N !== undefined && value.N !== undefined) return { N: addNumbers(old.N, value.N) };
  if (old.SS && value.SS) return { SS: [...orderedStrings([...new Set([...old.SS, ...value.SS])])] };
  if (old.NS && value.NS) return { NS: [...orderedNumbers([...new Set([...old.NS, ...value.NS])])] };
  if (old.BS && value.BS) return { BS: [...orderedBinaries([...old.BS, ...without(value.BS, old.BS)])] };
  if (old.L && value.L) return { L: [...old.L, ...value.L] };
  throw mismatch();
}

function difference(old: AttributeValue, value: AttributeValue, mismatch: () => AwsError): Outcome {
  if (old.SS && value.SS) return orRemoved({ SS: lacking(old.SS, value.SS) });
  if (old.NS && value.NS) return orRemoved({ NS: lacking(old.NS, value.NS) });
  if (old.BS && value.BS) return orRemoved({ BS: without(old.BS, value.BS) });
  throw mismatch();
}

function orRemoved(value: AttributeValue): Outcome {
  return (value.SS ?? value.NS ?? value.BS)?.length === 0 ? REMOVED : value;
}

function lacking(set: readonly string[], elements: readonly string[]): string[] {
  const gone = new Set(elements);
  return set.filter((element) => !gone.has(element));
}

function without(set: readonly Uint8Array[], elements: readonly Uint8Array[]): Uint8Array[] {
  const gone = new Set(elements.map(textOf));
  return set.filter((element) => !gone.has(textOf(element)));
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
