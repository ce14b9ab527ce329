import { randomBytes } from "node:crypto";

/** What the ARN of a backup, an export or an import ends with, such as `01489602797149-73d8d5bc`: they order by their moments. */
export function datedId(moment: number): string {
  return `${String(moment).padStart(14, "0")}-${randomBytes(4).toString("hex")}`;
}
