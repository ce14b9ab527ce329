import type { FileHandle } from "node:fs/promises";
import { posix } from "node:path";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import zlib from "node:zlib";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { UnpackFolder } from "./unpack-folder.ts";

/** More entries than this are no code: it is what the format counts without its extension for large archives. */
const MOST_ENTRIES = 65_535;

/** The longest path of an entry and the longest name in it, in bytes: hosts' file systems take no more below the lab's folder. */
const MAX_PATH = 2048;
const MAX_NAME = 255;

const MAX_LINK = 4096;

/** Bytes are no zip archive, or one that can't be unpacked as it is. */
export class InvalidZip extends Error {}

/**
 * Reads an archive through and returns the sum of the sizes of its files; it stops where that reaches `limit`. Throws
 * InvalidZip for all that `unzip` could not unpack, and for damaged content.
 */
export async function unzippedSize(zip: Buffer, limit = Number.POSITIVE_INFINITY): Promise<number> {
  const tree: Tree = new Map();
  let size = 0;
  await eachEntry(zip, async (entry, archive) => {
    size += entry.uncompressedSize;
    if (size >= limit) return "enough";
    if (entry.isEncrypted() || ![0, 8].includes(entry.compressionMethod)) {
      throw new InvalidZip(`${entry.fileName} is packed in a way that is not known`);
    }
    place(entry, tree);
    if (isLink(entry)) await linkTarget(entry, archive);
    else if (!isFolder(entry)) await checkContent(entry, archive);
    return undefined;
  });
  return size;
}

/** Since Node.js 20.15. An older one finds damage only where it shows in the compression. */
const { crc32 } = zlib as { crc32?: (data: Buffer, before: number) => number };

/** Reads a file's content through. Throws when it is damaged. */
async function checkContent(entry: Entry, archive: ZipFile): Promise<void> {
  let sum = 0;
  for await (const chunk of await archive.openReadStreamPromise(entry)) sum = crc32?.(chunk as Buffer, sum) ?? sum;
  if (crc32 && sum !== entry.crc32) throw new InvalidZip(`${entry.fileName} is damaged`);
}

/** Unpacks an archive into a folder, over what is there. Nothing is written outside of it. Throws InvalidZip. */
export async function unzip(zip: Buffer, path: string): Promise<void> {
  const links: [path: string, target: string][] = [];
  const folder = await UnpackFolder.open(path);
  await eachEntry(zip, async (entry, archive) => {
    const path = partsOf(entry).join("/");
    if (isFolder(entry)) await folder.folder(path);
    else if (isLink(entry)) links.push([path, await linkTarget(entry, archive)]);
    else await write(entry, archive, await folder.file(path, modeOf(entry)));
  });
  // Links come last, so that no file of the archive is written through one of its own.
  for (const [path, target] of links) await folder.link(path, target);
}

/** Writes an entry's content. Its stream is opened last: one that fails before somebody listens would end the lab. */
async function write(entry: Entry, archive: ZipFile, file: FileHandle): Promise<void> {
  try {
    await pipeline(await archive.openReadStreamPromise(entry), file.createWriteStream());
  } finally {
    await file.close();
  }
}

/** The names in an archive: a folder has its content, all else has none. */
type Tree = Map<string, Tree | undefined>;

/** Notes an entry's place. Throws when its path needs a folder where there is a file, or the other way round. */
function place(entry: Entry, tree: Tree): void {
  const parts = partsOf(entry);
  let folder = tree;
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1 && !isFolder(entry);
    const there = folder.get(part);
    if (folder.has(part) && isLast !== (there === undefined)) {
      throw new InvalidZip(`${parts.slice(0, index + 1).join("/")} is a file and a folder`);
    }
    if (isLast) return void folder.set(part, undefined);
    const next: Tree = there ?? new Map();
    folder.set(part, next);
    folder = next;
  }
}

/** The names of which an entry's path is made. yauzl refuses paths that are absolute or lead upwards. */
function partsOf({ fileName }: Entry): string[] {
  const parts = fileName.split("/").filter((part) => part !== "" && part !== ".");
  const isTooLong = Buffer.byteLength(fileName) > MAX_PATH || parts.some((part) => Buffer.byteLength(part) > MAX_NAME);
  if (isTooLong || fileName.includes("\0") || (parts.length === 0 && !fileName.endsWith("/"))) {
    throw new InvalidZip(`No file can be named ${fileName.slice(0, MAX_NAME)}`);
  }
  return parts;
}

/** Where a symbolic link leads, which must be inside of the archive. */
async function linkTarget(entry: Entry, archive: ZipFile): Promise<string> {
  if (entry.uncompressedSize > MAX_LINK) throw new InvalidZip(`The link ${entry.fileName} is too long`);
  const target = (await buffer(await archive.openReadStreamPromise(entry))).toString();
  const leadsTo = posix.join(posix.dirname(entry.fileName), target);
  if (target === "" || target.includes("\0") || /^[/\\]|^\w:/.test(target) || /^\.\.(\/|$)/.test(leadsTo)) {
    throw new InvalidZip(`The link ${entry.fileName} leads out of the archive`);
  }
  return target;
}

/** Visits the entries until there was enough. yauzl refuses sizes that are not the declared ones. */
async function eachEntry(zip: Buffer, visit: (entry: Entry, archive: ZipFile) => Promise<unknown>): Promise<void> {
  try {
    const archive = await fromBufferPromise(zip, { lazyEntries: true });
    if (archive.entryCount > MOST_ENTRIES) throw new InvalidZip(`The archive has more than ${MOST_ENTRIES} entries`);
    for await (const entry of archive.eachEntry()) if ((await visit(entry, archive)) === "enough") return;
  } catch (error) {
    throw error instanceof InvalidZip ? error : new InvalidZip((error as Error).message, { cause: error });
  }
}

/** The mode that the archive's maker gave a file; Unix keeps it in the upper half of the attributes. */
function modeOf(entry: Entry): number {
  return ((entry.externalFileAttributes >>> 16) & 0o777 || 0o644) | 0o600;
}

function isFolder({ fileName }: Entry): boolean {
  return fileName.endsWith("/");
}

function isLink(entry: Entry): boolean {
  return !isFolder(entry) && ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}
