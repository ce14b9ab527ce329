import { randomUUID } from "node:crypto";
import { mappingDialect } from "../../../delivery/pattern-dialects.ts";
import { compilePattern } from "../../../delivery/patterns.ts";
import type { SourceRecord } from "../../../delivery/source.ts";
import { arnOf } from "../functions/names.ts";
import { type Executed, execute, newTraceId } from "../invocation/invocations.ts";
import type { MappingRecord } from "../records.ts";
import type { LambdaState } from "../state.ts";

export const OK = "OK";
export const CALL_FAILED = "PROBLEM: Function call failed";

/** What a function made of a batch. */
export interface BatchResult {
  /** Those that it failed: all, or the ones that it named. */
  readonly failed: readonly SourceRecord[];
  /** Why, as LastProcessingResult shows it. */
  readonly message: typeof OK | typeof CALL_FAILED;
  readonly requestId: string;
  /** Absent when something kept the function from starting. */
  readonly executed?: Executed;
  /** What the function answered, when it ended well. */
  readonly answer?: unknown;
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
  const executed = await execute(mapping.target, invocation, state).catch(() => undefined);
  if (!executed || executed.errorType)
    return { failed: batch, message: CALL_FAILED, requestId, ...(executed && { executed }) };
  const answer = parsed(executed.payload);
  const failed = mapping.reportsFailures ? failuresIn(answer, batch) : [];
  const isLost = batch.length > 0 && failed === batch;
  return { failed, message: isLost ? CALL_FAILED : OK, requestId, executed, answer };
}

/** The event that a function gets. */
export function payloadOf(batch: readonly SourceRecord[], more: object = {}): Buffer {
  return Buffer.from(JSON.stringify({ Records: batch.map(({ event }) => event), ...more }));
}

/** Parts a batch into what a mapping's filters let through, and the rest. */
export type Filter = (batch: readonly SourceRecord[]) => {
  readonly wanted: readonly SourceRecord[];
  readonly unwanted: readonly SourceRecord[];
};

/** The filter of a mapping: an event that fits one of its patterns is let through. */
export function filterOf({ filters = [] }: MappingRecord): Filter {
  if (filters.length === 0) return (batch) => ({ wanted: batch, unwanted: [] });
  const patterns = filters.map((pattern) => compilePattern(pattern, mappingDialect));
  return (batch) => {
    const wanted = batch.filter(({ filtered }) => patterns.some((matches) => matches(filtered)));
    const kept = new Set(wanted);
    return { wanted, unwanted: batch.filter((record) => !kept.has(record)) };
  };
}

/** Answers the batch itself when the function's report can't be understood, which AWS takes for a failure of all. */
function failuresIn(answer: unknown, batch: readonly SourceRecord[]): readonly SourceRecord[] {
  try {
    const failures = (answer as { batchItemFailures?: unknown } | null)?.batchItemFailures ?? [];
    const ids = new Set((failures as { itemIdentifier?: unknown }[]).map(({ itemIdentifier }) => itemIdentifier));
    const known = batch.filter(({ id }) => ids.has(id));
    return known.length === ids.size ? known : batch;
  } catch {
    return batch;
  }
}

function parsed(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return undefined;
  }
}
