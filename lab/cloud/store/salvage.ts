import { Damage, DatabaseFile, type Page, type RawRecord } from "./database-file.ts";
import { freePages } from "./open-check.ts";
import { Walk } from "./walk.ts";

/** A record that can be read, as bytes. */
export interface Salvaged {
  readonly key: Buffer;
  readonly value: Buffer;
  /** The transaction that wrote its page: of two records with one key, the later one counts. */
  readonly transaction: number;
}

/** What can be read of a database file. */
export interface Salvage {
  readonly records: ReadonlyMap<string, Salvaged>;
  /** What is damaged; nothing when the file is whole. */
  readonly damages: readonly string[];
}

/**
 * Reads all that a database file still has, whatever is wrong with it. Where a part of its tree is lost, pages that look like
 * a part of it and are not free are taken for it.
 */
export function salvage(path: string): Salvage {
  const records = new Map<string, Salvaged>();
  const damages = new Set<string>();
  const file = new DatabaseFile(path, "any");
  try {
    if (file.head !== "whole") damages.add(file.head === "half" ? "half of its head" : "its head");
    const take = (record: RawRecord, { transaction }: Page) => {
      const key = record.key.toString("latin1");
      if ((records.get(key)?.transaction ?? -1) >= transaction) return;
      records.set(key, { key: Buffer.from(record.key), value: Buffer.from(record.value()), transaction });
    };
    const used = new Uint8Array(file.lastPage + 1);
    const damage = ({ message }: Damage) => void damages.add(message);
    const guarded = (record: RawRecord, page: Page) => attempt(() => take(record, page), damage);
    new Walk(file, used, { record: guarded, damage }).tree(file.main);
    // The list of free pages may be damaged alone.
    const isLost = damages.size > 0;
    const free = (record: RawRecord) => attempt(() => markFree(record, used), damage);
    new Walk(file, used, { record: free, damage }).tree(file.free);
    if (isLost) takeLost(file, used, guarded);
    return { records, damages: [...damages] };
  } finally {
    file.close();
  }
}

/** The keys of what tells the shapes of records begin with this: no record can be read without it. */
const SHAPES = 2;

/** Takes the records of leaves that nothing leads to; the shapes of records from free pages, too, where an older copy may be. */
function takeLost(file: DatabaseFile, used: Uint8Array, take: (record: RawRecord, page: Page) => void): void {
  const nothing = () => {};
  for (let number = 2; number <= file.lastPage; number++) {
    const page = attempt(() => file.page(number), nothing);
    if (!page?.isLeaf) continue;
    for (const node of page.nodes) {
      const record = attempt(() => file.record(page, node), nothing);
      // The list of free pages has leaves, too; its keys are numbers of 64 bits.
      if (record && isKey(record.key) && (!used[number] || record.key[0] === SHAPES)) take(record, page);
    }
  }
}

function isKey(key: Buffer): boolean {
  return key.length > 0 && !(key.length === 8 && key.readUInt16LE(6) === 0);
}

function markFree(record: RawRecord, used: Uint8Array): void {
  for (const page of freePages(record)) if (page >= 0 && page < used.length) used[page] = 1;
}

function attempt<T>(read: () => T, damage: (damage: Damage) => void): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    damage(error);
    return undefined;
  }
}
