import { invalid } from "../errors.ts";
import { openGroup, openStream } from "../groups/lookup.ts";
import { DAY, type Logs } from "../state.ts";

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

function checkBatch(events: readonly { timestamp?: number | undefined; message?: string | undefined }[]): number {
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
