/** After so many events in a row that only computed, a function is taken for one that only computes. */
const STREAK = 10;

/**
 * Lets so many events of a function run at a time as the machine has cores, when the function only computes: more processes
 * would get each event done later, and take memory. A function that waits for anything has as many as there are events.
 *
 * Nothing may depend on that guess: events run on when none of the function has ended for a moment. Then it waits after all,
 * maybe for one of those that stand in line.
 */
export class Admission {
  readonly #limit: number;
  readonly #patience: number;
  readonly #line: (() => void)[] = [];
  #running = 0;
  /** How many events in a row only computed. */
  #streak = 0;
  /** When the line last went on. */
  #moved = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param limit How many events of a function that only computes run at a time
   * @param patience How long the line may stand still, in milliseconds
   */
  constructor(limit: number, patience: number) {
    this.#limit = limit;
    this.#patience = patience;
  }

  /** An event wants to run. It may do so now when the answer is undefined. */
  enter(): Promise<void> | undefined {
    if (this.#streak < STREAK || this.#running < this.#limit) {
      this.#running += 1;
      return undefined;
    }
    if (this.#line.length === 0) this.#moved = performance.now();
    this.#timer ??= setTimeout(() => this.#look(), this.#patience).unref();
    return new Promise((resolve) => this.#line.push(resolve));
  }

  /** An event is over. `computed` says that it waited for nothing. */
  leave(computed: boolean): void {
    this.#running -= 1;
    if (!computed) this.#letAllIn();
    else if (this.#running < this.#limit) this.#letIn();
    if (computed) this.#streak += 1;
    this.#moved = performance.now();
  }

  #look(): void {
    this.#timer = undefined;
    if (this.#line.length === 0) return;
    const left = this.#patience - (performance.now() - this.#moved);
    if (left > 0) this.#timer = setTimeout(() => this.#look(), left).unref();
    else this.#letAllIn();
  }

  #letAllIn(): void {
    this.#streak = 0;
    while (this.#line.length > 0) this.#letIn();
  }

  #letIn(): void {
    const next = this.#line.shift();
    if (!next) return;
    this.#running += 1;
    next();
  }
}
