import type { KeyPart, Range } from "../../../store/collection.ts";
import { Turns } from "../../../time/turns.ts";
import type { IndexRecord, TableRecord } from "../records.ts";
import type { DynamoDbState } from "../state.ts";
import type { Item } from "../values/attribute-value.ts";
import { sizeOfItem } from "../values/sizes.ts";
import { itemAt } from "./changes.ts";
import { projectedItem } from "./projected.ts";
import { readItem } from "./stored-item.ts";

/** A page ends with the item that makes it as large as this, in bytes. */
const PAGE = 1024 * 1024;

/** So many items are read before others may get their turn. */
const STRIDE = 100;

/** What Query and Scan read. */
export interface Reading {
  readonly table: TableRecord;
  readonly index: IndexRecord | undefined;
  /** Of the store's keys, which begin with `placeOf`. */
  readonly range: Range;
  /** How many items are looked at, at most. */
  readonly limit: number | undefined;
  /** Whether items are fetched from the table, for attributes that the index has not. */
  readonly fetches: boolean;
  /** Which items are answered. */
  readonly filter: ((item: Item) => boolean) | undefined;
}

/** What was read. */
export interface Page {
  readonly items: Item[];
  /** How many items were looked at. */
  scanned: number;
  /** How large they were, in the table or the index. */
  bytes: number;
  /** How large each item was that was fetched from the table. */
  readonly fetched: number[];
  /** The item that the next page begins after, when there may be one. */
  last: Item | undefined;
}

/** Where the keys of a table's items, or of an index's entries, begin. */
export function placeOf({ account, region, id }: TableRecord, index: IndexRecord | undefined): string[] {
  return index ? [account, region, id, index.name] : [account, region, id];
}

/** Reads a page, in the order of keys. */
export async function readPage(reading: Reading, state: DynamoDbState): Promise<Page> {
  const page: Page = { items: [], scanned: 0, bytes: 0, fetched: [], last: undefined };
  const turns = new Turns();
  let range = reading.range;
  for (;;) {
    let met = 0;
    let last: KeyPart[] = [];
    for (const found of entries(reading, { ...range, limit: STRIDE }, state)) {
      met += 1;
      last = found.key;
      if (take(found, page, reading)) return page;
    }
    // The end of the range.
    if (met < STRIDE) return page;
    range = after(last, range);
    await turns.next();
  }
}

/** Adds what was found to a page. Returns whether that is full. */
function take({ item, bytes, fetched }: Found, page: Page, { filter, limit = Number.POSITIVE_INFINITY }: Reading) {
  page.scanned += 1;
  page.bytes += bytes;
  if (fetched !== undefined) page.fetched.push(fetched);
  if (!filter || filter(item)) page.items.push(item);
  const isFull = page.bytes >= PAGE || page.scanned >= limit;
  if (isFull) page.last = item;
  return isFull;
}

/** The rest of a range after a key. */
export function after(key: readonly KeyPart[], { from, beyond, ...range }: Range): Range {
  return range.isReverse
    ? { ...range, ...(from && { from }), ...(beyond && { beyond }), before: key }
    : { ...range, after: key };
}

interface Found {
  readonly key: KeyPart[];
  readonly item: Item;
  readonly bytes: number;
  readonly fetched?: number;
}

function* entries({ table, index, fetches }: Reading, range: Range, state: DynamoDbState): Generator<Found> {
  if (!index) {
    for (const [key, text] of state.items.entries(range)) {
      const item = readItem(text);
      yield { key, item, bytes: sizeOfItem(item) };
    }
    return;
  }
  for (const [key, pointer] of state.indexed.entries(range)) {
    const whole = itemAt(table, pointer, { state });
    if (!whole) continue;
    const shown = projectedItem(whole, index, table);
    const bytes = sizeOfItem(shown);
    yield fetches ? { key, item: whole, bytes, fetched: sizeOfItem(whole) } : { key, item: shown, bytes };
  }
}
