import { expect } from "chai";
import { next, type QueuedEvent } from "../../../../../lab/cloud/services/lambda/invocation/attempts.ts";

const NOW = 10_000_000;
const limits = { retries: 2, maxAge: 6 * 3_600_000 };
const done = { payload: Buffer.alloc(0), tail: Buffer.alloc(0), version: "$LATEST" };
const failed = { ...done, errorType: "Error" };

describe("An attempt at an asynchronous event", () => {
  const event = (changes: Partial<QueuedEvent> = {}): QueuedEvent => ({
    name: { account: "0", region: "r", name: "n", qualifier: undefined },
    invocation: { requestId: "1", payload: Buffer.from("{}"), arn: "arn", traceId: "" },
    accepted: NOW - 1000,
    failures: 0,
    throttles: 0,
    due: NOW,
    ...changes,
  });

  const cases: Record<
    string,
    [event: Partial<QueuedEvent>, outcome: typeof failed | typeof done | undefined, limits: object, expected: object]
  > = {
    "that works ends it": [{}, done, {}, { done: "Success" }],
    "that fails is repeated after a minute": [{}, failed, {}, { due: NOW + 60_000, failures: 1 }],
    "that fails again is repeated after two": [{ failures: 1 }, failed, {}, { due: NOW + 120_000, failures: 2 }],
    "that fails a third time ends it": [{ failures: 2 }, failed, {}, { done: "RetriesExhausted" }],
    "that fails ends it without retries": [{}, failed, { retries: 0 }, { done: "RetriesExhausted" }],
    "that fails when it is too old to wait ends it": [{}, failed, { maxAge: 60_000 }, { done: "EventAgeExceeded" }],
    "that meets a limit is repeated soon": [{}, undefined, {}, { due: NOW + 1000, throttles: 1 }],
    "that meets a limit often is repeated later": [{ throttles: 5 }, undefined, {}, { due: NOW + 32_000 }],
    "that meets a limit very often is repeated every 5 minutes": [
      { throttles: 30 },
      undefined,
      {},
      { due: NOW + 300_000 },
    ],
    "that meets a limit when it is old ends it": [
      { accepted: NOW - limits.maxAge },
      undefined,
      {},
      { done: "EventAgeExceeded" },
    ],
    "that meets a reserved concurrency of zero ends it": [
      {},
      undefined,
      { isOff: true },
      { done: "ZeroReservedConcurrency" },
    ],
    "that had a place before its function was turned off is repeated": [
      {},
      failed,
      { isOff: true },
      { due: NOW + 60_000, failures: 1 },
    ],
  };
  for (const [what, [changes, outcome, stricter, expected]] of Object.entries(cases)) {
    it(what, () => {
      const then = next(event(changes), outcome, { ...limits, ...stricter }, NOW);
      expect("again" in then ? then.again : then).to.deep.include(expected);
    });
  }
});
