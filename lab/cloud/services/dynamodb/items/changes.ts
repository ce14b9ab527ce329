import { noteChange } from "../backups/history.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDbContext } from "../state.ts";
import { recordChange } from "../streams/changes.ts";
import { noteExpiry } from "../tables/expiries.ts";
import { replicasOf, replicate } from "../tables/replicas.ts";
import type { Item } from "../values/attribute-value.ts";
import type { StoredKey } from "../values/keys.ts";
import { sizeOfItem } from "../values/sizes.ts";
import { countCollection } from "./collections.ts";
import { changeEntry, type Growth, grown } from "./indexing.ts";
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
  /** It was made in another region, and came from there. */
  readonly isReplicated?: true;
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
 * Makes a change: the item itself, its entries in indexes, what tables and indexes hold, the stream's record, what goes to Kinesis,
 * when it expires, and its replicas in other regions.
 * All items are written here. Only inside `store.write`.
 */
export function apply(change: Change, place: Place): void {
  const { table, key, before, after } = change;
  const { state } = place;
  const { account, region, id, indexes } = table;
  noteChange(change, place);
  if (after) state.items.put([account, region, id, ...key], writtenItem(after));
  else if (before) state.items.delete(account, region, id, ...key);
  const growths = new Map(indexes.map((index) => [index.name, changeEntry(table, index, key, change, state)]));
  count(change, growths, state);
  countCollection(change, state);
  if (table.stream) recordChange(table, change, state.streams);
  if (table.destinations) state.changes.post(table, change);
  if (table.expiry) noteExpiry(table, key, before, after, place);
  if (table.replicas && !change.isReplicated)
    for (const replica of replicasOf(table, state)) replicate(replica, key, after, place);
}

function count(
  { table, before, after }: Change,
  growths: ReadonlyMap<string, Growth>,
  { counts }: Place["state"],
): void {
  const place = [table.account, table.region, table.id];
  const more = (after ? 1 : 0) - (before ? 1 : 0);
  const growth = (after ? sizeOfItem(after) : 0) - (before ? sizeOfItem(before) : 0);
  if (more === 0 && growth === 0 && growths.size === 0) return;
  const { items, bytes, indexes } = counts.get(...place) ?? { items: 0, bytes: 0 };
  counts.put(place, {
    items: items + more,
    bytes: bytes + growth,
    ...(growths.size > 0 && { indexes: grown(indexes, table, growths) }),
  });
}
