import { invalid, invalidToken } from "../errors.ts";
import { openGroup } from "../groups/lookup.ts";
import { groupName } from "../groups/names.ts";
import type { LogStream } from "../records.ts";
import type { Logs, LogsContext } from "../state.ts";
import { filterPattern } from "./filter-pattern.ts";
import { MOST_BYTES, MOST_EVENTS, type Position, readEvents, retainedSince, type StoredEvent } from "./read-events.ts";

/** A place between the events of a group's streams, which follow one another by time, and by their streams' names. */
interface Place extends Position {
  readonly stream: string;
}

/**
 * Looks through a bounded number of events for each page, as AWS does: a page may be empty, and have a token all the same.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export const filterLogEvents: Logs["FilterLogEvents"] = (input, context) => {
  const { startTime = 0, endTime = Number.MAX_SAFE_INTEGER, limit = MOST_EVENTS, nextToken } = input;
  if (input.logStreamNames && input.logStreamNamePrefix !== undefined)
    throw invalid("Only one of logStreamNames and logStreamNamePrefix can be specified.");
  const group = groupName(input);
  openGroup(context, group);
  const matches = filterPattern(input.filterPattern ?? "");
  const start = { time: Math.max(startTime, retainedSince(context, group)), sequence: 0, stream: "" };
  const from = nextToken === undefined ? start : parseToken(nextToken);
  const found: StoredEvent[] = [];
  let next: StoredEvent | undefined;
  let [seen, bytes] = [0, 0];
  for (const event of inOrder(context, group, streamsOf(input, context, group), from, endTime + 1)) {
    if (found.length === limit || seen === MOST_EVENTS || bytes > MOST_BYTES) {
      next = event;
      break;
    }
    seen += 1;
    bytes += event.message.length;
    if (matches(event.message)) found.push(event);
  }
  return {
    events: found.map(({ stream, time, message, ingested, sequence }) => ({
      logStreamName: stream,
      timestamp: time,
      message,
      ingestionTime: ingested,
      eventId: `${String(time).padStart(20, "0")}${String(sequence).padStart(36, "0")}`,
    })),
    searchedLogStreams: [],
    ...(next && { nextToken: tokenOf(next) }),
  };
};

function streamsOf(
  { logStreamNames, logStreamNamePrefix = "" }: { logStreamNames?: string[]; logStreamNamePrefix?: string },
  { state, account, region }: LogsContext,
  group: string,
): LogStream[] {
  const names = logStreamNames && new Set(logStreamNames);
  return [...state.streams.values({ under: [account, region, group] })].filter(
    ({ name }) => name.startsWith(logStreamNamePrefix) && (!names || names.has(name)),
  );
}

/** The events of streams, merged by their time. Each stream is read no further than it is asked for. */
function* inOrder(
  context: LogsContext,
  group: string,
  streams: readonly LogStream[],
  from: Place,
  end: number,
): Generator<StoredEvent> {
  const readers: Reader[] = [];
  // The earliest is the last, where it is taken from and put back most cheaply.
  const put = (rest: Reader["rest"]) => {
    const { value: head, done } = rest.next();
    if (!done) readers.splice(placeOf(head, readers), 0, { head, rest });
  };
  try {
    for (const { name, lastEvent = 0 } of streams) {
      if (lastEvent < from.time) continue;
      put(readEvents(context, group, name, { from: positionIn(name, from), to: { time: end, sequence: 0 } }));
    }
    for (let reader = readers.at(-1); reader; reader = readers.at(-1)) {
      yield reader.head;
      readers.pop();
      put(reader.rest);
    }
  } finally {
    for (const { rest } of readers) rest.return(undefined);
  }
}

/** A stream, read up to its `head`. */
interface Reader {
  readonly head: StoredEvent;
  readonly rest: Generator<StoredEvent>;
}

/** Where an event belongs among those that the readers, the latest first, have come to. */
function placeOf(event: StoredEvent, readers: readonly Reader[]): number {
  let [low, high] = [0, readers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore((readers[middle] as Reader).head, event)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Where a stream is to be read from: those of earlier names are past the place's millisecond. */
function positionIn(name: string, { stream, time, sequence }: Place): Position {
  if (name === stream) return { time, sequence };
  return { time: name < stream ? time + 1 : time, sequence: 0 };
}

function isBefore(a: Place, b: Place): boolean {
  if (a.time !== b.time) return a.time < b.time;
  return a.stream === b.stream ? a.sequence < b.sequence : a.stream < b.stream;
}

function tokenOf({ time, sequence, stream }: Place): string {
  return Buffer.from(`${time}/${sequence}/${stream}`).toString("base64url");
}

function parseToken(token: string): Place {
  const [, time, sequence, stream] =
    /^(\d{1,16})\/(\d{1,16})\/([^:*]+)$/.exec(Buffer.from(token, "base64url").toString()) ?? [];
  if (stream === undefined) throw invalidToken();
  return { time: Number(time), sequence: Number(sequence), stream };
}
