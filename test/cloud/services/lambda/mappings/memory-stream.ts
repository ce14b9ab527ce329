import type { Source, SourceRecord, StreamSource } from "../../../../../lab/cloud/delivery/source.ts";

type Event = { readonly id: string; readonly partition?: string } & Record<string, unknown>;

/** A stream in memory, whose events are numbered. */
export class MemoryStream implements StreamSource {
  readonly kind: Source;
  readonly #records: { readonly shard: string; readonly record: SourceRecord }[] = [];
  readonly #shards: { readonly id: string; readonly parents: readonly string[] }[] = [{ id: "one", parents: [] }];
  readonly #ended = new Set<string>();
  readonly #listeners = new Set<() => void>();
  readonly #now: () => number;
  /** What reading fails with. */
  trouble: Error | undefined;

  constructor(now: () => number) {
    this.#now = now;
    this.kind = {
      kind: "stream",
      actions: ["GetRecords", "ListShards"],
      startingPositions: ["TRIM_HORIZON", "LATEST"],
      retention: 24 * 3_600_000,
      batchInfo: "TestBatchInfo",
      open: () => this,
    };
  }

  send(...events: Event[]): void {
    this.sendTo("one", ...events);
  }

  sendTo(shard: string, ...events: Event[]): void {
    for (const event of events) {
      const id = `${this.#records.length}`.padStart(6, "0");
      const { partition = event.id } = event;
      this.#records.push({
        shard,
        record: { id, event: { ...event, number: id }, filtered: event, time: this.#now(), partition },
      });
    }
    for (const listener of this.#listeners) listener();
  }

  /** Ends a shard, which another one goes on for. */
  split(shard: string, child: string): void {
    this.#ended.add(shard);
    this.#shards.push({ id: child, parents: [shard] });
    for (const listener of this.#listeners) listener();
  }

  async check() {}

  async shards() {
    return this.#shards;
  }

  async begin() {
    return undefined;
  }

  async read(shard: string, after: string | undefined, most: number) {
    if (this.trouble) throw this.trouble;
    const rest = this.#records.filter(
      (each) => each.shard === shard && (after === undefined || each.record.id > after),
    );
    const records = rest.slice(0, most).map(({ record }) => record);
    return { records, isAtEnd: this.#ended.has(shard) && records.length === rest.length };
  }

  async watch(listener: () => void) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
