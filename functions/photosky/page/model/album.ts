import type { Picture } from "../../picture.ts";
import { list, said } from "./api.ts";
import { Store } from "./store.ts";

/** What is known of the album. */
export interface Album {
  /** Newest first; undefined until they have been listed. */
  readonly pictures?: readonly Picture[];
  /** Why they could not be listed. */
  readonly problem?: string;
}

export const album = new Store<Album>({});

/** What the person deleted is not shown, although it is there until it can't be undone any more. */
const hidden = new Set<string>();
let listed: readonly Picture[] = [];
let listedAt = 0;

/** Lists the pictures, again: their URLs work for an hour. */
export async function load(): Promise<void> {
  if (album.value.problem) album.value = {};
  try {
    const fresh = await list();
    listed = [...fresh].sort((a, b) => b.lastModified.localeCompare(a.lastModified) || a.id.localeCompare(b.id));
    listedAt = Date.now();
    show();
  } catch (error) {
    // What is shown already is better than nothing.
    if (!album.value.pictures) album.value = { problem: said(error) };
  }
}

/** Lists them again when that is so long ago that their URLs may not work much longer. */
export async function loadIfOld(): Promise<void> {
  if (album.value.pictures && Date.now() - listedAt > 20 * 60_000) await load();
}

/** Whether a name is a picture's, be it one that is about to be deleted. */
export function isTaken(id: string): boolean {
  return listed.some((picture) => picture.id === id);
}

export function add(picture: Picture): void {
  listed = [picture, ...listed.filter(({ id }) => id !== picture.id)];
  show();
}

export function hide(ids: readonly string[]): void {
  for (const id of ids) hidden.add(id);
  show();
}

export function unhide(ids: readonly string[]): void {
  for (const id of ids) hidden.delete(id);
  show();
}

/** They are deleted. */
export function forget(ids: readonly string[]): void {
  listed = listed.filter(({ id }) => !ids.includes(id));
  unhide(ids);
}

function show(): void {
  album.value = { pictures: listed.filter(({ id }) => !hidden.has(id)) };
}
