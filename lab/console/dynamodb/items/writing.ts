import { type Child, draftsOf, itemOf } from "../values/draft.ts";
import type { Item } from "../values/item.ts";
import { fromJson, toJson } from "../values/json.ts";
import { fromPlainJson, toPlainJson } from "../values/plain-json.ts";

/** The ways in which an item can be written. */
export const MODES = [
  { id: "form", text: "Form" },
  { id: "json", text: "DynamoDB JSON" },
  { id: "plain", text: "JSON" },
] as const;

export type Mode = (typeof MODES)[number]["id"];

/** An item while it is written. */
export interface Writing {
  readonly mode: Mode;
  /** In the form. */
  readonly drafts: readonly Child[];
  /** In JSON of either kind. */
  readonly text: string;
  /** The item as it was when the mode was chosen, from which plain JSON has its types. */
  readonly before: Item;
}

export function beginWriting(item: Item): Writing {
  return { mode: "form", drafts: draftsOf(item), text: "", before: item };
}

/** The item as it is written. Throws where it can't be read. */
export function writtenItem({ mode, drafts, text, before }: Writing): Item {
  return mode === "form" ? itemOf(drafts) : mode === "json" ? fromJson(text) : fromPlainJson(text, before);
}

/** The same item in another mode. Throws where it can't be read in the one that it was written in. */
export function inMode(writing: Writing, mode: Mode): Writing {
  const item = writtenItem(writing);
  if (mode === "form") return beginWriting(item);
  return { mode, drafts: [], text: mode === "json" ? toJson(item, 2) : toPlainJson(item), before: item };
}
