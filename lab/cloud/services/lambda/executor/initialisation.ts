import type { Ending } from "./ending.ts";

/** The time from the start of a process to the moment when its runtime asks for the first event, or fails. */
export class Initialisation {
  /** Resolves when it is over, however it ended. */
  readonly over: Promise<void>;
  #resolve!: () => void;
  readonly #started = performance.now();
  #duration: number | undefined;
  #failure: Ending | undefined;
  #told = false;

  constructor() {
    this.over = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  get underWay(): boolean {
    return this.#duration === undefined;
  }

  /** Why it failed, to be told to the event for which the environment was started. */
  get failure(): Ending | undefined {
    return this.#failure;
  }

  /** How many milliseconds it took. */
  get duration(): number {
    return this.#duration ?? 0;
  }

  /** How many milliseconds it took, told once: only the first event's report has it. */
  takeDuration(): number | undefined {
    const duration = this.#told ? undefined : this.#duration;
    this.#told = true;
    return duration;
  }

  end(failure?: Ending): void {
    this.#duration = performance.now() - this.#started;
    this.#failure = failure;
    this.#resolve();
  }
}
