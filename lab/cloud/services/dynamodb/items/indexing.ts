import { createHash } from "node:crypto";
import type { IndexCounts, IndexRecord, TableRecord } from "../records.ts";
import type { DynamoDbState } from "../state.ts";
import type { Item } from "../values/attribute-value.ts";
import { type StoredKey, storedKey } from "../values/keys.ts";
import { sizeOfItem } from "../values/sizes.ts";
import { projectedItem } from "./projected.ts";

type State = Pick<DynamoDbState, "indexed" | "counts">;

/** What an index holds more, or less. */
export interface Growth {
  readonly items: number;
  readonly bytes: number;
}

const NOTHING: Growth = { items: 0, bytes: 0 };

/** Brings the entry of an item in an index up to date. Answers how the index grew. Only inside `store.write`. */
export function changeEntry(
  table: TableRecord,
  index: IndexRecord,
  key: StoredKey,
  { before, after }: { readonly before: Item | undefined; readonly after: Item | undefined },
  state: State,
): Growth {
  if (index.isDeleting) return NOTHING;
  const { account, region, id } = table;
  const place = [account, region, id, index.name] as const;
  const [old, next] = [before && storedKey(before, index.key), after && storedKey(after, index.key)];
  const isThere = old !== undefined && (!index.isBackfilling || state.indexed.has(...place, ...indexEntry(old, key)));
  const isSame = isThere && next !== undefined && sameKey(old, next);
  if (isThere && !isSame) state.indexed.delete(...place, ...indexEntry(old, key));
  if (next && !isSame) state.indexed.put([...place, ...indexEntry(next, key)], key);
  const sizeOf = (item: Item) => sizeOfItem(projectedItem(item, index, table));
  return {
    items: (next ? 1 : 0) - (isThere ? 1 : 0),
    bytes: (next && after ? sizeOf(after) : 0) - (isThere && before ? sizeOf(before) : 0),
  };
}

/** Puts an item that was there before an index into it, unless a change did already. Only inside `store.write`. */
export function indexItem(table: TableRecord, index: IndexRecord, key: StoredKey, item: Item, state: State): void {
  const growth = changeEntry(table, index, key, { before: item, after: item }, state);
  const place = [table.account, table.region, table.id];
  const counts = state.counts.get(...place) ?? { items: 0, bytes: 0 };
  state.counts.put(place, { ...counts, indexes: grown(counts.indexes, table, new Map([[index.name, growth]])) });
}

/** What the indexes of a table hold after they grew. */
export function grown(
  before: readonly IndexCounts[] = [],
  { indexes }: TableRecord,
  growths: ReadonlyMap<string, Growth>,
): readonly IndexCounts[] {
  return indexes.map(({ name }) => {
    const { items, bytes } = before.find((one) => one.name === name) ?? NOTHING;
    const growth = growths.get(name) ?? NOTHING;
    return { name, items: items + growth.items, bytes: bytes + growth.bytes };
  });
}

/** The key of an item in an index: what is last tells items with equal keys there apart. */
export function indexEntry(inIndex: StoredKey, key: StoredKey): StoredKey {
  return [...inIndex, key.length === 1 ? key[0] : hashOf(key)];
}

/** A key may be too long to be a part of another one. */
function hashOf(key: StoredKey): string {
  return createHash("sha256").update(key.join("\n")).digest("hex").slice(0, 32);
}

function sameKey(a: StoredKey, b: StoredKey): boolean {
  return a.length === b.length && a.every((part, i) => part === b[i]);
}
