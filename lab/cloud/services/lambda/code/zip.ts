import { createWriteStream } from "node:fs";
import { mkdir, rm, symlink } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";

/** Bytes are no zip archive, or one that would write outside of its folder. */
export class InvalidZip extends Error {}

/** Reads an archive through and returns the sum of the sizes of its files. Throws InvalidZip. */
export async function unzippedSize(zip: Buffer): Promise<number> {
  let size = 0;
  await eachEntry(zip, async (entry, archive) => {
    size += entry.uncompressedSize;
    if (isLink(entry)) await linkTarget(entry, archive);
  });
  return size;
}

/** Unpacks an archive into a folder, over what is there. Nothing is written outside of it. Throws InvalidZip. */
export async function unzip(zip: Buffer, folder: string): Promise<void> {
  const links: [path: string, target: string][] = [];
  await mkdir(folder, { recursive: true });
  await eachEntry(zip, async (entry, archive) => {
    const path = join(folder, entry.fileName);
    if (entry.fileName.endsWith("/")) {
      await mkdir(path, { recursive: true });
      return;
    }
    await mkdir(dirname(path), { recursive: true });
    if (isLink(entry)) links.push([path, await linkTarget(entry, archive)]);
    else await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(path, { mode: modeOf(entry) }));
  });
  // Links come last, so that no file is ever written through one.
  for (const [path, target] of links) {
    await rm(path, { force: true });
    await symlink(target, path);
  }
}

/** Where a symbolic link leads, which must be inside of the archive. */
async function linkTarget(entry: Entry, archive: ZipFile): Promise<string> {
  const target = (await buffer(await archive.openReadStreamPromise(entry))).toString();
  const leadsTo = posix.join(posix.dirname(entry.fileName), target);
  if (/^[/\\]|^\w:/.test(target) || /^\.\.(\/|$)/.test(leadsTo)) {
    throw new InvalidZip(`The link ${entry.fileName} leads out of the archive`);
  }
  return target;
}

/** yauzl refuses names that are absolute or lead upwards, and sizes that are not the declared ones. */
async function eachEntry(zip: Buffer, visit: (entry: Entry, archive: ZipFile) => Promise<void>): Promise<void> {
  try {
    const archive = await fromBufferPromise(zip, { lazyEntries: true });
    for await (const entry of archive.eachEntry()) await visit(entry, archive);
  } catch (error) {
    throw error instanceof InvalidZip ? error : new InvalidZip((error as Error).message, { cause: error });
  }
}

/** The mode that the archive's maker gave a file; Unix keeps it in the upper half of the attributes. */
function modeOf(entry: Entry): number {
  return ((entry.externalFileAttributes >>> 16) & 0o777 || 0o644) | 0o600;
}

function isLink(entry: Entry): boolean {
  return ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}
