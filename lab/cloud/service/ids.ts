import { randomInt } from "node:crypto";

/** Of key ids and unique ids. https://datatracker.ietf.org/doc/html/rfc4648#section-6 */
export const BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** Of the names that CloudFormation makes. */
export const UPPER_36 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
/** Of API ids and most names in host names. */
export const LOWER_36 = UPPER_36.toLowerCase();

/** A random id of so many characters, which nobody can guess. */
export function randomId(length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}
