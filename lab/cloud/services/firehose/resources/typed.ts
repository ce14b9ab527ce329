const NUMBERS = new Set(["IntervalInSeconds", "SizeInMBs", "DurationInSeconds", "ThroughputHintInMBs"]);

/** Properties as a template has them, with numbers and truths that may be texts there. */
export function typed<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item) => typed(item)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, memberOf(name, member)])) as T;
}

function memberOf(name: string, value: unknown): unknown {
  if (NUMBERS.has(name)) return Number(value);
  if (name === "Enabled") return String(value) === "true";
  return name === "ParameterValue" ? String(value) : typed(value);
}
