import { randomUUID } from "node:crypto";
import type { OperationType, StackStatus } from "@aws-sdk/client-cloudformation";
import type { Clients, Cloud } from "../../../cloud.ts";
import type { StackRecord } from "../records.ts";
import type { CloudFormationState } from "../state.ts";
import type { Graph } from "../template/graph.ts";
import { executorOf } from "./executor.ts";
import { Journal } from "./journal.ts";
import { walk } from "./walk.ts";

/** One operation on a stack, while it is under way. */
export interface Run {
  readonly cloud: Cloud;
  readonly state: CloudFormationState;
  readonly journal: Journal;
  /** Calls services as the principal who executes the stack. */
  readonly call: Clients;
  /** The same in another region. */
  readonly callIn: (region: string) => Clients;
  /** Aborted when the cloud closes: the operation stops where it is, and the next start takes it up. */
  readonly closing: AbortController;
  /** Aborted when the caller wants an update to stop and be undone. */
  readonly cancelling: AbortController;
  /** Resolves when the operation has ended, however it did. */
  readonly finished: Promise<void>;
}

/** An operation on a stack, as its events name it. */
export interface Operation {
  readonly id: string;
  readonly type: OperationType;
}

/** Thrown where an operation stops because the cloud closes. */
export class Closing extends Error {}

/**
 * Starts an operation on a stack and lets it go on by itself.
 * @param begin brings the stack into its first status; it throws when the stack is not in a state for the operation
 * Rejects with AWS's ValidationError when the stack's role can't be assumed, and with what `begin` throws.
 */
export async function start(
  cloud: Cloud,
  state: CloudFormationState,
  stack: StackRecord,
  begin: (journal: Journal) => void,
  operation: (run: Run) => Promise<void>,
  type: OperationType,
): Promise<Operation> {
  const executor = await executorOf(cloud, stack);
  const callIn = (region: string) => cloud.clients(executor, region);
  const named = { id: randomUUID(), type };
  const journal = new Journal(state, cloud.clock, stack, named);
  begin(journal);
  let end = () => {};
  const finished = new Promise<void>((resolve) => {
    end = resolve;
  });
  const controllers = { closing: new AbortController(), cancelling: new AbortController() };
  const run: Run = { cloud, state, journal, call: callIn(stack.region), callIn, ...controllers, finished };
  state.runs.set(stack.id, run);
  void operation(run)
    .catch((error) => giveUp(run, error))
    .finally(() => {
      state.runs.delete(stack.id);
      end();
    });
  return named;
}

/**
 * Walks a graph as part of an operation. Resolves with the nodes that failed; rejects with Closing, once nothing is under way
 * any more, when the cloud closes.
 */
export async function walkDuring(
  { closing: { signal } }: Run,
  graph: Graph,
  work: (node: string) => Promise<void>,
  afterFailure: "stop" | "continue",
): Promise<string[]> {
  const workIfOpen = async (node: string) => {
    if (signal.aborted) throw new Closing();
    await work(node);
  };
  const failed = await walk(graph, workIfOpen, afterFailure);
  if (signal.aborted) throw new Closing();
  return failed;
}

/** A fault of the engine itself must not leave a stack in motion for ever. */
function giveUp({ cloud, journal }: Run, error: unknown): void {
  if (error instanceof Closing) return;
  cloud.log(`CloudFormation failed: ${(error as Error).stack ?? error}`);
  const { status } = journal.stack;
  const last = status.endsWith("_CLEANUP_IN_PROGRESS")
    ? status.replace("_CLEANUP_IN_PROGRESS", "")
    : status.replace("_IN_PROGRESS", "_FAILED");
  journal.enter(last as StackStatus, "Internal Failure");
}
