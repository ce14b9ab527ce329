import { invalid } from "../errors.ts";
import type { Update } from "../expressions/updates.ts";
import type { Item } from "../values/attribute-value.ts";
import { sizeOfItem } from "../values/sizes.ts";

/** In bytes. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items */
const LARGEST_ITEM = 400 * 1024;

/** Refuses an item that is too large to be put. */
export function checkNewSize(item: Item): void {
  if (sizeOfItem(item) > LARGEST_ITEM) throw invalid("Item size has exceeded the maximum allowed size");
}

/** Refuses what an update would make of an item. */
export function checkUpdatedSize(item: Item): void {
  if (sizeOfItem(item) > LARGEST_ITEM) throw invalid("Item size to update has exceeded the maximum allowed size");
}

/** Refuses an update that writes too much, whatever becomes of its item. Transactions and PartiQL have no such limit. */
export function checkSizeOfUpdate({ size = 0 }: Pick<Update, "size">): void {
  if (size > LARGEST_ITEM) throw invalid("Item size to update has exceeded the maximum allowed size");
}

/** What the items of a transaction may have together. */
const LARGEST_TRANSACTION = 4 * 1024 * 1024;

/** Refuses a transaction whose items are too large together. */
export function checkTransactionSize(items: readonly (Item | undefined)[]): void {
  let bytes = 0;
  for (const item of items) if (item) bytes += sizeOfItem(item);
  if (bytes > LARGEST_TRANSACTION)
    throw invalid("Transaction size has exceeded the maximum allowed size of 4194304 bytes");
}
