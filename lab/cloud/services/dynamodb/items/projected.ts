import { own } from "../../../own.ts";
import type { IndexRecord, TableRecord } from "../records.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { namesOf } from "./keys.ts";

/** The attributes that an index has of each item: the keys and what is projected. Nothing when it has all. */
export function projectedNames(index: IndexRecord, { key }: TableRecord): ReadonlySet<string> | undefined {
  if (index.projection === "ALL") return undefined;
  return new Set([...namesOf(key), ...namesOf(index.key), ...(index.included ?? [])]);
}

/** An item as an index has it. */
export function projectedItem(item: Item, index: IndexRecord, table: TableRecord): Item {
  const names = projectedNames(index, table);
  return names ? only(item, names) : item;
}

/** The attributes of an item that have one of the names. */
export function only(item: Item, names: Iterable<string>): Item {
  const found: [name: string, value: AttributeValue][] = [];
  for (const name of names) {
    const value = own(item, name);
    if (value) found.push([name, value]);
  }
  return Object.fromEntries(found);
}
