import { AwsError } from "../../errors.ts";
import { filterPattern } from "./filter-pattern.ts";
import { groupName, invalid, type LogEvent, type Logs, type LogsContext, openGroup, openStream } from "./state.ts";

const DAY = 24 * 60 * 60 * 1000;
/** What each event counts for in a batch besides its text. */
const OVERHEAD = 26;
const LARGEST_BATCH = 1_048_576;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export const putLogEvents: Logs["PutLogEvents"] = (
  { logGroupName: group, logStreamName: name, logEvents },
  context,
) => {
  const { cloud, state, account, region } = context;
  const now = cloud.clock.now();
  const bytes = checkBatch(logEvents);
  return cloud.store.write(() => {
    const { retention } = openGroup(context, group);
    const stream = openStream(context, group, name);
    const oldest = now - Math.min(14, retention ?? 14) * DAY;
    const tooOld = logEvents.filter(({ timestamp = 0 }) => timestamp < oldest).length;
    const firstTooNew = logEvents.findIndex(({ timestamp = 0 }) => timestamp > now + 2 * 60 * 60 * 1000);
    const accepted = logEvents.slice(tooOld, firstTooNew < 0 ? undefined : firstTooNew);
    let sequence = stream.sequence;
    for (const { timestamp = 0, message = "" } of accepted) {
      state.events.put([account, region, group, name, timestamp, sequence++], { message, ingested: now });
    }
    const first = accepted[0]?.timestamp;
    const last = accepted.at(-1)?.timestamp;
    state.streams.put([account, region, group, name], {
      ...stream,
      sequence,
      bytes: stream.bytes + bytes,
      lastIngestion: now,
      ...(first === undefined ? {} : { firstEvent: Math.min(stream.firstEvent ?? first, first) }),
      ...(last === undefined ? {} : { lastEvent: Math.max(stream.lastEvent ?? last, last) }),
    });
    const rejected = {
      ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
      ...(firstTooNew < 0 ? {} : { tooNewLogEventStartIndex: firstTooNew }),
    };
    return {
      nextSequenceToken: String(sequence),
      ...(Object.keys(rejected).length > 0 ? { rejectedLogEventsInfo: rejected } : {}),
    };
  });
};

/** Tokens say where a page ended: `f/` goes forward from there, `b/` backward. Following one past the end gives it again. */
export const getLogEvents: Logs["GetLogEvents"] = (input, context) => {
  const {
    logStreamName,
    startTime = 0,
    endTime = Number.POSITIVE_INFINITY,
    limit = 10_000,
    startFromHead = false,
    nextToken,
  } = input;
  const group = groupName(input);
  openStream(context, group, logStreamName);
  const all = [...read(context, group, logStreamName)].filter(
    ({ timestamp }) => timestamp >= startTime && timestamp < endTime,
  );
  const [direction, position] = parseToken(nextToken, startFromHead, all.length);
  const begin = direction === "f" ? position : Math.max(0, position - limit);
  const end = direction === "f" ? Math.min(all.length, position + limit) : position;
  return {
    events: all
      .slice(begin, end)
      .map(({ timestamp, message, ingested }) => ({ timestamp, message, ingestionTime: ingested })),
    nextForwardToken: `f/${String(end).padStart(56, "0")}`,
    nextBackwardToken: `b/${String(begin).padStart(56, "0")}`,
  };
};

export const filterLogEvents: Logs["FilterLogEvents"] = (input, context) => {
  const {
    logStreamNames,
    logStreamNamePrefix = "",
    startTime = 0,
    endTime = Number.POSITIVE_INFINITY,
    limit = 10_000,
    nextToken = "0",
  } = input;
  const { state, account, region } = context;
  const group = groupName(input);
  openGroup(context, group);
  const matches = filterPattern(input.filterPattern ?? "");
  const streams = [...state.streams.values({ under: [account, region, group] })].filter(
    ({ name }) => name.startsWith(logStreamNamePrefix) && (!logStreamNames || logStreamNames.includes(name)),
  );
  const found = streams
    .flatMap(({ name }) => [...read(context, group, name)])
    .filter(({ timestamp, message }) => timestamp >= startTime && timestamp <= endTime && matches(message))
    .sort((a, b) => a.timestamp - b.timestamp);
  const begin = Number(nextToken);
  const page = found.slice(begin, begin + limit);
  return {
    events: page.map(({ stream, timestamp, message, ingested, sequence }) => ({
      logStreamName: stream,
      timestamp,
      message,
      ingestionTime: ingested,
      eventId: `${String(timestamp).padStart(20, "0")}${String(sequence).padStart(36, "0")}`,
    })),
    searchedLogStreams: [],
    ...(begin + page.length < found.length ? { nextToken: String(begin + page.length) } : {}),
  };
};

interface ReadEvent extends LogEvent {
  readonly stream: string;
  readonly timestamp: number;
  readonly sequence: number;
}

/** A stream's events that its group still retains, the oldest first. */
function* read(context: LogsContext, group: string, stream: string): Generator<ReadEvent> {
  const { cloud, state, account, region } = context;
  const { retention } = openGroup(context, group);
  const oldest = retention === undefined ? 0 : cloud.clock.now() - retention * DAY;
  const under = [account, region, group, stream];
  for (const [key, event] of state.events.entries({ under, from: [...under, oldest] })) {
    yield { ...event, stream, timestamp: key[4] as number, sequence: key[5] as number };
  }
}

function checkBatch(events: readonly { timestamp?: number | undefined; message?: string | undefined }[]): number {
  if (events.length === 0 || events.length > 10_000) {
    throw invalid(
      "1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member must have length between 1 and 10000",
    );
  }
  const bytes = events.reduce((sum, { message = "" }) => sum + Buffer.byteLength(message) + OVERHEAD, 0);
  if (bytes > LARGEST_BATCH) throw invalid(`Upload too large: ${bytes} bytes exceeds limit of ${LARGEST_BATCH}`);
  const times = events.map(({ timestamp = 0 }) => timestamp);
  if (times.some((time, i) => i > 0 && time < (times[i - 1] as number))) {
    throw invalid("Log events in a single PutLogEvents request must be in chronological order.");
  }
  if ((times.at(-1) as number) - (times[0] as number) > DAY) {
    throw invalid("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
  return bytes;
}

function parseToken(
  token: string | undefined,
  fromHead: boolean,
  length: number,
): [direction: "f" | "b", position: number] {
  if (token === undefined) return fromHead ? ["f", 0] : ["b", length];
  const found = /^([fb])\/(\d+)$/.exec(token);
  if (!found) throw new AwsError("InvalidParameterException", "The specified nextToken is invalid.");
  return [found[1] as "f" | "b", Number(found[2])];
}
