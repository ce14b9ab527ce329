import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type CollectionReport, rebuild } from "../../cloud/store/rebuild.ts";
import { salvage } from "../../cloud/store/salvage.ts";

/** What is in a folder of state. */
export interface StateReport {
  readonly collections: readonly CollectionReport[];
  readonly damages: readonly string[];
  /** How many files of blobs there should be. */
  readonly files: number;
  /** Those that are not there, or not whole. */
  readonly missing: number;
}

/** Whether there is nothing wrong with a state. */
export function isWhole({ collections, damages, missing }: StateReport): boolean {
  return damages.length === 0 && missing === 0 && collections.every(({ unreadable }) => unreadable === 0);
}

/** Writes the records of a folder of state that can be read to a new database file, and tells what there is. */
export async function copyRecords(folder: string, file: string): Promise<StateReport> {
  const found = salvage(join(folder, "data.mdb"));
  const blobs: [id: string, size: number][] = [];
  const collections = await rebuild(found, file, ([name, id], value) => {
    const { size, bytes } = value as { size?: number; bytes?: unknown };
    if (name === "blobs" && bytes === undefined) blobs.push([String(id), Number(size)]);
  });
  let missing = 0;
  for (const [id, size] of blobs) {
    const isThere = await stat(join(folder, "blobs", id))
      .then((file) => file.size === size)
      .catch(() => false);
    if (!isThere) missing++;
  }
  return { collections, damages: found.damages, files: blobs.length, missing };
}

/** A report as a person reads it. */
export function told(folder: string, { collections, damages, files, missing }: StateReport): string {
  const width = Math.max(0, ...collections.map(({ name }) => name.length));
  const lines = collections.map(({ name, readable, unreadable }) => {
    const bad = unreadable > 0 ? `, ${unreadable} can't be read` : "";
    return `  ${name.padEnd(width)}  ${readable}${bad}`;
  });
  const count = collections.reduce((sum, { readable }) => sum + readable, 0);
  const shown = damages.slice(0, 5).join(", ") + (damages.length > 5 ? ` and ${damages.length - 5} more` : "");
  return [
    `${folder}: ${count} records, ${files} files`,
    ...lines,
    ...(damages.length > 0 ? [`Damaged: ${shown}`] : []),
    ...(missing > 0 ? [`Missing or cut off: ${missing} files`] : []),
  ].join("\n");
}
