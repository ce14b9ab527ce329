import type { OperationType } from "@aws-sdk/client-dynamodb-streams";
import { writtenItem } from "../items/stored-item.ts";
import type { TableRecord } from "../records.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { equalValues } from "../values/compare.ts";
import { sizeOfItem } from "../values/sizes.ts";
import type { StoredChange } from "./records.ts";
import type { StreamsState } from "./state.ts";

/** What was done to an item. */
export interface ItemChange {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** The service that did it on its own. */
  readonly by?: string;
}

/**
 * Puts a change into the stream of its table, if that is enabled. What changes nothing leaves no trace there. Only inside
 * `store.write`.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
export function recordChange(table: TableRecord, change: ItemChange, streams: StreamsState): void {
  const { before, after, by } = change;
  const item = after ?? before;
  if (!table.stream || !item || isUnchanged(change)) return;
  const { view, label } = table.stream;
  const keys = keysOf(item, table);
  const shown = {
    before: view === "OLD_IMAGE" || view === "NEW_AND_OLD_IMAGES" ? before : undefined,
    after: view === "NEW_IMAGE" || view === "NEW_AND_OLD_IMAGES" ? after : undefined,
  };
  const stored: StoredChange = {
    kind: kindOf(change),
    keys: writtenItem(keys),
    ...(shown.after && { after: writtenItem(shown.after) }),
    ...(shown.before && { before: writtenItem(shown.before) }),
    size: [keys, shown.before, shown.after].reduce((sum, each) => sum + (each ? sizeOfItem(each) : 0), 0),
    ...(by !== undefined && { by }),
  };
  streams.append([table.account, table.region, table.name, label], stored);
}

/** Whether it leaves an item as it was. */
export function isUnchanged({ before, after }: ItemChange): boolean {
  return before === undefined || after === undefined ? before === after : equalValues({ M: before }, { M: after });
}

export function kindOf({ before, after }: ItemChange): OperationType {
  return !before ? "INSERT" : after ? "MODIFY" : "REMOVE";
}

/** Always in the same order, so that equal keys are equal texts. */
export function keysOf(item: Item, { key: { partition, sort } }: TableRecord): Item {
  const names = [...partition, ...sort].filter((name) => Object.hasOwn(item, name));
  return Object.fromEntries(names.map((name) => [name, item[name] as AttributeValue]));
}
