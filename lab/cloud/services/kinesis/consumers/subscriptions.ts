/** How long a subscription can't be taken over, in milliseconds. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SubscribeToShard.html */
const HELD = 5000;

interface Subscription {
  readonly since: number;
  readonly end: () => void;
}

/** The subscriptions under way: a consumer has one of each shard. */
export class Subscriptions {
  readonly #all = new Map<string, Subscription>();

  /** Begins one, in place of an older one. Answers whether it may begin. */
  begin(id: string, now: number, end: () => void): boolean {
    const other = this.#all.get(id);
    if (other && now - other.since < HELD) return false;
    other?.end();
    this.#all.set(id, { since: now, end });
    return true;
  }

  end(id: string, end: () => void): void {
    if (this.#all.get(id)?.end === end) this.#all.delete(id);
  }

  close(): void {
    for (const { end } of [...this.#all.values()]) end();
    this.#all.clear();
  }
}
