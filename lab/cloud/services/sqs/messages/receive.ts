import { AwsError } from "../../../errors.ts";
import type { Taken } from "../contents/messages.ts";
import { invalidValue } from "../errors.ts";
import { numberOf, retentionOf } from "../queues/attributes.ts";
import { openQueue, sameQueue } from "../queues/lookup.ts";
import { arnOf, isFifo } from "../queues/names.ts";
import type { Message, Queue } from "../records.ts";
import { deadLetterQueueOf, redrivePolicyOf } from "../redrive/policies.ts";
import type { Sqs, SqsContext } from "../state.ts";
import { moveIn } from "./accept.ts";
import { repeated } from "./attempts.ts";
import { newReceipt } from "./receipts.ts";
import { shown, systemAttributesOf } from "./shown.ts";
import { checkVisibility } from "./visibility.ts";

type Input = Parameters<Sqs["ReceiveMessage"]>[0];

const LONGEST_WAIT = 20;
const MOST = 10;

/** How many of a queue's messages can be in flight. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
const MOST_IN_FLIGHT = 120_000;

/** How many messages are brought up to the time by one request: more than it hands out, so that they get done. */
const SETTLED = 50;

export const receiveMessage: Sqs["ReceiveMessage"] = async (input, context) => {
  const { cloud, state, http } = context;
  check(input);
  const queue = openQueue(input.QueueUrl, context);
  const wait = input.WaitTimeSeconds ?? numberOf(queue, "ReceiveMessageWaitTimeSeconds");
  let { taken } = await cloud.store.writeSoon(() => attempt(input, wait > 0, context));
  if (taken.length === 0 && wait > 0) {
    const found = await state.polls.wait(queue.id, {
      attempt: () => {
        const one = cloud.store.write(() => attempt(input, true, context));
        if (one.isCut && one.taken.length === 0) state.polls.wake(queue.id);
        return one.taken.length > 0 ? one.taken : undefined;
      },
      longest: wait * 1000,
      nextMoment: () => state.messages.nextMoment(openQueue(input.QueueUrl, context)),
      whenGone: http?.whenGone,
    });
    taken = found ?? [];
  }
  // Others may wait for what these become.
  if (taken.length > 0) state.polls.wake(queue.id);
  return { Messages: taken.map((one) => shown(one, queue, input)) };
};

function check(input: Input): void {
  const { MaxNumberOfMessages: most = 1, WaitTimeSeconds: wait = 0, VisibilityTimeout: visibility = 0 } = input;
  if (!Number.isInteger(most) || most < 1 || most > MOST)
    throw invalidValue(most, "MaxNumberOfMessages", `Must be between 1 and ${MOST}, if provided.`);
  if (!Number.isInteger(wait) || wait < 0 || wait > LONGEST_WAIT)
    throw invalidValue(wait, "WaitTimeSeconds", `Must be >= 0 and <= ${LONGEST_WAIT}, if provided.`);
  checkVisibility(visibility);
  systemAttributesOf(input);
  const id = input.ReceiveRequestAttemptId;
  if (id !== undefined && !/^[\x21-\x7e]{1,128}$/.test(id)) {
    throw invalidValue(
      id,
      "ReceiveRequestAttemptId",
      "ReceiveRequestAttemptId can only include alphanumeric and punctuation characters. 1 to 128 in length.",
    );
  }
}

/** Looks once for messages. Only inside `store.write`. */
function attempt(
  input: Input,
  isLong: boolean,
  context: SqsContext,
): { readonly taken: readonly Taken[]; readonly isCut: boolean } {
  const { cloud, state } = context;
  const queue = openQueue(input.QueueUrl, context);
  const now = cloud.clock.now();
  const visibility = (input.VisibilityTimeout ?? numberOf(queue, "VisibilityTimeout")) * 1000;
  state.messages.settle(queue, now, retentionOf(queue), SETTLED);
  const attemptId = isFifo(queue) ? input.ReceiveRequestAttemptId : undefined;
  const again = attemptId !== undefined && repeated(queue, attemptId, { visibility, now }, state);
  if (again) return { taken: again, isCut: false };
  const room = MOST_IN_FLIGHT - state.messages.counts.of(queue).inFlight;
  if (room <= 0 && !isLong && !isFifo(queue)) {
    throw new AwsError("OverLimit", `Too many messages are in flight: ${MOST_IN_FLIGHT} at most.`);
  }
  const most = Math.min(input.MaxNumberOfMessages ?? 1, room);
  const redrive = redriveOf(queue, now, context);
  const found = state.messages.take(queue, { most, now, visibility, receipt: newReceipt, ...(redrive && { redrive }) });
  if (attemptId !== undefined && found.taken.length > 0) {
    const handed = found.taken.map(({ number, standing }) => ({ number, receipt: standing.receipt ?? "" }));
    state.messages.attempts.put(queue, [attemptId], handed, now);
  }
  return found;
}

/** Whether there is something to receive, as far as it can be known without receiving it. */
export function mayHaveMessages(queue: Queue, { cloud, state }: Pick<SqsContext, "cloud" | "state">): boolean {
  const now = sameQueue(queue, state);
  if (!now) return true;
  cloud.store.write(() => state.messages.settle(now, cloud.clock.now(), retentionOf(now), SETTLED));
  for (const _ of state.messages.peek(now, 1)) return true;
  return false;
}

/** Where messages go that were received too often; nowhere as long as that queue does not take them. */
function redriveOf(queue: Queue, now: number, { state }: SqsContext) {
  const limit = redrivePolicyOf(queue)?.maxReceiveCount;
  const target = limit === undefined ? undefined : deadLetterQueueOf(queue, state);
  if (limit === undefined || !target || target.id === queue.id) return undefined;
  return {
    limit,
    bury: (message: Message, received: number) => {
      // Messages of standard queues keep their age. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
      const sent = isFifo(queue) ? now : message.sent;
      const receivedBefore = (message.receivedBefore ?? 0) + received;
      moveIn({ ...message, sent, receivedBefore, deadLetterOf: arnOf(queue) }, target, now, state);
    },
  };
}
