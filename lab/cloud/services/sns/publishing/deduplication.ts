import { createHash } from "node:crypto";
import { invalidParameter } from "../errors.ts";
import type { Published, Seen, Topic } from "../records.ts";
import type { SnsState } from "../state.ts";
import { isFifo, keyOf } from "../topics/names.ts";
import type { MessageInput } from "./messages.ts";

/** How long the same message is not delivered again, in milliseconds. */
const WINDOW = 5 * 60 * 1000;

/** How many forgotten messages a publication removes at most: it adds one. */
const MOST_REMOVED = 10;

/** The first sequence number; they have twenty digits, and grow. */
const FIRST = 10_000_000_000_000_000_000n;

/**
 * What a FIFO topic needs to know of a message, and any topic may be told. Throws InvalidParameter.
 * https://docs.aws.amazon.com/sns/latest/dg/fifo-message-dedup.html
 */
export function orderOf(input: MessageInput, topic: Topic): Pick<Published, "groupId" | "deduplicationId"> {
  const { MessageGroupId: groupId, MessageDeduplicationId: id } = input;
  for (const [name, value] of Object.entries({ MessageGroupId: groupId, MessageDeduplicationId: id }))
    if (value !== undefined && !/^[!-~]{1,128}$/.test(value))
      throw invalidParameter(
        `${name} Reason: The ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length`,
      );
  if (!isFifo(topic)) {
    if (id !== undefined)
      throw invalidParameter(
        "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type",
      );
    return groupId === undefined ? {} : { groupId };
  }
  if (groupId === undefined) throw invalidParameter("The MessageGroupId parameter is required for FIFO topics");
  if (id === undefined && topic.attributes.ContentBasedDeduplication !== "true")
    throw invalidParameter(
      "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
  const deduplicationId =
    id ??
    createHash("sha256")
      .update(input.Message ?? "")
      .digest("hex");
  return { groupId, deduplicationId };
}

/**
 * Gives a message of a FIFO topic its number, unless the same was published in the last five minutes. Only inside `store.write`.
 *
 * @returns the message with its number, or the one that was published before
 */
export function numbered(message: Published, topic: Topic, state: SnsState): Published | Seen {
  const { groupId = "", deduplicationId = "", time } = message;
  const key = keyOf(topic);
  // By default, messages of different groups are the same message, too.
  const scope = topic.attributes.FifoThroughputScope === "MessageGroup" ? `group ${groupId}` : "topic";
  forgetOld(topic, time, state);
  const before = state.seen.get(...key, scope, deduplicationId);
  if (before && before.until > time) return before;
  const number = (state.sequences.get(...key) ?? 0) + 1;
  state.sequences.put(key, number);
  const sequenceNumber = String(FIRST + BigInt(number) * 1000n);
  const until = time + WINDOW;
  state.seen.put([...key, scope, deduplicationId], { id: message.id, sequenceNumber, until });
  state.seenUntil.put([...key, until, number], [scope, deduplicationId]);
  return { ...message, sequenceNumber };
}

function forgetOld(topic: Topic, now: number, state: SnsState): void {
  const key = keyOf(topic);
  const old = [...state.seenUntil.entries({ under: key, before: [...key, now], limit: MOST_REMOVED })];
  for (const [at, [scope, id]] of old) {
    state.seenUntil.delete(...at);
    // It may have been published again since.
    const seen = state.seen.get(...key, scope, id);
    if (seen && seen.until <= now) state.seen.delete(...key, scope, id);
  }
}
