import type { Answer } from "./answer.ts";
import type { Invocation } from "./function.ts";

/** The runtime of an environment, however the lab speaks with it. */
export interface Runtime {
  /** Whether it waits for an event. */
  readonly asking: boolean;
  /** Gives it an event, when it is asking. `deadline` is in milliseconds since the epoch. */
  send(invocation: Invocation, deadline: number): void;
}

/** Whoever listens to a runtime. */
export interface RuntimeListener {
  /** The runtime asks for an event; when it does so for the first time, it is initialised. */
  onNext(): void;
  onAnswer(answer: Answer): void;
  onInitError(answer: Answer): undefined;
}
