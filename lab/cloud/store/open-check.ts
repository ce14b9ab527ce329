import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from "node:fs";
import { uptime } from "node:os";
import { join } from "node:path";

/** The folder of a lab's state can't be used. The message says why, and what to do. Nothing in the folder was changed. */
export class StoreError extends Error {
  override readonly name = "StoreError";
}

// LMDB maps its file into memory and trusts it: opening a file that is not one of its own ends the process without a word.
// So the head of the file is looked at first. Page header, then magic number, version, address, map size, two tables, and
// the number of the last page in use.
const MAGIC = 0xbeefc0de;
const MAGIC_AT = 24;
const VERSION_AT = MAGIC_AT + 4;
const PAGE_SIZE_AT = MAGIC_AT + 24;
const LAST_PAGE_AT = MAGIC_AT + 24 + 2 * 48;
/** Pages that were given out and taken back within one transaction need not have been written at the file's end. */
const SLACK = 64;

/** Throws a StoreError unless the database file is absent, empty, or looks whole. */
export function checkDatabase(folder: string, file: string): void {
  if (!existsSync(file)) return;
  const handle = openSync(file, "r");
  try {
    const { size } = fstatSync(handle);
    const head = Buffer.alloc(LAST_PAGE_AT + 8);
    if (size === 0) return;
    if (
      readSync(handle, head, 0, head.length, 0) < head.length ||
      head.readUInt32LE(MAGIC_AT) !== MAGIC ||
      head.readUInt32LE(VERSION_AT) > 0xffff
    ) {
      throw new StoreError(`The state in ${folder} can't be read: data.mdb is not a lab's. ${ADVICE}`);
    }
    // There are two heads, written in turn; the newer one counts.
    const pageSize = head.readUInt32LE(PAGE_SIZE_AT);
    const second = Buffer.alloc(head.length);
    readSync(handle, second, 0, second.length, pageSize);
    const lastPage = Math.max(Number(head.readBigUInt64LE(LAST_PAGE_AT)), Number(second.readBigUInt64LE(LAST_PAGE_AT)));
    if (size < (lastPage - SLACK) * pageSize) {
      throw new StoreError(`The state in ${folder} can't be read: data.mdb is cut off. ${ADVICE}`);
    }
  } finally {
    closeSync(handle);
  }
}

const ADVICE = "Nothing was changed. Move the folder away, or choose another with --state.";

/**
 * Claims a folder for this process, so that two labs never share one. A claim whose process is gone is taken over.
 * Returns what gives the folder free again.
 */
export function claim(folder: string): () => void {
  const file = join(folder, "lab.pid");
  const [holder, boot] = existsSync(file) ? readFileSync(file, "utf8").split(" ").map(Number) : [];
  // After the machine started anew, the number may be some other process's.
  const sameBoot = boot !== undefined && Math.abs(boot - bootTime()) < 10;
  if (holder !== undefined && sameBoot && holder !== process.pid && isRunning(holder)) {
    throw new StoreError(
      `The state in ${folder} is in use by another lab (process ${holder}). Stop it, or choose another folder with --state.`,
    );
  }
  if (claimed.has(folder)) throw new StoreError(`The state in ${folder} is in use by another cloud of this process.`);
  claimed.add(folder);
  writeFileSync(file, `${process.pid} ${bootTime()}`);
  return () => {
    claimed.delete(folder);
    rmSync(file, { force: true });
  };
}

const claimed = new Set<string>();

/** When the machine started, in seconds since the epoch. */
function bootTime(): number {
  return Math.round(Date.now() / 1000 - uptime());
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
