import { randomUUID } from "node:crypto";
import { mappingDialect } from "../../../delivery/pattern-dialects.ts";
import { compilePattern } from "../../../delivery/patterns.ts";
import { failuresIn } from "../../../delivery/polling/failures.ts";
import type { Outcome } from "../../../delivery/polling/job.ts";
import type { SourceRecord } from "../../../delivery/source.ts";
import { arnOf } from "../functions/names.ts";
import { type Executed, execute, newTraceId } from "../invocation/invocations.ts";
import type { MappingRecord } from "../records.ts";
import type { LambdaState } from "../state.ts";

/** What a function made of a batch. */
export interface BatchResult extends Outcome {
  readonly requestId: string;
  /** Absent when something kept the function from starting. */
  readonly executed?: Executed;
}

/**
 * Has the function of a mapping work on a batch. What keeps it from starting is a failure of the batch.
 *
 * @param more what the event tells besides its records
 */
export async function invokeWith(
  batch: readonly SourceRecord[],
  mapping: MappingRecord,
  { state, now, more = {} }: { state: LambdaState; now: number; more?: object },
): Promise<BatchResult> {
  const requestId = randomUUID();
  const invocation = {
    requestId,
    payload: payloadOf(batch, more),
    arn: arnOf(mapping.target),
    traceId: newTraceId(now),
  };
  const work = () => execute(mapping.target, invocation, state).catch(() => undefined);
  // To the trace, it is a part of what made the first of the events.
  const executed = await state.cloud.trace.within(batch[0]?.span, work);
  const isExecuted = executed !== undefined;
  if (!executed || executed.errorType)
    return { failed: batch, hasFailed: true, isExecuted, requestId, ...(executed && { executed }) };
  const answer = parsed(executed.payload);
  const failed = mapping.reportsFailures ? failuresIn(answer, batch) : [];
  const hasFailed = batch.length > 0 && failed === batch;
  return { failed, hasFailed, isExecuted, requestId, executed, answer };
}

/** The event that a function gets. */
export function payloadOf(batch: readonly SourceRecord[], more: object = {}): Buffer {
  return Buffer.from(JSON.stringify({ Records: batch.map(({ event }) => event), ...more }));
}

/** The filter of a mapping: an event that fits one of its patterns is let through. */
export function filterOf({ filters = [] }: MappingRecord): (record: SourceRecord) => boolean {
  if (filters.length === 0) return () => true;
  const patterns = filters.map((pattern) => compilePattern(pattern, mappingDialect));
  return ({ filtered }) => patterns.some((matches) => matches(filtered));
}

function parsed(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return undefined;
  }
}
