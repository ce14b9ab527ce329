import { randomUUID } from "node:crypto";
import type { ListMessageMoveTasksResultEntry } from "@aws-sdk/client-sqs";
import { invalidParameter, invalidValue, noSuchResource } from "../errors.ts";
import { findQueue } from "../queues/lookup.ts";
import { isFifo, type QueueName, readArn } from "../queues/names.ts";
import type { MoveTask, Queue } from "../records.ts";
import type { Sqs, SqsContext, SqsState } from "../state.ts";
import { MOVING } from "./moving.ts";
import { sourcesOf } from "./sources.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html */
const FASTEST = 500;
const MOST_LISTED = 10;

export const startMessageMoveTask: Sqs["StartMessageMoveTask"] = (input, context) => {
  const { SourceArn: source, DestinationArn: destination, MaxNumberOfMessagesPerSecond: rate } = input;
  const { cloud, state } = context;
  if (rate !== undefined && (!Number.isInteger(rate) || rate < 1 || rate > FASTEST)) {
    throw invalidValue(
      rate,
      "MaxNumberOfMessagesPerSecond",
      `Value for parameter MaxNumberOfMessagesPerSecond must be between 1 and ${FASTEST}.`,
    );
  }
  return cloud.store.write(() => {
    const queue = openNamed(source, "SourceArn", context);
    if (sourcesOf(queue, state).length === 0)
      throw invalidParameter("Source queue must be configured as a Dead Letter Queue.");
    if (destination !== undefined) checkDestination(queue, openNamed(destination, "DestinationArn", context));
    if (tasksOf(queue, state, 1).some(({ status }) => status === "RUNNING")) {
      throw invalidParameter(
        "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
      );
    }
    const { account, region, name } = queue;
    const task: MoveTask = {
      id: randomUUID(),
      account,
      region,
      source,
      ...(destination !== undefined && { destination }),
      ...(rate !== undefined && { rate }),
      started: cloud.clock.now(),
      status: "RUNNING",
      moved: 0,
      toMove: state.messages.counts.of(queue).visible,
    };
    state.moveTasks.put([account, region, task.id], task);
    state.moveTasksOf.put([account, region, name, task.started, task.id], true);
    cloud.timers.set("sqs", MOVING + [account, region, task.id].join("/"), cloud.clock.now());
    return { TaskHandle: handleOf(task) };
  });
};

export const listMessageMoveTasks: Sqs["ListMessageMoveTasks"] = ({ SourceArn, MaxResults = 1 }, context) => {
  if (!Number.isInteger(MaxResults) || MaxResults < 1 || MaxResults > MOST_LISTED)
    throw invalidValue(
      MaxResults,
      "MaxResults",
      `Value for parameter MaxResults must be between 1 and ${MOST_LISTED}.`,
    );
  const queue = openNamed(SourceArn, "SourceArn", context);
  return { Results: tasksOf(queue, context.state, MaxResults).map(described) };
};

export const cancelMessageMoveTask: Sqs["CancelMessageMoveTask"] = ({ TaskHandle }, context) => {
  const { cloud, state, account, region } = context;
  const { id, source } = readTaskHandle(TaskHandle);
  return cloud.store.write(() => {
    openNamed(source, "SourceArn", context);
    const task = state.moveTasks.get(account, region, id);
    if (task?.source !== source) throw noSuchResource("Task does not exist.");
    if (task.status !== "RUNNING") throw invalidParameter("Only active tasks can be cancelled.");
    state.moveTasks.put([account, region, id], { ...task, status: "CANCELLED" });
    return { ApproximateNumberOfMessagesMoved: task.moved };
  });
};

/** The source queue that a task's handle names. Throws AWS's error for what is no handle. */
export function readTaskHandle(handle: string): { readonly id: string; readonly source: string } {
  try {
    const { taskId, sourceArn } = JSON.parse(Buffer.from(handle, "base64").toString()) as Record<string, unknown>;
    if (typeof taskId === "string" && typeof sourceArn === "string") return { id: taskId, source: sourceArn };
  } catch {
    // No JSON.
  }
  throw invalidParameter("Value for parameter TaskHandle is invalid.");
}

function handleOf({ id, source }: MoveTask): string {
  return Buffer.from(JSON.stringify({ taskId: id, sourceArn: source })).toString("base64");
}

function openNamed(arn: string, parameter: string, { state, account, region }: SqsContext): Queue {
  const named: QueueName | undefined = readArn(arn);
  if (!named) throw invalidValue(arn, parameter, "Invalid ARN.");
  const queue = named.account === account && named.region === region ? findQueue(named, state) : undefined;
  if (!queue) throw noSuchResource(`The resource that you specified for the ${parameter} parameter doesn't exist.`);
  return queue;
}

function checkDestination(source: Queue, destination: Queue): void {
  if (source.id === destination.id)
    throw invalidParameter("Source queue arn and destination queue arn cannot be the same.");
  if (isFifo(source) !== isFifo(destination))
    throw invalidParameter("Source queue and destination queue must be of the same type.");
}

/** The tasks of a queue, the last one first. */
function tasksOf({ account, region, name }: Queue, state: SqsState, most: number): MoveTask[] {
  const keys = [...state.moveTasksOf.keys({ under: [account, region, name], isReverse: true, limit: most })];
  return keys.flatMap((key) => state.moveTasks.get(account, region, String(key.at(-1))) ?? []);
}

function described(task: MoveTask): ListMessageMoveTasksResultEntry {
  const { status, source, destination, rate, moved, toMove, failure, started } = task;
  return {
    ...(status === "RUNNING" && { TaskHandle: handleOf(task) }),
    Status: status,
    SourceArn: source,
    ...(destination !== undefined && { DestinationArn: destination }),
    ...(rate !== undefined && { MaxNumberOfMessagesPerSecond: rate }),
    ApproximateNumberOfMessagesMoved: moved,
    ApproximateNumberOfMessagesToMove: toMove,
    ...(failure !== undefined && { FailureReason: failure }),
    StartedTimestamp: started,
  };
}
