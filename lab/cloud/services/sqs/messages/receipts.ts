import { randomUUID } from "node:crypto";
import { invalidHandle } from "../errors.ts";
import type { Queue } from "../records.ts";

/** What a receipt handle tells. */
export interface Receipt {
  readonly generation: number;
  readonly number: number;
  readonly receipt: string;
}

/** What tells one receipt of a message from others. */
export function newReceipt(): string {
  return randomUUID();
}

/** What AWS's handles begin with. */
const PREFIX = "AQEB";

export function handleOf({ id, generation }: Queue, number: number, receipt: string): string {
  return PREFIX + Buffer.from(`${id}/${generation}/${number}/${receipt}`).toString("base64");
}

/** Throws AWS's error for what is no handle, or one of another queue. */
export function readHandle(handle: string, queue: Queue): Receipt {
  const text = handle.startsWith(PREFIX) ? Buffer.from(handle.slice(PREFIX.length), "base64").toString("latin1") : "";
  const [, id, generation, number, receipt] = /^([\w-]{12})\/(\d{1,15})\/(\d{1,15})\/([\w-]{24,36})$/.exec(text) ?? [];
  if (id !== queue.id || receipt === undefined) throw invalidHandle(handle);
  return { generation: Number(generation), number: Number(number), receipt };
}
