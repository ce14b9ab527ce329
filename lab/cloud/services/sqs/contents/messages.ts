import type { Cloud } from "../../../cloud.ts";
import type { Collection, KeyPart } from "../../../store/collection.ts";
import type { Store } from "../../../store/store.ts";
import { isFifo } from "../queues/names.ts";
import type { HandedOut, Message, Original, Queue, Standing } from "../records.ts";
import { QueueCounts } from "./counts.ts";
import { Groups } from "./groups.ts";
import { type Clearable, type Place, placeOf } from "./places.ts";
import { Windowed } from "./windowed.ts";

/** A message that is handed out. */
export interface Taken {
  readonly number: number;
  readonly message: Message;
  readonly standing: Standing;
}

/** How messages are taken. Times are in milliseconds. */
export interface Taking {
  readonly most: number;
  readonly now: number;
  readonly visibility: number;
  /** Makes the receipt of each. */
  readonly receipt: () => string;
  /** What becomes of messages that were received so often without being deleted. */
  readonly redrive?: { readonly limit: number; readonly bury: (message: Message, received: number) => void };
}

/** So many messages are looked at in one go: those that become dead letters are not the answer. */
const MOST_LOOKED = 500;

const COUNTED = { visible: "visible", "in flight": "inFlight", delayed: "delayed" } as const;

/**
 * The messages of all queues. Each step of a message's life changes some keys, however many others there are. What changes
 * something is called only inside `store.write`.
 */
export class Messages {
  /** [...place, number] */
  readonly #messages: Collection<Message>;
  /** [...place, number] */
  readonly #standings: Collection<Standing>;
  /** What can be received, with its group: [...place, number]. */
  readonly #visible: Collection<string>;
  /** What can't be received yet: [...place, moment at which it can, number]. */
  readonly #hidden: Collection<true>;
  /** All, by age: [...place, moment when it was sent, number]. */
  readonly #byAge: Collection<true>;
  readonly counts: QueueCounts;
  readonly #groups: Groups;
  /** [message group or nothing, deduplication id] */
  readonly originals: Windowed<Original>;
  /** [attempt's id] */
  readonly attempts: Windowed<readonly HandedOut[]>;
  readonly #store: Store;

  constructor({ store }: Pick<Cloud, "store">) {
    this.#store = store;
    this.#messages = store.collection("sqs-messages");
    this.#standings = store.collection("sqs-standings");
    this.#visible = store.collection("sqs-visible");
    this.#hidden = store.collection("sqs-hidden");
    this.#byAge = store.collection("sqs-by-age");
    this.counts = new QueueCounts(store);
    this.#groups = new Groups(store, this.#visible, this.#standings);
    this.originals = new Windowed(store, "sqs-originals");
    this.attempts = new Windowed(store, "sqs-attempts");
  }

  /** The number that the queue's next message gets. They grow, across purges too. */
  nextNumber(queue: Queue): number {
    return this.counts.of(queue).next;
  }

  /** @param visibleAt when it can be received, in milliseconds since the epoch */
  add(queue: Queue, message: Message, visibleAt: number, now: number): void {
    const place = placeOf(queue);
    const number = this.nextNumber(queue);
    const state = visibleAt > now ? "delayed" : "visible";
    const group = isFifo(queue) ? message.group : undefined;
    this.#messages.put([...place, number], message);
    const standing = { state, at: visibleAt, received: 0, sent: message.sent, ...(group !== undefined && { group }) };
    this.#standings.put([...place, number], standing as Standing);
    this.#byAge.put([...place, message.sent, number], true);
    const due = state === "delayed" ? visibleAt : undefined;
    this.counts.change(queue, {
      [COUNTED[state]]: 1,
      next: 1,
      oldest: message.sent,
      ...(due !== undefined && { due }),
    });
    if (state === "delayed") this.#hidden.put([...place, visibleAt, number], true);
    if (group !== undefined) {
      this.#groups.add(place, group, number);
      this.#groups.settle(place, group);
    } else if (state === "visible") this.#visible.put([...place, number], "");
  }

