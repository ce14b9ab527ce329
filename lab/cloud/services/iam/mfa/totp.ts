import { createHmac } from "node:crypto";
import { BASE_32 } from "../../../service/ids.ts";

/** How long a code is shown, in milliseconds. */
const STEP = 30_000;

/** The number of the code that is shown at a time. */
export function stepAt(time: number): number {
  return Math.floor(time / STEP);
}

/** The six digits that a device with this secret shows. https://datatracker.ietf.org/doc/html/rfc6238 */
export function codeOf(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", secret).update(counter).digest();
  const offset = (digest.at(-1) as number) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Bytes as authenticator apps are given them. https://datatracker.ietf.org/doc/html/rfc4648#section-6 */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const letters = (bits.match(/.{1,5}/g) ?? []).map((five) => Number.parseInt(five.padEnd(5, "0"), 2));
  return letters.map((letter) => BASE_32[letter]).join("");
}
