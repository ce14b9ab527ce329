import type { SourceRecord } from "../source.ts";
import type { PollSettings } from "./job.ts";

/** A worker's state may have so many bytes. */
const MOST_STATE = 1024 * 1024;

/** A tumbling window: the time in which events are aggregated. Its ends are in milliseconds since the epoch. */
export interface Window {
  readonly start: number;
  readonly end: number;
  readonly state: unknown;
}

/** When the window began that an event belongs to; 0 for all where there are no windows. */
export function windowStart({ time }: SourceRecord, { tumbling = 0 }: PollSettings): number {
  const length = tumbling * 1000;
  return length === 0 ? 0 : Math.floor(time / length) * length;
}

export function windowOf({ start, state }: { start: number; state: unknown }, { tumbling = 0 }: PollSettings): Window {
  return { start, end: start + tumbling * 1000, state };
}

/** What the worker hears of a window. */
export function toldOf({ start, end, state }: Window): object {
  return { window: { start: secondsOf(start), end: secondsOf(end) }, state };
}

export function isTooLarge(state: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(state ?? null)) > MOST_STATE;
}

/** Such as `2020-07-30T17:00:00Z`. */
export function secondsOf(moment: number): string {
  return new Date(moment).toISOString().replace(/\.\d+Z$/, "Z");
}
