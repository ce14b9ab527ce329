import type { Clock } from "../../../time/clock.ts";
import type { DeliveryStream } from "../records.ts";

/** What a stream takes from clients in a second. https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
const LARGE = { records: 500_000, bytes: 5 * 2 ** 20 };
const SMALL = { records: 100_000, bytes: 2 ** 20 };
const LARGE_REGIONS = new Set(["us-east-1", "us-west-2", "eu-west-1"]);

/** So many streams are remembered. */
const REMEMBERED = 10_000;

interface Second {
  readonly second: number;
  records: number;
  bytes: number;
}

/** How much went into each stream in this second of the lab's time. */
export class Throughput {
  readonly #clock: Pick<Clock, "now">;
  readonly #streams = new Map<string, Second>();

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  /** Counts a record. Answers whether the stream takes it. */
  takes({ id, region, throughputHint }: DeliveryStream, bytes: number): boolean {
    const most = LARGE_REGIONS.has(region) ? LARGE : SMALL;
    const now = this.#now(id);
    const mostBytes = Math.max(most.bytes, (throughputHint ?? 0) * 2 ** 20);
    if (now.records >= most.records || (now.bytes > 0 && now.bytes + bytes > mostBytes)) return false;
    now.records += 1;
    now.bytes += bytes;
    return true;
  }

  #now(stream: string): Second {
    const second = Math.floor(this.#clock.now() / 1000);
    const known = this.#streams.get(stream);
    if (known?.second === second) return known;
    const fresh = { second, records: 0, bytes: 0 };
    this.#streams.delete(stream);
    this.#streams.set(stream, fresh);
    if (this.#streams.size > REMEMBERED) this.#streams.delete(this.#streams.keys().next().value as string);
    return fresh;
  }
}
