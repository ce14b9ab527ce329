import { randomInt } from "node:crypto";

/** An id as API Gateway makes them: lower-case letters and digits. */
export function newId(length: number): string {
  return Array.from({ length }, () => "abcdefghijklmnopqrstuvwxyz0123456789"[randomInt(36)]).join("");
}
