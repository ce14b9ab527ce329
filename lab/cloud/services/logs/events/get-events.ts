import { invalidToken } from "../errors.ts";
import { openStream } from "../groups/lookup.ts";
import { groupName } from "../groups/names.ts";
import type { Logs, LogsContext } from "../state.ts";
import {
  MOST_BYTES,
  MOST_EVENTS,
  type Part,
  type Position,
  readEvents,
  retainedSince,
  type StoredEvent,
} from "./read-events.ts";

/**
 * Tokens say where a page ended: `f/` goes forward from there, `b/` backward. Following one past the end gives it again.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 */
export const getLogEvents: Logs["GetLogEvents"] = (input, context) => {
  const {
    logStreamName: stream,
    startTime = 0,
    endTime,
    limit = MOST_EVENTS,
    startFromHead = false,
    nextToken,
  } = input;
  const group = groupName(input);
  openStream(context, group, stream);
  const first = { time: Math.max(startTime, retainedSince(context, group)), sequence: 0 };
  const last = endTime === undefined ? undefined : { time: endTime, sequence: 0 };
  const token = nextToken === undefined ? undefined : parseToken(nextToken);
  const isForward = token ? token.isForward : startFromHead;
  const part = isForward
    ? { from: later(first, token?.position), to: last }
    : { from: first, to: earlier(last, token?.position), isReverse: true };
  const events = page(context, group, stream, part, limit);
  if (!isForward) events.reverse();
  const [begin, end] = [events[0], events.at(-1)];
  // A page without events stays where it is, and begins where the stream does when that is nowhere yet.
  const here = token?.position ?? first;
  return {
    events: events.map(({ time, message, ingested }) => ({ timestamp: time, message, ingestionTime: ingested })),
    nextForwardToken: `f/${written(end ? { time: end.time, sequence: end.sequence + 1 } : here)}/s`,
    nextBackwardToken: `b/${written(begin ?? here)}/s`,
  };
};

function page(context: LogsContext, group: string, stream: string, part: Part, limit: number): StoredEvent[] {
  const events: StoredEvent[] = [];
  let bytes = 0;
  for (const event of readEvents(context, group, stream, part)) {
    bytes += event.message.length;
    if (events.length > 0 && bytes > MOST_BYTES) break;
    events.push(event);
    if (events.length === limit) break;
  }
  return events;
}

function later(a: Position, b: Position | undefined): Position {
  return b && isBefore(a, b) ? b : a;
}

function earlier(a: Position | undefined, b: Position | undefined): Position | undefined {
  return a && (!b || isBefore(a, b)) ? a : b;
}

function isBefore(a: Position, b: Position): boolean {
  return a.time < b.time || (a.time === b.time && a.sequence < b.sequence);
}

/** 56 digits, as AWS's tokens have them. */
function written({ time, sequence }: Position): string {
  return String(time).padStart(20, "0") + String(sequence).padStart(36, "0");
}

function parseToken(token: string): { isForward: boolean; position: Position } {
  const [, direction, time, sequence] = /^([fb])\/(\d{20})(\d{36})\/s$/.exec(token) ?? [];
  if (!direction) throw invalidToken();
  return { isForward: direction === "f", position: { time: Number(time), sequence: Number(sequence) } };
}
