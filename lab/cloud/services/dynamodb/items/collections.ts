import type { ItemCollectionMetrics, ReturnItemCollectionMetrics } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../errors.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDbState } from "../state.ts";
import type { Item } from "../values/attribute-value.ts";
import type { StoredKey } from "../values/keys.ts";
import { storedKey } from "../values/keys.ts";
import { sizeOfItem } from "../values/sizes.ts";
import type { Change } from "./changes.ts";
import { only, projectedItem } from "./projected.ts";

const GIGABYTE = 1024 ** 3;

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html#LSI.ItemCollections.SizeLimit */
export const LARGEST_COLLECTION = 10 * GIGABYTE;

/** Adds a change to the size of its collection. Only inside `store.write`. Throws when it becomes too large. */
export function countCollection({ table, key, before, after }: Change, state: DynamoDbState): void {
  if (!hasCollections(table)) return;
  const growth = (after ? sizeWithIndexes(after, table) : 0) - (before ? sizeWithIndexes(before, table) : 0);
  const place = collectionOf(table, key);
  const bytes = (state.collections.get(...place) ?? 0) + growth;
  if (growth > 0 && bytes > state.largestCollection)
    throw new AwsError("ItemCollectionSizeLimitExceededException", "Collection size exceeded.");
  if (bytes > 0) state.collections.put(place, bytes);
  else state.collections.delete(...place);
}

/** How large the collection of an item is, when that is asked for and the table has local indexes. */
export function collectionMetrics(
  { ReturnItemCollectionMetrics: asked }: { readonly ReturnItemCollectionMetrics?: ReturnItemCollectionMetrics },
  table: TableRecord,
  key: StoredKey,
  item: Item | undefined,
  { state }: { readonly state: DynamoDbState },
): ItemCollectionMetrics | undefined {
  if (asked !== "SIZE" || !item || !hasCollections(table)) return undefined;
  const whole = Math.floor((state.collections.get(...collectionOf(table, key)) ?? 0) / GIGABYTE);
  return { ItemCollectionKey: { ...only(item, table.key.partition) }, SizeEstimateRangeGB: [whole, whole + 1] };
}

function collectionOf({ account, region, id }: TableRecord, [partition]: StoredKey): string[] {
  return [account, region, id, partition];
}

function hasCollections({ indexes }: TableRecord): boolean {
  return indexes.some(({ kind }) => kind === "local");
}

function sizeWithIndexes(item: Item, table: TableRecord): number {
  let bytes = sizeOfItem(item);
  for (const index of table.indexes)
    if (index.kind === "local" && storedKey(item, index.key)) bytes += sizeOfItem(projectedItem(item, index, table));
  return bytes;
}
