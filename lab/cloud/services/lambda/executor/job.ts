import type { Ending } from "./ending.ts";
import type { Invocation, Outcome } from "./function.ts";

/** The part of a log that LogType=Tail shows, in bytes. */
const TAIL = 4096;

/** What the environment of an event says about it in its report: times in milliseconds, memory in megabytes. */
export interface Usage {
  readonly memory: number;
  /** Absent where the host does not tell. */
  readonly memoryUsed: number | undefined;
  /** Of the environment's first event. */
  readonly initDuration: number | undefined;
}

/** One event on its way through an environment, with what the platform logs about it. */
export class Job {
  readonly invocation: Invocation;
  /** How it ends; undefined when the runtime never got the event. */
  readonly outcome: Promise<Outcome | undefined>;
  #resolve!: (outcome: Outcome | undefined) => void;
  #started: number | undefined;
  #duration = 0;
  #ended = false;
  #tail = "";

  constructor(invocation: Invocation) {
    this.invocation = invocation;
    this.outcome = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  /** Whether the runtime got the event. */
  get started(): boolean {
    return this.#started !== undefined;
  }

  /** The runtime gets the event now. Returns the platform's line about it. */
  start(version: string): string {
    this.#started = performance.now();
    return `START RequestId: ${this.invocation.requestId} Version: ${version}`;
  }

  /** Takes what is logged meanwhile. */
  record(message: string): void {
    if (this.invocation.wantsTail) this.#tail = `${this.#tail}${message}\n`.slice(-TAIL);
  }

  /** The event is over. Answers false when it was before: answer, timeout and crash may meet, and the first counts. */
  end(): boolean {
    if (this.#ended) return false;
    this.#ended = true;
    this.#duration = performance.now() - (this.#started ?? performance.now());
    return true;
  }

  /** The platform's lines about an event that is over. */
  lines({ line, status }: Ending, { memory, memoryUsed, initDuration }: Usage, now: Date): string[] {
    const { requestId } = this.invocation;
    const report = [
      `REPORT RequestId: ${requestId}`,
      `Duration: ${this.#duration.toFixed(2)} ms`,
      `Billed Duration: ${Math.ceil(this.#duration + (initDuration ?? 0))} ms`,
      `Memory Size: ${memory} MB`,
    ];
    if (memoryUsed !== undefined) report.push(`Max Memory Used: ${Math.min(memoryUsed, memory)} MB`);
    if (initDuration !== undefined) report.push(`Init Duration: ${initDuration.toFixed(2)} ms`);
    if (status) report.push(`Status: ${status}`);
    return [...(line ? [line(requestId, now)] : []), `END RequestId: ${requestId}`, report.join("\t")];
  }

  /** Tells the invoker how it ended. */
  finish(ending: Ending): void {
    const { payload, errorType } = ending.answer(this.invocation.requestId);
    this.#resolve({ payload, tail: Buffer.from(this.#tail).subarray(-TAIL), ...(errorType && { errorType }) });
  }

  /** Tells the invoker that the runtime will never get the event. */
  abandon(): void {
    this.#resolve(undefined);
  }
}
