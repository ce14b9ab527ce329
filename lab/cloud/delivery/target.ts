import type { Caller } from "../auth/caller.ts";
import type { Clients, Cloud } from "../cloud.ts";
import type { Message } from "./message.ts";

/** How a message is sent. */
export interface Sending {
  /** Calls the services as the sender, in the target's region. */
  readonly call: Clients;
  readonly cloud: Cloud;
  /** The sender, where it is known. */
  readonly caller?: Caller;
  /** Hears, as soon as it is known, that the resource took the message but could not work on it. Retries go on all the same. */
  readonly failed?: (reason: string) => void;
}

/** The same for who only asks. */
export interface Checking extends Sending {
  /** The sender. */
  readonly caller: Caller;
}

/** How the resources of a service take messages from other services: `services/<name>/target.ts`, named in its definition. */
export interface Target {
  /** Hands a message over. Rejects with the service's own error when it is not taken. */
  deliver(arn: string, message: Message, sending: Sending): Promise<unknown>;
  /**
   * Looks whether a resource would take messages of the sender, for configurations that name it. Rejects with the service's own
   * error when it would not.
   */
  check?(arn: string, checking: Checking): Promise<unknown>;
}
