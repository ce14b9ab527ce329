import type { Cloud } from "../../../cloud.ts";
import type { SourceRecord, StreamSource } from "../../../delivery/source.ts";
import { Pause } from "../../../time/pause.ts";
import { accept } from "../intake/accept.ts";
import type { BufferedRecord, DeliveryStream } from "../records.ts";
import type { FirehoseState } from "../state.ts";
import { keyOf } from "../streams/names.ts";
import { sourceOfStream } from "./beginning.ts";

/** How long a data stream is left alone that can't be read, in milliseconds. */
const TROUBLE = 10_000;
/** How many records are read at once. */
const MOST = 500;

interface StreamReaderParts {
  readonly stream: DeliveryStream;
  readonly cloud: Cloud;
  readonly state: FirehoseState;
}

/** Moves the records of a data stream into the buffers of a delivery stream: a shard after those that it goes on for. */
export class StreamReader {
  readonly #parts: StreamReaderParts;
  readonly #pause: Pause;
  #mayHaveMore = true;
  #isStopped = false;
  /** What was wrong last, which is told once. */
  #trouble = "";

  constructor(parts: StreamReaderParts) {
    this.#parts = parts;
    this.#pause = new Pause(parts.cloud.clock);
  }

  /** Reads until it is stopped. */
  async run(): Promise<void> {
    const { stream, cloud, state } = this.#parts;
    const source = await sourceOfStream(stream, cloud, state.roles);
    if (!source) return;
    const unwatch = await source.watch(() => this.#wake());
    while (!this.#isStopped) {
      this.#mayHaveMore = false;
      const isRead = await this.#look(source);
      if (!this.#mayHaveMore && !this.#isStopped) await this.#pause.until(isRead ? undefined : TROUBLE);
    }
    unwatch();
  }

  stop(): void {
    this.#isStopped = true;
    this.#pause.end();
  }

  #wake(): void {
    this.#mayHaveMore = true;
    this.#pause.end();
  }

  /** Reads what there is. Answers whether it could be read. */
  async #look(source: StreamSource): Promise<boolean> {
    const { stream, cloud, state } = this.#parts;
    try {
      const shards = await cloud.trace.quietly(() => source.shards());
      const isOpen = (id: string) => !state.readers.position(stream, id)?.isDone;
      const open = new Set(shards.map(({ id }) => id).filter(isOpen));
      for (const { id, parents } of shards)
        if (open.has(id) && !parents.some((parent) => open.has(parent))) await this.#read(source, id);
      return true;
    } catch (error) {
      const { message } = error as Error;
      if (message !== this.#trouble) cloud.log(`The Firehose stream ${stream.name} can't read its source: ${message}`);
      this.#trouble = message;
      return false;
    }
  }

  async #read(source: StreamSource, shard: string): Promise<void> {
    const { stream, cloud, state } = this.#parts;
    for (;;) {
      const { after } = state.readers.position(stream, shard) ?? {};
      const page = await cloud.trace.quietly(() => source.read(shard, after, MOST));
      if (this.#isStopped) return;
      const last = page.records.at(-1)?.id ?? after;
      if (page.records.length > 0 || page.isAtEnd) {
        // The shards that go on for it come next.
        if (page.isAtEnd) this.#mayHaveMore = true;
        this.#take(page.records, shard, {
          ...(last !== undefined && { after: last }),
          ...(page.isAtEnd && { isDone: true }),
        });
      }
      if (page.records.length === 0 || page.isAtEnd) return;
    }
  }

  /** Takes records over, and notes that in the same transaction. */
  #take(records: readonly SourceRecord[], shard: string, position: { after?: string; isDone?: true }): void {
    const { stream, cloud, state } = this.#parts;
    cloud.store.write(() => {
      const now = state.streams.get(...keyOf(stream));
      if (now?.id !== stream.id) return;
      accept(
        now,
        records.map((record) => recordOf(record, shard)),
        state,
      );
      state.readers.setPosition(stream, shard, position);
    });
  }
}

/** What a data stream gives: as event source mappings see it. */
interface KinesisEvent {
  readonly kinesis: { readonly data: string; readonly partitionKey: string };
}

function recordOf({ id, event, time }: SourceRecord, shardId: string): BufferedRecord {
  const { data, partitionKey } = (event as KinesisEvent).kinesis;
  return {
    data: Buffer.from(data, "base64"),
    time: Math.floor(time),
    kinesis: { shardId, partitionKey, sequenceNumber: id },
  };
}
