import type { Picture } from "../../picture.ts";
import { NoConnection, preview, Refused } from "./api.ts";
import { atMost } from "./queue.ts";

/** The application makes a preview when it is first asked for one, which takes its time: few are asked for at once. */
const inTurn = atMost(4);
const known = new Map<string, string>();

/** Pictures that have no preview, remembered from one visit to the next: making none takes as long as making one. */
const WITHOUT = "photosky-without-preview";
const MOST = 500;

/**
 * The URL of a picture's preview; where there is none, of the picture itself, which the browser may be able to show. Who is
 * scrolled past before its turn comes gives up by the signal.
 */
export async function thumbnail(picture: Picture, signal: AbortSignal): Promise<string> {
  const { id, url } = picture;
  const before = known.get(id);
  if (before !== undefined) return before;
  if (withoutPreview().includes(nameOf(picture))) return url;
  try {
    const fresh = await inTurn(() => preview(id), signal);
    known.set(id, fresh);
    return fresh;
  } catch (error) {
    if (signal.aborted || error instanceof NoConnection) throw error;
    // Of another failure than the format's, another visit may know more.
    if (error instanceof Refused && error.status === 415) remember(picture);
    return url;
  }
}

/** A picture that is replaced has the same name, and another date. */
function nameOf({ id, lastModified }: Picture): string {
  return `${lastModified} ${id}`;
}

function remember(picture: Picture): void {
  const names = [...withoutPreview(), nameOf(picture)].slice(-MOST);
  try {
    localStorage.setItem(WITHOUT, JSON.stringify(names));
  } catch {
    // Where nothing can be kept, it is asked for again.
  }
}

function withoutPreview(): readonly string[] {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(WITHOUT) ?? "[]");
    return Array.isArray(names) ? names : [];
  } catch {
    return [];
  }
}
