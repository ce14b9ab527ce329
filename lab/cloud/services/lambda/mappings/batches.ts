import { randomUUID } from "node:crypto";
import { mappingDialect } from "../../../delivery/pattern-dialects.ts";
import { compilePattern } from "../../../delivery/patterns.ts";
import type { SourceRecord } from "../../../delivery/source.ts";
import { arnOf } from "../functions/names.ts";
import { execute, newTraceId } from "../invocation/invocations.ts";
import type { MappingRecord } from "../records.ts";
import type { LambdaState } from "../state.ts";

/** What a function made of a batch. */
export interface BatchResult {
  /** Those that it failed: all, or the ones that it named. */
  readonly failed: readonly SourceRecord[];
  /** Why, as LastProcessingResult shows it. */
  readonly message: "OK" | "PROBLEM: Function call failed";
}

/** Has the function of a mapping work on a batch. What keeps it from starting is a failure of the batch. */
export async function invokeWith(
  batch: readonly SourceRecord[],
  mapping: MappingRecord,
  state: LambdaState,
  now: number,
): Promise<BatchResult> {
  const invocation = {
    requestId: randomUUID(),
    payload: Buffer.from(JSON.stringify({ Records: batch.map(({ event }) => event) })),
    arn: arnOf(mapping.target),
    traceId: newTraceId(now),
  };
  const outcome = await execute(mapping.target, invocation, state).catch(() => undefined);
  const failed = outcome && !outcome.errorType ? failuresOf(outcome.payload, batch, mapping) : batch;
  return { failed, message: failed === batch ? "PROBLEM: Function call failed" : "OK" };
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
function failuresOf(
  payload: Buffer,
  batch: readonly SourceRecord[],
  { reportsFailures }: MappingRecord,
): readonly SourceRecord[] {
  if (!reportsFailures) return [];
  try {
    const failures = JSON.parse(payload.toString())?.batchItemFailures ?? [];
    const ids = new Set<unknown>(failures.map((failure: { itemIdentifier?: unknown }) => failure.itemIdentifier));
    const known = batch.filter(({ id }) => ids.has(id));
    return known.length === ids.size ? known : batch;
  } catch {
    return batch;
  }
}
