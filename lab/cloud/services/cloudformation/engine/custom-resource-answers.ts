import { randomBytes } from "node:crypto";
import type { Clock } from "../../../time/clock.ts";

/** What the provider of a custom resource answers. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html */
export interface Answer {
  readonly Status?: unknown;
  readonly Reason?: unknown;
  readonly PhysicalResourceId?: unknown;
  readonly Data?: unknown;
  /** What it answers is not to be shown where other resources use it. */
  readonly NoEcho?: unknown;
}

/** A question to a provider that is not answered yet. */
export interface Question {
  /** Where the answer is to be put. Knowing the path is the permission to answer. */
  readonly path: string;
  /** Ends the waiting with an error. */
  readonly fail: (reason: Error) => void;
  /** Resolves with the answer, or with nothing when none came in time. Rejects when the stack no longer waits. */
  readonly answer: Promise<Answer | undefined>;
}

const PREFIX = "/_aws/cloudformation/custom-resources/";

/** The questions to providers of custom resources that wait for an answer. */
export class CustomResourceAnswers {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, { resolve(answer: Answer): void; reject(reason: unknown): void }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Begins to wait for one answer, so many milliseconds of lab time. */
  expect(timeout: number, signal: AbortSignal): Question {
    const path = `${PREFIX}${randomBytes(24).toString("base64url")}`;
    let cancel = () => {};
    const giveUp = () => this.#waiting.get(path)?.reject(signal.reason);
    const answer = new Promise<Answer | undefined>((resolve, reject) => {
      this.#waiting.set(path, { resolve, reject });
      cancel = this.#clock.after(timeout, () => resolve(undefined));
    }).finally(() => {
      this.#waiting.delete(path);
      cancel();
      signal.removeEventListener("abort", giveUp);
    });
    signal.addEventListener("abort", giveUp);
    if (signal.aborted) giveUp();
    return { path, answer, fail: (reason) => this.#waiting.get(path)?.reject(reason) };
  }

  /** Whether something waits for an answer at a path. */
  waitsAt(path: string): boolean {
    return this.#waiting.has(path);
  }

  /** Takes an answer in. */
  give(path: string, answer: Answer): void {
    this.#waiting.get(path)?.resolve(answer);
  }
}
