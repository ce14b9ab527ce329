import type { Cloud } from "../../../cloud.ts";
import type { Collection } from "../../../store/collection.ts";
import type { DeliveryStream, StreamName } from "../records.ts";
import type { FirehoseState } from "../state.ts";
import { keyOf } from "../streams/names.ts";
import type { Beginnings } from "./beginning.ts";
import { StreamReader } from "./stream-reader.ts";

/** The mark of what is to go on at the next start. */
const MARK = "readers";

/** Where a delivery stream is in a shard. */
export interface Position {
  /** The last record that was read; the oldest one comes next without it. */
  readonly after?: string;
  /** All of the shard was read. */
  readonly isDone?: true;
}

/** What reads the data streams of the delivery streams that have one. It goes on after a restart where it was. */
export class Readers {
  readonly #cloud: Cloud;
  readonly #state: FirehoseState;
  /** [account, region, stream, shard] */
  readonly #positions: Collection<Position>;
  /** By the ids of delivery streams. */
  readonly #running = new Map<string, { readonly reader: StreamReader; readonly ended: Promise<void> }>();

  constructor(cloud: Cloud, state: FirehoseState) {
    this.#cloud = cloud;
    this.#state = state;
    this.#positions = cloud.store.collection("firehose-positions");
  }

  startAll(): void {
    for (const stream of this.#state.streams.values()) this.#start(stream);
  }

  /** Begins to read for a new stream. Only inside `store.write`. */
  begin(stream: DeliveryStream, beginnings: Beginnings): void {
    if (!stream.source) return;
    for (const [shard, after] of beginnings)
      this.#positions.put([...keyOf(stream), shard], after === undefined ? {} : { after });
    this.#cloud.unfinished.mark("firehose", MARK);
    // The transaction is over by then.
    setImmediate(() => this.#start(stream));
  }

  position(stream: StreamName, shard: string): Position | undefined {
    return this.#positions.get(...keyOf(stream), shard);
  }

  /** Only inside `store.write`. */
  setPosition(stream: StreamName, shard: string, position: Position): void {
    this.#positions.put([...keyOf(stream), shard], position);
  }

  /** Stops, and forgets where a stream was. Only inside `store.write`. */
  forget(stream: DeliveryStream): void {
    this.#running.get(stream.id)?.reader.stop();
    this.#cloud.store.remove(this.#positions as Collection<unknown>, { under: keyOf(stream) });
    const isLast = ![...this.#state.streams.values()].some(({ id, source }) => source && id !== stream.id);
    if (stream.source && isLast) this.#cloud.unfinished.clear("firehose", MARK);
  }

  /** Stops reading for an account that is about to be forgotten. */
  async end(account: string): Promise<void> {
    const ids = [...this.#state.streams.values({ under: [account] })].map(({ id }) => id);
    await this.#stop(ids);
  }

  /** Leaves what was not read to the next start. */
  async close(): Promise<void> {
    await this.#stop([...this.#running.keys()]);
  }

  async #stop(ids: readonly string[]): Promise<void> {
    const running = ids.flatMap((id) => this.#running.get(id) ?? []);
    for (const { reader } of running) reader.stop();
    await Promise.all(running.map(({ ended }) => ended));
  }

  #start(stream: DeliveryStream): void {
    // It may be deleted by now.
    const isThere = this.#state.streams.get(...keyOf(stream))?.id === stream.id;
    if (!stream.source || !isThere || this.#running.has(stream.id)) return;
    const reader = new StreamReader({ stream, cloud: this.#cloud, state: this.#state });
    // It goes on when the call that begins it has ended: it is no part of that.
    const ended = this.#cloud.trace
      .within(undefined, () => reader.run())
      .catch((error) => this.#cloud.log(`The Firehose stream ${stream.name} can't read its source: ${error.message}`))
      .finally(() => this.#running.delete(stream.id));
    this.#running.set(stream.id, { reader, ended });
  }
}
