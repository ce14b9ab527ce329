import type { Published, Subscription, Topic } from "../records.ts";
import type { SnsContext, SnsState } from "../state.ts";
import { Filtered } from "../subscriptions/filter-policies.ts";
import { replayOf } from "../subscriptions/replay-policies.ts";
import { keyOf } from "../topics/names.ts";
import { bodyFor, noticeOf } from "./messages.ts";

// FIFO topics with an archive policy keep their messages. https://docs.aws.amazon.com/sns/latest/dg/fifo-message-archiving-replay.html

const DAY = 24 * 60 * 60 * 1000;

/** How many messages that are too old a publication removes at most: it adds one. */
const MOST_REMOVED = 10;

/** Keeps a message in the archive of its topic, if there is one. Only inside `store.write`. */
export function archive(message: Published, topic: Topic, state: SnsState): void {
  if (topic.archivedSince === undefined || message.sequenceNumber === undefined) return;
  const key = keyOf(topic);
  const oldest = message.time - retentionOf(topic);
  for (const [at, { time }] of [...state.archive.entries({ under: key, limit: MOST_REMOVED })])
    if (time < oldest) state.archive.delete(...at);
  state.archive.put([...key, message.sequenceNumber], message);
}

/** Sends a subscription the archived messages that its replay policy names. Only inside `store.write`. */
export function startReplay(subscription: Subscription, topic: Topic, { cloud, state }: SnsContext): void {
  const replay = replayOf(subscription.attributes.ReplayPolicy ?? "{}");
  if (!replay) return;
  const from = Math.max(replay.from, cloud.clock.now() - retentionOf(topic));
  for (const message of state.archive.values({ under: keyOf(topic) })) {
    if (message.time < from || message.time > replay.to) continue;
    const body = bodyFor(subscription, message);
    if (new Filtered(message).isWanted(subscription.attributes, body))
      state.deliveries.deliver(subscription, { ...noticeOf(message, body), isReplayed: true });
  }
}

/** How long messages are kept, in milliseconds. */
function retentionOf({ attributes: { ArchivePolicy } }: Topic): number {
  if (ArchivePolicy === undefined) return 0;
  return Number((JSON.parse(ArchivePolicy) as { MessageRetentionPeriod: string }).MessageRetentionPeriod) * DAY;
}
