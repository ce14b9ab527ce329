import { randomBytes } from "node:crypto";
import type { Collection } from "../../../store/collection.ts";
import type { Store } from "../../../store/store.ts";
import type { Clock } from "../../../time/clock.ts";
import { ResourceFailure } from "./resource-failure.ts";

/** What somebody outside says of a resource that a stack waits for. */
export interface Signal {
  readonly uniqueId: string;
  readonly status: "SUCCESS" | "FAILURE";
  readonly data?: string | undefined;
  readonly reason?: string | undefined;
}

/** What to wait for. */
export interface Awaited {
  /** Whose signals: the token of a wait handle, or a resource of a stack. */
  readonly of: string;
  readonly count: number;
  /** Milliseconds of lab time. */
  readonly timeout: number;
  /** Called with each signal, as it is counted. */
  readonly received?: (signal: Signal) => void;
}

const PREFIX = "/_aws/cloudformation/wait-condition-handles/";

/** Signals that were sent to wait condition handles and resources, and who waits for them. They are kept in the store. */
export class Signals {
  readonly #store: Store;
  readonly #clock: Clock;
  /** By what they are of, and their unique id. */
  readonly #signals: Collection<Signal>;
  readonly #waiting = new Map<string, () => void>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#signals = store.collection("cloudformation-signals");
  }

  /** A new path to which signals may be put: knowing it is the permission. */
  newPath(): string {
    return `${PREFIX}${randomBytes(24).toString("base64url")}`;
  }

  /** What the signals that are put at a URL or path are of; nothing for any other. */
  static handleOf(url: string): string | undefined {
    const start = url.indexOf(PREFIX);
    return start < 0 ? undefined : url.slice(start + PREFIX.length).split("?", 1)[0];
  }

  /** Takes a signal in. One with the unique id of an earlier one counts no second time. */
  send(of: string, signal: Signal): void {
    if (this.#signals.has(of, signal.uniqueId)) return;
    this.#store.write(() => this.#signals.put([of, signal.uniqueId], signal));
    this.#waiting.get(of)?.();
  }

  /** Resolves with the signals when enough have come. Rejects when one tells of a failure, or when the time is over. */
  async wait({ of, count, timeout, received = () => {} }: Awaited, signal: AbortSignal): Promise<Signal[]> {
    const known = new Set<string>();
    let expired = false;
    let wake = () => {};
    const cancel = this.#clock.after(timeout, () => {
      expired = true;
      wake();
    });
    const stop = () => wake();
    signal.addEventListener("abort", stop);
    try {
      for (;;) {
        const all = [...this.#signals.values({ under: [of] })];
        for (const one of all.filter(({ uniqueId }) => !known.has(uniqueId))) {
          known.add(one.uniqueId);
          received(one);
          if (one.status === "FAILURE") throw new SignalledFailure(one);
        }
        if (all.length >= count) return all;
        if (expired) throw new TooFewSignals(all.length, count);
        await new Promise<void>((resolve) => {
          wake = resolve;
          this.#waiting.set(of, resolve);
          if (signal.aborted) resolve();
        });
        signal.throwIfAborted();
      }
    } finally {
      cancel();
      this.#waiting.delete(of);
      signal.removeEventListener("abort", stop);
    }
  }

  /** Forgets the signals of what is gone. */
  forget(of: string): void {
    this.#store.write(() => {
      for (const [key] of [...this.#signals.entries({ under: [of] })]) this.#signals.delete(...key);
    });
  }
}

/** Somebody signalled a failure. */
export class SignalledFailure extends ResourceFailure {
  readonly signal: Signal;

  constructor(signal: Signal) {
    super(`Received FAILURE signal with UniqueId ${signal.uniqueId}`);
    this.signal = signal;
  }
}

/** The time is over, and too few have signalled. */
export class TooFewSignals extends ResourceFailure {
  readonly received: number;
  readonly expected: number;

  constructor(received: number, expected: number) {
    super(`Failed to receive ${expected - received} resource signal(s) within the specified duration`);
    this.received = received;
    this.expected = expected;
  }
}
