import { randomUUID } from "node:crypto";
import type { SourceRecord } from "../../../delivery/source.ts";
import { enrich } from "../enrichments/index.ts";
import { arnOf } from "../pipes/names.ts";
import type { PipeRecord } from "../records.ts";
import type { PipesState } from "../state.ts";
import { sendTo } from "../targets/index.ts";
import { eventOf, idOf } from "./event.ts";
import { ExecutionLog } from "./execution-log.ts";
import { done, type Executed, lost, partly } from "./outcome.ts";
import type { PipeEvent } from "./pipe-event.ts";
import { stage } from "./stage.ts";

/** What the console's trace tells of an execution. */
interface Counts {
  sent: number;
  failed: number;
}

/**
 * Takes a batch the way of a pipe: through its enrichment, to its target. Never rejects.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-logs-execution-steps.html
 */
export function execute(batch: readonly SourceRecord[], pipe: PipeRecord, state: PipesState): Promise<Executed> {
  const { trace, clock } = state.cloud;
  const { name, account, region } = pipe;
  const id = randomUUID();
  const input = { pipe: name, events: batch.length };
  const begun = {
    id,
    service: "pipes",
    operation: "Execution",
    caller: arnOf(pipe),
    account,
    region,
    at: clock.now(),
    input,
  };
  // To the trace, it is a part of what made the first of the events.
  return trace.within(batch[0]?.span, () =>
    trace.record(begun, async (span) => {
      const counts: Counts = { sent: 0, failed: 0 };
      const log = new ExecutionLog(id, pipe, state);
      const executed = await run(batch, pipe, state, log, counts).catch((error: Error) => {
        counts.failed = batch.length;
        span.error = error.name;
        log.error("ExecutionFailed", error);
        return lost(batch, error);
      });
      span.output = counts;
      log.end();
      return executed;
    }),
  );
}

async function run(
  batch: readonly SourceRecord[],
  pipe: PipeRecord,
  state: PipesState,
  log: ExecutionLog,
  counts: Counts,
): Promise<Executed> {
  const received = batch.map(eventOf);
  log.info("ExecutionStarted", { payload: received.map(({ value }) => value) });
  const session = await state.sessions.session(pipe);
  const way = { pipe, session, cloud: state.cloud, log };
  const events = pipe.enrichment === undefined ? received : await stage("Enrichment", log, () => enrich(received, way));
  if (events.length === 0) {
    log.info("TargetStageSkipped");
    log.info("ExecutionSucceeded");
    return done();
  }
  const { failed, answer } = await stage("Target", log, () => sendTo(events, way));
  const left = leftOf(batch, events, { failed, answer });
  counts.failed = left.length;
  counts.sent = events.length - Math.min(left.length, events.length);
  if (left.length === 0) log.info("ExecutionSucceeded");
  else log.error("ExecutionPartiallyFailed", new Error("The target did not take all events"));
  return left.length === 0 ? done() : left === batch ? { ...partly(batch), hasFailed: true } : partly(left);
}

/** The events of the source that are to come again: those that the target did not take, or says that it failed. */
function leftOf(
  batch: readonly SourceRecord[],
  events: readonly PipeEvent[],
  { failed, answer }: { readonly failed: readonly number[]; readonly answer?: unknown },
): readonly SourceRecord[] {
  const ids = failed.map((at) => idOf(events[at]?.value));
  const named = reportedIn(answer);
  if (named === "unreadable" || ids.includes(undefined)) return batch;
  const left = new Set([...ids, ...named]);
  if (left.size === 0) return [];
  const found = batch.filter((record) => left.has(idOf(eventOf(record).value)));
  // Who names what nobody knows has failed all.
  return found.length === left.size ? found : batch;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html#pipes-partial-batch-failure */
function reportedIn(answer: unknown): readonly unknown[] | "unreadable" {
  const failures = (answer as { batchItemFailures?: unknown } | null | undefined)?.batchItemFailures;
  if (failures === undefined || failures === null) return [];
  if (!Array.isArray(failures)) return "unreadable";
  const ids = failures.map((one) => (one as { itemIdentifier?: unknown } | null)?.itemIdentifier);
  return ids.every((id) => typeof id === "string" && id !== "") ? ids : "unreadable";
}
