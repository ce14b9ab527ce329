import { mkdir } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import tar, { type ExtractOptions, type Headers } from "tar-fs";

/** The largest image when unpacked, in bytes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_IMAGE = 10 * 2 ** 30;

/**
 * Unpacks an image's layer into a folder. tar-fs writes nothing outside of it, nor through links, and makes no devices; owners
 * and times are the layer's word alone, and are not taken.
 */
export async function untar(layer: Buffer, folder: string, limit = MAX_IMAGE): Promise<void> {
  await mkdir(folder, { recursive: true });
  const options: ExtractOptions & { chown: boolean; utimes: boolean } = { chown: false, utimes: false, map: nameable };
  const bytes = Readable.from([layer], { objectMode: false });
  await pipeline(bytes, createGunzip(), (chunks) => limited(chunks, limit), tar.extract(folder, options));
}

async function* limited(chunks: AsyncIterable<Buffer>, limit: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > limit) throw new Error(`The image is larger than ${limit} bytes`);
    yield chunk;
  }
}

/** Names without the character that no file system takes: Node.js throws where tar-fs expects a callback. */
function nameable(header: Headers & { linkname?: string }): Headers {
  const { name, linkname } = header;
  return Object.assign(header, { name: name.replaceAll("\0", ""), linkname: linkname?.replaceAll("\0", "") });
}
