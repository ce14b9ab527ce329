import { randomUUID } from "node:crypto";
import type { Collection } from "../store/collection.ts";
import type { Store } from "../store/store.ts";
import type { Clock } from "../time/clock.ts";
import type { KeptMail, Mail } from "./mail.ts";

/** How many messages an account has at most; the oldest make room. */
const MOST = 1000;

/** What the services send to people: mails, text messages, push notifications. */
export class Mailbox {
  readonly #clock: Clock;
  readonly #store: Store;
  /** [account, number] */
  readonly #mails: Collection<KeptMail>;
  /** [account, phone number]: those whose owners want no text messages. */
  readonly #optOuts: Collection<{ readonly at: number }>;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#mails = store.collection("mailbox");
    this.#optOuts = store.collection("mailbox-opt-outs");
  }

  /** Adds a message. In a transaction, it is sent only if that succeeds. */
  send(account: string, mail: Mail): void {
    this.#store.write(() => {
      const [last] = [...this.#mails.keys({ under: [account], isReverse: true, limit: 1 })];
      const number = Number(last?.[1] ?? 0) + 1;
      this.#mails.put([account, number], { ...mail, id: randomUUID(), at: this.#clock.now() });
      this.#mails.delete(account, number - MOST);
    });
  }

  /** An account's messages, the newest first. */
  list(account: string, limit = MOST): KeptMail[] {
    return [...this.#mails.values({ under: [account], isReverse: true, limit })];
  }

  /** Empties an account's mailbox. */
  clear(account: string): void {
    this.#store.write(() => this.#store.remove(this.#mails as Collection<unknown>, { under: [account] }));
  }

  /** The phone numbers to which an account may send no text messages, since their owners answered STOP. */
  optedOut(account: string): string[] {
    return [...this.#optOuts.keys({ under: [account] })].map(([, number]) => String(number));
  }

  hasOptedOut(account: string, number: string): boolean {
    return this.#optOuts.has(account, number);
  }

  /** Answers STOP for the owner of a phone number, or takes that back. */
  setOptedOut(account: string, number: string, isOut: boolean): void {
    this.#store.write(() => {
      if (isOut) this.#optOuts.put([account, number], { at: this.#clock.now() });
      else this.#optOuts.delete(account, number);
    });
  }
}
