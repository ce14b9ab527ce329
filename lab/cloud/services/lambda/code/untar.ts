import { mkdir } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import tar from "tar-fs";

/** Unpacks an image's layer into a folder. */
export async function untar(layer: Buffer, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await pipeline(Readable.from([layer], { objectMode: false }), createGunzip(), tar.extract(folder));
}
