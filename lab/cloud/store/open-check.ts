import { readFileSync, type Stats, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Damage, DatabaseFile, type RawRecord } from "./database-file.ts";
import { ADVICE, rescueAdvice, StoreError } from "./store-error.ts";
import { Walk } from "./walk.ts";

/** Pages that were given out and taken back within one transaction need not have been written at the file's end. */
const SLACK = 64;

/** The file that says how the database was left. */
export const MARK = "lab.closed";

/** How many pages of the tree are looked at when a lab starts: a tree of 16 MB, in some 20 ms. */
const MOST_PAGES = 4096;

/**
 * Throws a StoreError unless the database file is absent, empty, or whole as far as LMDB trusts it: LMDB maps the file, and a
 * wrong number in it ends the process without a word. A file that is as a lab left it when it was closed is trusted, too.
 */
export function checkDatabase(folder: string, file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found || (found.isFile() && found.size === 0)) return;
  if (!found.isFile()) throw new StoreError(`The state in ${folder} can't be read: data.mdb is not a file. ${ADVICE}`);
  try {
    const database = new DatabaseFile(file);
    try {
      if (database.size < (database.lastPage - SLACK) * database.pageSize) throw new Damage("it is cut off");
      if (!isAsClosed(file, found)) checkTrees(database);
    } finally {
      database.close();
    }
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    throw new StoreError(
      `The state in ${folder} can't be read: data.mdb is damaged (${error.message}). ${rescueAdvice(folder)}`,
    );
  }
}

/** Throws Damage for a tree, or a list of free pages, that would lead LMDB astray. */
function checkTrees(database: DatabaseFile): void {
  const used = new Uint8Array(database.lastPage + 1);
  const free: RawRecord[] = [];
  const damage = (found: Damage) => {
    throw found;
  };
  new Walk(database, used, { record: () => {}, damage }, MOST_PAGES).tree(database.main);
  new Walk(database, used, { record: (record) => free.push(record), damage }, MOST_PAGES).tree(database.free);
  for (const record of free) {
    for (const page of freePages(record)) {
      if (!(page >= 2 && page <= database.lastPage) || used[page]) throw new Damage("its list of free pages");
    }
  }
}

/** The numbers of free pages in a record of their list. Throws Damage. */
export function* freePages({ key, value }: RawRecord): Generator<number> {
  const numbers = value();
  const count = numbers.length >= 8 && numbers.length % 8 === 0 ? Number(numbers.readBigInt64LE(0)) : -1;
  if (key.length !== 8 || count < 0 || count >= numbers.length / 8) throw new Damage("its list of free pages");
  for (let at = 1; at <= count; at++) {
    const number = Number(numbers.readBigInt64LE(at * 8));
    if (number >= 0) {
      // Those that were given out again are 0.
      if (number > 0) yield number;
      continue;
    }
    // A negative number says how many pages there are from the next one on.
    if (at === count) throw new Damage("its list of free pages");
    const first = Number(numbers.readBigInt64LE(++at * 8));
    // Both ends of a run: a wrong length is to be found, not walked.
    if (first !== 0) yield* number > -(2 ** 20) ? run(first, -number) : [-1];
  }
}

function* run(first: number, count: number): Generator<number> {
  for (let page = first; page < first + count; page++) yield page;
}

/** Notes that a database file is as its lab left it, so that the next start need not look through it. */
export function markClosed(file: string): void {
  try {
    writeFileSync(markOf(file), stamp(statSync(file)));
  } catch {
    // The disk is full, or the folder is gone: the next start looks.
  }
}

function isAsClosed(file: string, found: Stats): boolean {
  try {
    return readFileSync(markOf(file), "utf8") === stamp(found);
  } catch {
    return false;
  }
}

function markOf(file: string): string {
  return join(dirname(file), MARK);
}

function stamp({ size, mtimeMs, ino }: Stats): string {
  return `${size} ${mtimeMs} ${ino}`;
}
