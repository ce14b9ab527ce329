/** After how many milliseconds without an event an environment is frozen. */
const PAUSE = 20;

/** An environment that can stand still. */
export interface Restful {
  /** Whether all of it waits for an event. */
  readonly isReady: boolean;
  hold(signal: "SIGSTOP" | "SIGCONT"): void;
}

/**
 * The rest of an environment between two events: as soon as all of it waits for the next one, nothing of it runs. Not at once:
 * while one event follows another, stopping and going on would cost more than it is worth. Nor is a timer set for each event:
 * one looks now and then how long the rest lasts.
 */
export class Rest {
  readonly #environment: Restful;
  /** Since when it rests; undefined while it works. */
  #since: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isFrozen = false;
  /** It was to be frozen, and was not ready for that. */
  #isLate = false;

  constructor(environment: Restful) {
    this.#environment = environment;
  }

  begin(): void {
    this.#since = performance.now();
    this.#timer ??= setTimeout(this.#look, PAUSE).unref();
  }

  end(): void {
    this.#since = undefined;
    this.#isLate = false;
    if (this.#isFrozen) this.#environment.hold("SIGCONT");
    this.#isFrozen = false;
  }

  /** The environment has become ready. */
  onReady(): void {
    if (this.#isLate) this.#freeze();
  }

  #look = (): void => {
    this.#timer = undefined;
    if (this.#since === undefined) return;
    const left = PAUSE - (performance.now() - this.#since);
    if (left > 0) this.#timer = setTimeout(this.#look, left).unref();
    else this.#freeze();
  };

  #freeze(): void {
    this.#isLate = !this.#environment.isReady;
    if (this.#isLate) return;
    this.#isFrozen = true;
    this.#environment.hold("SIGSTOP");
  }
}
