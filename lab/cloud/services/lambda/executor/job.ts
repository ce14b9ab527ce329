import type { Ending } from "./ending.ts";
import type { Invocation, Outcome } from "./function.ts";
import type { Report } from "./platform-log.ts";

/** The part of a log that LogType=Tail shows, in bytes. */
const TAIL = 4096;

const NOTHING = Buffer.alloc(0);

/** What the environment of an event says about it in its report. */
export type Usage = Pick<Report, "memory" | "memoryUsed" | "initDuration">;

/** One event on its way through an environment, with what the platform logs about it. */
export class Job {
  readonly invocation: Invocation;
  /** How it ends; undefined when the runtime never got the event. Rejects when the event could not be handed over. */
  readonly outcome: Promise<Outcome | undefined>;
  #resolve!: (outcome: Outcome | undefined) => void;
  #reject!: (error: Error) => void;
  #started: number | undefined;
  #duration = 0;
  #ended = false;
  #tail = "";

  constructor(invocation: Invocation) {
    this.invocation = invocation;
    this.outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Whether the runtime got the event. */
  get started(): boolean {
    return this.#started !== undefined;
  }

  /** The runtime gets the event now. */
  start(): void {
    this.#started = performance.now();
  }

  /** Takes what is logged meanwhile, as it is written. */
  record(message: string): void {
    if (this.invocation.wantsTail) this.#tail = `${this.#tail}${message}`.slice(-TAIL);
  }

  /** The event is over. Answers false when it was before: answer, timeout and crash may meet, and the first counts. */
  end(): boolean {
    if (this.#ended) return false;
    this.#ended = true;
    this.#duration = performance.now() - (this.#started ?? performance.now());
    return true;
  }

  /** What the platform says of an event that is over. */
  report({ line, status, errorType }: Ending, usage: Usage, now: Date): Report {
    const { requestId } = this.invocation;
    return { requestId, duration: this.#duration, status, errorType, line: line?.(requestId, now), ...usage };
  }

  /** Tells the invoker how it ended. */
  finish(ending: Ending, init: number | undefined): void {
    const { payload, errorType, computed } = ending.answer(this.invocation.requestId);
    const tail = this.#tail === "" ? NOTHING : Buffer.from(this.#tail).subarray(-TAIL);
    const took = { handler: this.#duration, init };
    this.#resolve({ payload, tail, took, computed, ...(errorType && { errorType }) });
  }

  /** Tells the invoker that the runtime will never get the event. */
  abandon(): void {
    this.#resolve(undefined);
  }

  /** Tells the invoker that the event could not be handed over. */
  fail(error: Error): void {
    this.#reject(error);
  }
}
