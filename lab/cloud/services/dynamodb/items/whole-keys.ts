import { checkKeysAreWhole as checkKeyIsWhole, type Path } from "../expressions/paths.ts";
import type { TableRecord } from "../records.ts";

/** Throws for paths that lead into the key of a table, or of one of its indexes: those are scalars. */
export function checkKeysAreWhole(paths: readonly Path[], { key, indexes }: TableRecord): void {
  if (!paths.some((path) => path.length > 1)) return;
  checkKeyIsWhole(paths, key);
  for (const index of indexes) checkKeyIsWhole(paths, index.key, "IndexKey");
}
