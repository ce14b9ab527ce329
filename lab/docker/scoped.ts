import { readlink } from "node:fs/promises";
import { join, posix } from "node:path";

/** As Linux has it. */
const MOST_LINKS = 40;

/**
 * Where a path leads in a folder that stands for the root of a file system: no `..` and no link leads out of it. What it
 * names need not exist.
 */
export async function scoped(root: string, path: string): Promise<string> {
  const parts = path.split("/");
  let place = "/";
  for (let links = 0; parts.length > 0; ) {
    const next = posix.join(place, parts.shift() ?? "");
    const target = await readlink(join(root, next)).catch(() => undefined);
    if (target === undefined) {
      place = next;
      continue;
    }
    if (++links > MOST_LINKS) throw new Error(`${path} has too many links`);
    if (target.startsWith("/")) place = "/";
    parts.unshift(...target.split("/"));
  }
  return join(root, place);
}
