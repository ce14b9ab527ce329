import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { CompressionFormat } from "@aws-sdk/client-firehose";
import { compress as snappy } from "snappyjs";
import { ZipFile } from "yazl";
import { Turns } from "../../../time/turns.ts";

const gzipped = promisify(gzip);

/** How much Hadoop compresses at a time, in bytes. */
const HADOOP_BLOCK = 256 * 1024;
/** The same for Snappy's framing format. https://github.com/google/snappy/blob/main/framing_format.txt */
const FRAME = 65_536;

/** The bytes of an object, compressed. */
export async function compressed(data: Buffer, format: CompressionFormat = "UNCOMPRESSED"): Promise<Buffer> {
  switch (format) {
    case "GZIP":
      return await gzipped(data);
    case "ZIP":
      return await zipped(data);
    case "Snappy":
      return await framed(data);
    case "HADOOP_SNAPPY":
      return await hadoopSnappy(data);
    default:
      return data;
  }
}

async function zipped(data: Buffer): Promise<Buffer> {
  const zip = new ZipFile();
  zip.addBuffer(data, "data");
  zip.end();
  return await buffer(zip.outputStream);
}

/** Blocks, each after its length and that of what it was, in big-endian order. */
async function hadoopSnappy(data: Buffer): Promise<Buffer> {
  return await inBlocks(data, HADOOP_BLOCK, (block) => {
    const packed = Buffer.from(snappy(block));
    const lengths = Buffer.alloc(8);
    lengths.writeUInt32BE(block.length, 0);
    lengths.writeUInt32BE(packed.length, 4);
    return [lengths, packed];
  });
}

async function framed(data: Buffer): Promise<Buffer> {
  const identifier = Buffer.from([0xff, 6, 0, 0, ...Buffer.from("sNaPpY")]);
  const chunks = await inBlocks(data, FRAME, (block) => {
    const packed = Buffer.from(snappy(block));
    const head = Buffer.alloc(8);
    head.writeUIntLE(packed.length + 4, 1, 3);
    head.writeUInt32LE(maskedChecksum(block), 4);
    return [head, packed];
  });
  return Buffer.concat([identifier, chunks]);
}

async function inBlocks(data: Buffer, size: number, pack: (block: Buffer) => Buffer[]): Promise<Buffer> {
  const turns = new Turns();
  const parts: Buffer[] = [];
  for (let at = 0; at < data.length; at += size) {
    await turns.next();
    parts.push(...pack(data.subarray(at, at + size)));
  }
  return Buffer.concat(parts);
}

/** The table of CRC-32C (Castagnoli). */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

function maskedChecksum(data: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of data) crc = (TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  crc = (crc ^ 0xffffffff) >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
