import { invalidParameter } from "../errors.ts";
import type { Topic } from "../records.ts";
import { isFifo } from "../topics/names.ts";

/** From when, and until when, archived messages are delivered again, in milliseconds since the epoch. */
export interface Replay {
  readonly from: number;
  readonly to: number;
}

/**
 * Checks a replay policy: `{"PointType":"Timestamp","StartingPoint":"…","EndingPoint":"…"}`.
 * https://docs.aws.amazon.com/sns/latest/dg/message-archiving-and-replay-subscriber.html
 */
export function checkReplayPolicy(text: string, topic: Topic, prefix: string): void {
  const refused = (reason: string) => invalidParameter(`${prefix}ReplayPolicy: ${reason}`);
  if (!isFifo(topic)) throw refused("can only be set for subscriptions to FIFO topics");
  if (topic.archivedSince === undefined) throw refused("the topic has no archive policy");
  let replay: Replay | undefined;
  try {
    replay = replayOf(text);
  } catch {
    throw refused("failed to parse JSON.");
  }
  if (!replay) throw refused("PointType must be Timestamp, and StartingPoint an ISO 8601 timestamp");
  if (replay.to < replay.from) throw refused("EndingPoint must not be before StartingPoint");
}

/** The span of time that a replay policy names; nothing when it names none. */
export function replayOf(text: string): Replay | undefined {
  const { PointType, StartingPoint, EndingPoint } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const from = Date.parse(String(StartingPoint));
  const to = EndingPoint === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(String(EndingPoint));
  return PointType === "Timestamp" && !Number.isNaN(from) && !Number.isNaN(to) ? { from, to } : undefined;
}
