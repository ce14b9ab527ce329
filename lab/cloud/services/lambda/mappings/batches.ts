import { randomUUID } from "node:crypto";
import type { SourceRecord } from "../../../delivery/source.ts";
import { execute, newTraceId } from "../invocation/invocations.ts";
import { arnOf } from "../names.ts";
import type { LambdaState, MappingRecord } from "../state.ts";
import { matches, readPattern } from "./filters.ts";

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

/** Parts a batch into what the mapping's filters let through, and the rest. */
export function filter(batch: readonly SourceRecord[], { filters = [] }: MappingRecord) {
  const patterns = filters.map(readPattern);
  const fits = ({ filtered }: SourceRecord) =>
    patterns.length === 0 || patterns.some((pattern) => matches(pattern, filtered));
  return { wanted: batch.filter(fits), unwanted: batch.filter((record) => !fits(record)) };
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