  /**
   * Brings a queue up to its time: what was hidden long enough can be received again, and what is too old is gone. Answers
   * whether there may be more to do.
   *
   * @param most how many messages are changed, at most, of each kind
   */
  settle(queue: Queue, now: number, retention: number, most: number): boolean {
    if (this.counts.isSettled(queue, now, retention)) return false;
    const place = placeOf(queue);
    const old = [...this.#byAge.keys({ under: place, before: [...place, now - retention + 1], limit: most })];
    for (const key of old) this.remove(queue, key.at(-1) as number);
    const due = [...this.#hidden.keys({ under: place, before: [...place, now + 1], limit: most })];
    for (const key of due) this.#show(queue, key.at(-1) as number, {});
    if (old.length === most || due.length === most) return true;
    this.counts.settled(queue, this.nextMoment(queue) ?? Infinity, this.#oldest(place));
    return false;
  }

  #oldest(place: Place): number {
    for (const key of this.#byAge.keys({ under: place, limit: 1 })) return key.at(-2) as number;
    return Infinity;
  }

  /** When the next hidden message can be received; nothing when none is hidden. */
  nextMoment(queue: Queue): number | undefined {
    const place = placeOf(queue);
    for (const key of this.#hidden.keys({ under: place, limit: 1 })) return key.at(-2) as number;
    return undefined;
  }

  /** Hands out the first messages that can be received. Answers also whether there may be more than it looked at. */
  take(queue: Queue, taking: Taking): { readonly taken: Taken[]; readonly isCut: boolean } {
    const place = placeOf(queue);
    const taken: Taken[] = [];
    let looked = 0;
    // One that is not hidden stays where it is, and is handed out once all the same.
    let after: KeyPart[] | undefined;
    while (taken.length < taking.most && looked < MOST_LOOKED) {
      const limit = taking.most - taken.length;
      const first = [...this.#visible.entries({ under: place, limit, ...(after && { after }) })];
      for (const [key, group] of first) {
        const numbers =
          group === "" ? [key.at(-1) as number] : this.#groups.first(place, group, taking.most - taken.length);
        for (const number of numbers) {
          looked += 1;
          const one = this.#takeOne(queue, number, taking);
          if (one) taken.push(one);
        }
        if (taken.length >= taking.most) break;
      }
      if (first.length < limit) break;
      after = first.at(-1)?.[0];
    }
    // Of a group whose first message became a dead letter, the next one may lie before those that were looked at.
    return { taken, isCut: taken.length < taking.most && looked > taken.length };
  }

  #takeOne(queue: Queue, number: number, { now, visibility, receipt, redrive }: Taking): Taken | undefined {
    const place = placeOf(queue);
    const message = this.#messages.get(...place, number);
    const before = this.#standings.get(...place, number);
    if (!message || !before) return undefined;
    if (redrive && before.received >= redrive.limit) {
      this.remove(queue, number);
      redrive.bury(message, before.received);
      return undefined;
    }
    const { isReleased: _, ...rest } = before;
    const standing: Standing = {
      ...rest,
      received: before.received + 1,
      first: before.first ?? now,
      receipt: receipt(),
      handed: now,
    };
    if (visibility > 0) this.#hide(queue, number, standing, now + visibility);
    else this.#standings.put([...place, number], standing);
    return { number, message, standing };
  }

  /** A message as it stands, if it is there. */
  find(queue: Queue, number: number): Standing | undefined {
    return this.#standings.get(...placeOf(queue), number);
  }

  read(queue: Queue, number: number): Message | undefined {
    return this.#messages.get(...placeOf(queue), number);
  }

  /** The first messages that can be received, as they are, without taking them. */
  *peek(queue: Queue, most: number): Generator<number> {
    for (const key of [...this.#visible.keys({ under: placeOf(queue), limit: most })]) yield key.at(-1) as number;
  }

  /** Removes a message, if it is there. */
  remove(queue: Queue, number: number): void {
    const place = placeOf(queue);
    const standing = this.find(queue, number);
    if (!standing) return;
    const { state, at, sent, group } = standing;
    this.#messages.delete(...place, number);
    this.#standings.delete(...place, number);
    this.#byAge.delete(...place, sent, number);
    this.counts.change(queue, { [COUNTED[state]]: -1 });
    if (state !== "visible") this.#hidden.delete(...place, at, number);
    if (group !== undefined) {
      this.#groups.remove(place, group, number);
      this.#groups.settle(place, group, state === "in flight" ? -1 : 0);
    } else if (state === "visible") this.#visible.delete(...place, number);
  }

  /** Has a message that is in flight become visible at another moment: at once, when that is not in the future. */
  changeVisibility(queue: Queue, number: number, at: number, now: number): void {
    const standing = this.find(queue, number);
    if (standing?.state !== "in flight") return;
    if (at <= now) this.#show(queue, number, { isReleased: true });
    else this.#moveTo(queue, number, standing, at);
  }

  #moveTo(queue: Queue, number: number, standing: Standing, at: number): void {
    const place = placeOf(queue);
    this.#hidden.delete(...place, standing.at, number);
    this.#hidden.put([...place, at, number], true);
    this.#standings.put([...place, number], { ...standing, at });
    this.counts.change(queue, { due: at });
  }

  #hide(queue: Queue, number: number, standing: Standing, at: number): void {
    const place = placeOf(queue);
    this.#standings.put([...place, number], { ...standing, state: "in flight", at });
    this.#hidden.put([...place, at, number], true);
    this.counts.change(queue, { visible: -1, inFlight: 1, due: at });
    if (standing.group === undefined) this.#visible.delete(...place, number);
    else this.#groups.settle(place, standing.group, 1);
  }

  #show(queue: Queue, number: number, more: Pick<Standing, "isReleased">): void {
    const place = placeOf(queue);
    const standing = this.find(queue, number);
    if (!standing || standing.state === "visible") return;
    this.#hidden.delete(...place, standing.at, number);
    this.#standings.put([...place, number], { ...standing, ...more, state: "visible" });
    this.counts.change(queue, { [COUNTED[standing.state]]: -1, visible: 1 });
    if (standing.group === undefined) this.#visible.put([...place, number], "");
    else this.#groups.settle(place, standing.group, standing.state === "in flight" ? -1 : 0);
  }

  /** Forgets the counts of a queue that is purged. What it had lies where nobody looks, until it is cleared. */
  abandon(queue: Queue): void {
    this.counts.restart(queue);
  }

  /** Clears some of what a purge left. Answers whether there may be more. */
  clear(place: Place, most: number): boolean {
    const collections = [this.#messages, this.#standings, this.#visible, this.#hidden, this.#byAge];
    return this.#clear([...collections, ...this.#groups.collections], place, most);
  }

  /** The same of what is left of a queue that was deleted, besides its messages. */
  clearQueue(account: string, region: string, id: string, most: number): boolean {
    this.counts.forget(account, region, id);
    const collections = [...this.originals.collections, ...this.attempts.collections];
    return this.#clear(collections, [account, region, id], most);
  }

  #clear(collections: readonly Clearable[], under: readonly KeyPart[], most: number): boolean {
    for (const collection of collections) {
      const keys = [...collection.keys({ under, limit: most })];
      this.#store.write(() => {
        for (const key of keys) collection.delete(...key);
      });
      if (keys.length === most) return true;
    }
    return false;
  }
}
