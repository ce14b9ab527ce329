import { randomUUID } from "node:crypto";
import type { Cloud } from "../../../cloud.ts";
import { Turns } from "../../../time/turns.ts";
import { moveIn } from "../messages/accept.ts";
import { retentionOf } from "../queues/attributes.ts";
import { findQueue } from "../queues/lookup.ts";
import { readArn } from "../queues/names.ts";
import type { MoveTask, Queue } from "../records.ts";
import type { SqsState } from "../state.ts";

/** What the keys of the timers of tasks begin with. */
export const MOVING = "move/";

/** How many messages are moved in one go by a task without a rate of its own. */
const BATCH = 200;

/** Goes on with a task: it moves all at once, or as many as it may in a second. */
export async function goOn(key: string, state: SqsState, cloud: Cloud): Promise<void> {
  const [account = "", region = "", id = ""] = key.slice(MOVING.length).split("/");
  const turns = new Turns();
  for (;;) {
    const step = cloud.store.write(() => {
      const task = state.moveTasks.get(account, region, id);
      if (task?.status !== "RUNNING") return undefined;
      const after = moved(task, state, cloud.clock.now());
      state.moveTasks.put([account, region, id], after);
      if (after.status === "RUNNING" && after.rate !== undefined)
        cloud.timers.set("sqs", key, cloud.clock.now() + 1000);
      return after;
    });
    if (step?.status !== "RUNNING" || step.rate !== undefined) return;
    await turns.next();
  }
}

/** Moves some messages, and answers how the task stands then. Only inside `store.write`. */
function moved(task: MoveTask, state: SqsState, now: number): MoveTask {
  const source = queueAt(task.source, state);
  if (!source) return failed(task);
  state.messages.settle(source, now, retentionOf(source), BATCH);
  let count = 0;
  for (const number of state.messages.peek(source, task.rate ?? BATCH)) {
    const message = state.messages.read(source, number);
    if (!message) continue;
    const destination = queueAt(task.destination ?? message.deadLetterOf ?? "", state);
    if (!destination || destination.id === source.id) return { ...failed(task), moved: task.moved + count };
    state.messages.remove(source, number);
    // It is a new message there. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
    const { deadLetterOf: _, receivedBefore: __, ...rest } = message;
    moveIn({ ...rest, id: randomUUID(), sent: now }, destination, now, state);
    count += 1;
  }
  const all = task.moved + count;
  return { ...task, moved: all, toMove: Math.max(task.toMove, all), status: count === 0 ? "COMPLETED" : "RUNNING" };
}

function failed(task: MoveTask): MoveTask {
  return { ...task, status: "FAILED", failure: "AWS.SimpleQueueService.NonExistentQueue" };
}

function queueAt(arn: string, state: SqsState): Queue | undefined {
  const named = readArn(arn);
  return named && findQueue(named, state);
}
