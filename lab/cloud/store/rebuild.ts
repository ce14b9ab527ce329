import * as lmdb from "lmdb";
import type { Salvage } from "./salvage.ts";
import { STRUCTURES } from "./structures.ts";

/** What became of the records of a collection. */
export interface CollectionReport {
  readonly name: string;
  readable: number;
  unreadable: number;
}

/** A record whose value could be read, by its key. */
export type Visit = (key: readonly unknown[], value: unknown) => void;

// lmdb-js has it, and does not declare it.
const { bufferToKeyValue } = lmdb as unknown as { bufferToKeyValue(key: Buffer): unknown };

/** Writes the records of a salvage that can be read to a new database file, and tells how many there are of each collection. */
export async function rebuild(
  { records }: Salvage,
  file: string,
  visit: Visit = () => {},
): Promise<CollectionReport[]> {
  const raw = lmdb.open<Buffer, Buffer>({ path: file, noSync: true, encoding: "binary", keyEncoding: "binary" });
  raw.transactionSync(() => {
    for (const { key, value } of records.values()) void raw.put(key, value);
  });
  await raw.flushed;
  await raw.close();
  const reports = new Map<string, CollectionReport>();
  const db = lmdb.open({ path: file, noSync: true, sharedStructuresKey: STRUCTURES });
  try {
    db.transactionSync(() => {
      for (const { key: bytes } of records.values()) {
        const key = keyOf(bytes);
        if (typeof key === "symbol") continue;
        const [name] = key ?? ["?"];
        const report = reports.get(String(name)) ?? { name: String(name), readable: 0, unreadable: 0 };
        reports.set(report.name, report);
        const value = key && recordOf(db, key);
        if (value === undefined) report.unreadable++;
        else {
          report.readable++;
          visit(key as unknown[], value);
        }
        if (key && value === undefined) void db.remove(key as lmdb.Key);
      }
    });
    await db.flushed;
  } finally {
    await db.close();
  }
  return [...reports.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function keyOf(bytes: Buffer): unknown[] | symbol | undefined {
  try {
    const key = bufferToKeyValue(bytes);
    return Array.isArray(key) || typeof key === "symbol" ? key : undefined;
  } catch {
    return undefined;
  }
}

function recordOf(db: lmdb.RootDatabase, key: unknown[]): unknown {
  try {
    return db.get(key as lmdb.Key);
  } catch {
    return undefined;
  }
}
