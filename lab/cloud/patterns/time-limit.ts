import { type Context, createContext, Script } from "node:vm";

/** Work that users' patterns or templates make took longer than it may. */
export class TimeLimitExceeded extends Error {
  override readonly name = "TimeLimitExceeded";

  constructor(milliseconds: number) {
    super(`it took longer than ${milliseconds} ms`);
  }
}

let call: { readonly script: Script; readonly context: Context } | undefined;

/**
 * Does work that a user's pattern or template makes, and ends it when it takes too long: V8's watchdog for scripts stops
 * whatever runs, backtracking included. That costs about 60 µs. The work must leave nothing half-done that outlives it,
 * as not even `finally` runs where it is stopped.
 * @throws TimeLimitExceeded and whatever the work throws
 */
export function withTimeLimit<T>(milliseconds: number, work: () => T): T {
  call ??= { script: new Script("work()"), context: createContext(Object.create(null)) };
  const { script, context } = call;
  context.work = work;
  try {
    return script.runInContext(context, { timeout: milliseconds });
  } catch (error) {
    if ((error as NodeJS.ErrnoException)?.code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    throw new TimeLimitExceeded(milliseconds);
  } finally {
    context.work = undefined;
  }
}
