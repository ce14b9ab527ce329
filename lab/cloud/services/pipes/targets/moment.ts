import { invalid } from "../errors.ts";

/** A moment in milliseconds since the epoch, of that or of ISO 8601. */
export function momentOf(text: string): number {
  const moment = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isNaN(moment)) throw invalid(`${text} is not a timestamp`);
  return moment;
}
