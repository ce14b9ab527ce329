import { randomBytes } from "node:crypto";

// Ids of versions and uploads: 12 hexadecimal digits of milliseconds, by which they sort, and 20 characters that nobody can
// guess.

export function timedId(time: number): string {
  return time.toString(16).padStart(12, "0") + randomBytes(15).toString("base64url");
}

export function isTimedId(text: string): boolean {
  return /^[0-9a-f]{12}[\w-]{20}$/.test(text);
}

export function timeOf(id: string): number {
  return Number.parseInt(id.slice(0, 12), 16);
}
