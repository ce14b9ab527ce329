import type { Target } from "@aws-sdk/client-scheduler";

/** The members of a target that are numbers: templates may write them as text. */
const NUMBERS = ["MaximumEventAgeInSeconds", "MaximumRetryAttempts"];

/** A target as a template has it, as the API takes it. */
export function targetOf(properties: Readonly<Record<string, unknown>>): Target {
  const { RetryPolicy, ...rest } = properties;
  if (typeof RetryPolicy !== "object" || RetryPolicy === null) return rest as unknown as Target;
  const read = Object.entries(RetryPolicy).map(([name, value]) => [
    name,
    NUMBERS.includes(name) && value !== undefined ? Number(value) : value,
  ]);
  return { ...rest, RetryPolicy: Object.fromEntries(read) } as unknown as Target;
}
