import type { Service } from "./service.ts";

const marked = new WeakSet<object>();

/** Marks an operation's handler: what it accepts is stored and given back, and has no effect. */
export function stored<Handler extends object>(handler: Handler): Handler {
  marked.add(handler);
  return handler;
}

/** How much of a service there is. */
export interface Coverage {
  /** How many of its operations are implemented. */
  readonly operations: number;
  /** Those of them that are stored without an effect. */
  readonly stored: readonly string[];
  /** Settings of other operations that are stored without an effect. */
  readonly storedSettings: readonly string[];
}

export function coverageOf({ operations, storedSettings = [] }: Service): Coverage {
  const handlers = Object.entries<object>(operations);
  const names = handlers.filter(([, handler]) => marked.has(handler)).map(([name]) => name);
  return { operations: handlers.length, stored: names, storedSettings };
}
