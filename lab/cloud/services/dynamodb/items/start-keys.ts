import { AwsError } from "../../../errors.ts";
import { own } from "../../../own.ts";
import type { KeyPart } from "../../../store/collection.ts";
import { invalid } from "../errors.ts";
import type { IndexRecord, TableRecord } from "../records.ts";
import type { Item } from "../values/attribute-value.ts";
import { checkedItem } from "../values/check.ts";
import { type StoredKey, storedKey } from "../values/keys.ts";
import { indexEntry } from "./indexing.ts";
import { keyIn, keyOf, mismatch, namesOf, typeIn } from "./keys.ts";
import { placeOf } from "./read-range.ts";

const invalidStart = (why?: string) => invalid(`The provided starting key is invalid${why ? `: ${why}` : ""}`);

/** Checks the values of an ExclusiveStartKey, whatever table it is for. */
export function checkedStart(key: Item | undefined): Item | undefined {
  if (!key) return undefined;
  try {
    return checkedItem(key);
  } catch (error) {
    // AWS says it of some problems and not of others.
    if (error instanceof AwsError && !OF_THEMSELVES.test(error.message)) throw invalidStart(error.message);
    throw error;
  }
}

const OF_THEMSELVES = /contains duplicates|number set|numeric value|significant digits|number with magnitude/;

/**
 * The stored key that an ExclusiveStartKey stands for: all attributes of the table's key and the index's, and no others.
 *
 * @param of the operation: Query says less of what is wrong
 */
export function startOf(
  key: Item,
  table: TableRecord,
  index: IndexRecord | undefined,
  of: "Query" | "Scan" = "Scan",
): KeyPart[] {
  const names = new Set([...namesOf(table.key), ...(index ? namesOf(index.key) : [])]);
  const isBrief = index !== undefined || of === "Query";
  if (Object.keys(key).length !== names.size) throw isBrief ? invalidStart() : invalidStart(mismatch().message);
  for (const name of isBrief ? namesOf(index?.key ?? table.key) : []) {
    const value = own(key, name);
    if (!value) throw invalidStart();
    if (value[typeIn(table, name)] === undefined) throw mismatch();
  }
  return [...placeOf(table, index), ...storedStart(key, table, index)];
}

function storedStart(key: Item, table: TableRecord, index: IndexRecord | undefined): readonly KeyPart[] {
  let stored: StoredKey;
  try {
    stored = keyOf(index ? keyIn(key, table.key) : key, table);
  } catch (error) {
    throw error instanceof AwsError ? invalidStart(error.message) : error;
  }
  return index ? indexEntry(storedKey(key, index.key) as StoredKey, stored) : stored;
}
