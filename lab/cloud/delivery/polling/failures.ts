import type { SourceRecord } from "../source.ts";

/**
 * The events that a worker's report names (`batchItemFailures`), which are to be worked on again. The batch itself when the report
 * can't be understood, which AWS takes for a failure of all.
 */
export function failuresIn(answer: unknown, batch: readonly SourceRecord[]): readonly SourceRecord[] {
  try {
    const failures = (answer as { batchItemFailures?: unknown } | null)?.batchItemFailures ?? [];
    const ids = new Set((failures as { itemIdentifier?: unknown }[]).map(({ itemIdentifier }) => itemIdentifier));
    const known = batch.filter(({ id }) => ids.has(id));
    return known.length === ids.size ? known : batch;
  } catch {
    return batch;
  }
}
