import { createHash } from "node:crypto";
import { noteChange } from "../backups/history.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDbContext } from "../state.ts";
import { recordChange } from "../streams/changes.ts";
import type { Item } from "../values/attribute-value.ts";
import { type StoredKey, storedKey } from "../values/keys.ts";
import { sizeOfItem } from "../values/sizes.ts";
import { countCollection } from "./collections.ts";
import { readItem, writtenItem } from "./stored-item.ts";

/** What a change needs of where it happens. */
export type Place = Pick<DynamoDbContext, "cloud" | "state">;

/** An item before and after; nothing where there was none, or is none any more. */
export interface Change {
  readonly table: TableRecord;
  readonly key: StoredKey;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** The service that makes it on its own, such as `dynamodb.amazonaws.com`, as streams tell. */
  readonly by?: string;
}

/** The item with a key, if there is one. */
export function itemAt(
  { account, region, id }: TableRecord,
  key: StoredKey,
  { state }: Pick<Place, "state">,
): Item | undefined {
  const text = state.items.get(account, region, id, ...key);
  return text === undefined ? undefined : readItem(text);
}

/**
 * Makes a change: the item itself, its entries in indexes, what tables and indexes hold, and the stream's record. All items are
 * written here. Only inside `store.write`.
 */
export function apply(change: Change, place: Place): void {
  const { state } = place;
  const { table, key, before, after } = change;
  const { account, region, id, indexes } = table;
  noteChange(change, place);
  if (after) state.items.put([account, region, id, ...key], writtenItem(after));
  else if (before) state.items.delete(account, region, id, ...key);
  count([account, region, id], before, after, state);
  countCollection(change, state);
  if (table.stream) recordChange(table, change, state.streams);
  for (const index of indexes) {
    const place = [account, region, id, index.name] as const;
    const [old, next] = [before && storedKey(before, index.key), after && storedKey(after, index.key)];
    if (old && !(next && sameKey(old, next))) state.indexed.delete(...place, ...indexEntry(old, key));
    if (next && !(old && sameKey(old, next))) state.indexed.put([...place, ...indexEntry(next, key)], key);
  }
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

function count(key: readonly string[], before: Item | undefined, after: Item | undefined, state: Place["state"]): void {
  const { items, bytes } = state.counts.get(...key) ?? { items: 0, bytes: 0 };
  state.counts.put([...key], {
    items: items + (after ? 1 : 0) - (before ? 1 : 0),
    bytes: bytes + (after ? sizeOfItem(after) : 0) - (before ? sizeOfItem(before) : 0),
  });
}
