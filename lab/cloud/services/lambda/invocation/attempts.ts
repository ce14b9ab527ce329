import type { Invocation } from "../executor/function.ts";
import { type FunctionName, LATEST } from "../functions/names.ts";
import type { LambdaState } from "../state.ts";
import type { Executed } from "./invocations.ts";

/** When an event that a function failed is tried again, in milliseconds. */
const RETRIES = [60_000, 120_000];

/** How long an event is tried by default, in milliseconds. */
const MAX_AGE = 6 * 3_600_000;

/** The waits of an event that met a limit, in milliseconds. */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 300_000;

/** An event that was accepted and is not done. */
export interface QueuedEvent {
  readonly name: FunctionName;
  readonly invocation: Invocation;
  readonly accepted: number;
  /** How often the function failed it. */
  readonly failures: number;
  /** How often a limit was in the way. */
  readonly throttles: number;
  readonly due: number;
}

/** Why an event is tried no more, in AWS's words. */
export type Condition = "Success" | "RetriesExhausted" | "EventAgeExceeded" | "ZeroReservedConcurrency";

/** What is to be done with an event after an attempt. */
export type Next = { readonly again: QueuedEvent } | { readonly done: Condition };

/** How often and how long an event is tried. */
export interface Limits {
  readonly retries: number;
  /** In milliseconds. */
  readonly maxAge: number;
  /** A reserved concurrency of zero has turned the function off: its events are not even tried. */
  readonly isOff?: boolean;
}

/** The limits for events of a function, a version or an alias. */
export function limitsOf({ account, region, name, qualifier = LATEST }: FunctionName, state: LambdaState): Limits {
  const config = state.eventConfigs.get(account, region, name, qualifier);
  return {
    retries: config?.retries ?? RETRIES.length,
    maxAge: config?.maxAge === undefined ? MAX_AGE : config.maxAge * 1000,
    isOff: state.functions.get(account, region, name)?.reservedConcurrency === 0,
  };
}

/**
 * What comes after an attempt at an event.
 *
 * @param executed Absent when a limit was in the way
 */
export function next(event: QueuedEvent, executed: Executed | undefined, limits: Limits, now: number): Next {
  if (executed && !executed.errorType) return { done: "Success" };
  if (!executed && limits.isOff) return { done: "ZeroReservedConcurrency" };
  if (executed && event.failures >= limits.retries) return { done: "RetriesExhausted" };
  const wait = executed ? (RETRIES[event.failures] ?? 0) : Math.min(FIRST_WAIT * 2 ** event.throttles, LONGEST_WAIT);
  const due = now + wait;
  if (due - event.accepted > limits.maxAge) return { done: "EventAgeExceeded" };
  const { failures, throttles } = event;
  return { again: { ...event, due, ...(executed ? { failures: failures + 1 } : { throttles: throttles + 1 }) } };
}
