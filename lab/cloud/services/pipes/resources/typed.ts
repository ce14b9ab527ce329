/** Numbers and moments, which templates may have as texts. */
const NUMBERS = new Set([
  "BatchSize",
  "MaximumBatchingWindowInSeconds",
  "MaximumRecordAgeInSeconds",
  "MaximumRetryAttempts",
  "ParallelizationFactor",
]);

/** Properties of a template with the types that the API wants. */
export function typed<T>(value: T, name = ""): T {
  if (Array.isArray(value)) return value.map((one) => typed(one)) as T;
  if (typeof value === "object" && value !== null && !(value instanceof Date))
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, typed(one, key)])) as T;
  if (NUMBERS.has(name)) return Number(value) as T;
  if (name === "StartingPositionTimestamp") return momentOf(value) as T;
  return value;
}

/** A moment that is written in ISO 8601, or in seconds since the epoch. */
function momentOf(value: unknown): Date {
  const seconds = Number(value);
  return Number.isNaN(seconds) ? new Date(String(value)) : new Date(seconds * 1000);
}
