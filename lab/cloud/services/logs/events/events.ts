import { invalid } from "../errors.ts";
import { openGroup, openStream } from "../groups/lookup.ts";
import { DAY, type Logs } from "../state.ts";
import { sequenceToken } from "../streams/sequence-token.ts";

/** What each event counts for in a batch besides its text. */
const OVERHEAD = 26;
const LARGEST_BATCH = 1_048_576;
/** How old an event may be, in days, and how far ahead of the clock. */
const MOST_DAYS = 14;
const AHEAD = 2 * 60 * 60 * 1000;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export const putLogEvents: Logs["PutLogEvents"] = (
  { logGroupName: group, logStreamName: name, logEvents },
  context,
) => {
  const { cloud, state, account, region } = context;
  const now = cloud.clock.now();
  checkBatch(logEvents);
  return cloud.store.write(() => {
    const { retention } = openGroup(context, group);
    const stream = openStream(context, group, name);
    const before = (days: number) => logEvents.filter(({ timestamp = 0 }) => timestamp < now - days * DAY).length;
    const tooOld = before(MOST_DAYS);
    const expired = retention === undefined ? 0 : before(retention);
    const firstTooNew = logEvents.findIndex(({ timestamp = 0 }) => timestamp > now + AHEAD);
    const accepted = logEvents.slice(Math.max(tooOld, expired), firstTooNew < 0 ? undefined : firstTooNew);
    let sequence = stream.sequence;
    for (const { timestamp = 0, message = "" } of accepted) {
      state.events.put([account, region, group, name, timestamp, sequence++], { message, ingested: now });
    }
    const first = accepted[0]?.timestamp;
    const last = accepted.at(-1)?.timestamp;
    state.streams.put([account, region, group, name], {
      ...stream,
      sequence,
      bytes: stream.bytes + bytesOf(accepted),
      lastIngestion: now,
      ...(first === undefined ? {} : { firstEvent: Math.min(stream.firstEvent ?? first, first) }),
      ...(last === undefined ? {} : { lastEvent: Math.max(stream.lastEvent ?? last, last) }),
    });
    const rejected = {
      ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
      ...(expired > 0 ? { expiredLogEventEndIndex: expired } : {}),
      ...(firstTooNew < 0 ? {} : { tooNewLogEventStartIndex: firstTooNew }),
    };
    return {
      nextSequenceToken: sequenceToken(sequence),
      ...(Object.keys(rejected).length > 0 ? { rejectedLogEventsInfo: rejected } : {}),
    };
  });
};

type InputEvent = { readonly timestamp?: number | undefined; readonly message?: string | undefined };

function bytesOf(events: readonly InputEvent[]): number {
  return events.reduce((sum, { message = "" }) => sum + Buffer.byteLength(message) + OVERHEAD, 0);
}

function checkBatch(events: readonly InputEvent[]): void {
  const bytes = bytesOf(events);
  if (bytes > LARGEST_BATCH) throw invalid(`Upload too large: ${bytes} bytes exceeds limit of ${LARGEST_BATCH}`);
  const times = events.map(({ timestamp = 0 }) => timestamp);
  if (times.some((time, i) => i > 0 && time < (times[i - 1] as number))) {
    throw invalid("Log events in a single PutLogEvents request must be in chronological order.");
  }
  if ((times.at(-1) as number) - (times[0] as number) > DAY) {
    throw invalid("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
}
