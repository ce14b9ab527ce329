import type { Item } from "./values/item.ts";
import { toJson } from "./values/json.ts";

/** The path of a table's page. */
export function tablePath(table: string, tab?: string): string {
  return `/dynamodb/${encodeURIComponent(table)}${tab === undefined ? "" : `?tab=${tab}`}`;
}

/** The path of the page on which an item is edited, by its key; of a new item without one. */
export function itemPath(table: string, key?: Item, how: "edit" | "copy" = "edit"): string {
  const query = new URLSearchParams(key && { [how === "edit" ? "key" : "copy"]: toJson(key) });
  return `/dynamodb/${encodeURIComponent(table)}/item?${query}`;
}
