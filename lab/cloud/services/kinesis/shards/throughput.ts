import type { Clock } from "../../../time/clock.ts";

/** What a shard takes, and gives, in a second. https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const MOST = { records: 1000, bytes: 2 ** 20, reads: 5, readBytes: 2 * 2 ** 20 };

/** So many shards are remembered: those that nobody used lately are forgotten first. */
const REMEMBERED = 10_000;

interface Second {
  readonly second: number;
  records: number;
  bytes: number;
  reads: number;
  readBytes: number;
}

/** How much went through each shard in this second of the lab's time. */
export class Throughput {
  readonly #clock: Pick<Clock, "now">;
  readonly #shards = new Map<string, Second>();

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  /** Counts a record. Answers whether the shard takes it. */
  takes(shard: string, bytes: number): boolean {
    const now = this.#now(shard);
    // A record that is larger than a second's share is taken in a second of its own.
    if (now.records >= MOST.records || (now.bytes > 0 && now.bytes + bytes > MOST.bytes)) return false;
    this.took(shard, bytes);
    return true;
  }

  /** Counts a record that no limit held back. */
  took(shard: string, bytes: number): void {
    const now = this.#now(shard);
    now.records += 1;
    now.bytes += bytes;
  }

  /** How many shards' share of a second the shards of a stream have taken together in this one. */
  shareOf(shards: readonly string[]): number {
    const seconds = shards.map((shard) => this.#now(shard));
    const sum = (count: (second: Second) => number) => seconds.reduce((all, second) => all + count(second), 0);
    return Math.max(sum(({ records }) => records) / MOST.records, sum(({ bytes }) => bytes) / MOST.bytes);
  }

  /** Counts a request to read. Answers whether the shard gives anything. */
  gives(shard: string): boolean {
    const now = this.#now(shard);
    if (now.reads >= MOST.reads || now.readBytes >= MOST.readBytes) return false;
    now.reads += 1;
    return true;
  }

  /** Counts what was read. */
  gave(shard: string, bytes: number): void {
    this.#now(shard).readBytes += bytes;
  }

  #now(shard: string): Second {
    const second = Math.floor(this.#clock.now() / 1000);
    const known = this.#shards.get(shard);
    if (known?.second === second) return known;
    const fresh = { second, records: 0, bytes: 0, reads: 0, readBytes: 0 };
    this.#shards.delete(shard);
    this.#shards.set(shard, fresh);
    if (this.#shards.size > REMEMBERED) this.#shards.delete(this.#shards.keys().next().value as string);
    return fresh;
  }
}
