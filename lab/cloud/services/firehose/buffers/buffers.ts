import { createHash, randomUUID } from "node:crypto";
import type { Cloud } from "../../../cloud.ts";
import { DurableQueue, type Worked } from "../../../delivery/durable-queue.ts";
import type { Collection } from "../../../store/collection.ts";
import { type Means, workOn } from "../deliveries/work.ts";
import type { Batch, BufferedRecord, DeliveryStream, Lane, OpenBuffer, StreamName } from "../records.ts";
import type { FirehoseState } from "../state.ts";
import { keyOf } from "../streams/names.ts";
import { limitsOf } from "./limits.ts";

/** How many batches of a stream are worked on at a time. */
const AT_A_TIME = 8;

/** Records for a lane. */
export interface Output {
  readonly lane: Lane;
  readonly records: readonly BufferedRecord[];
}

/**
 * The buffers of the streams. A record is written once, beside its buffer, which keeps only how much it holds; a buffer that is full
 * or whose time has come becomes a batch, as it is. All of it survives a restart.
 */
export class Buffers {
  readonly #cloud: Cloud;
  readonly #state: FirehoseState;
  /** [account, region, stream, lane] */
  readonly #open: Collection<OpenBuffer>;
  /** [account, region, stream, buffer, number] */
  readonly #records: Collection<BufferedRecord>;
  readonly #batches: DurableQueue<Batch>;
  readonly #means: Means;
  readonly #closing = new AbortController();

  constructor(cloud: Cloud, state: FirehoseState) {
    this.#cloud = cloud;
    this.#state = state;
    this.#open = cloud.store.collection("firehose-buffers");
    this.#records = cloud.store.collection("firehose-records");
    const partitionsOf = (stream: StreamName) =>
      this.openOf(stream).flatMap(({ lane }) => (lane.kind === "output" && lane.partition ? [lane.partition] : []));
    this.#means = { cloud, roles: state.roles, partitionsOf, signal: this.#closing.signal };
    const work = (batch: Batch) => this.#attempt(batch);
    this.#batches = new DurableQueue({
      cloud,
      service: "firehose",
      name: "firehose-batches",
      concurrency: AT_A_TIME,
      work,
    });
  }

  /** The buffers of a stream that take records. */
  openOf(stream: StreamName): OpenBuffer[] {
    return [...this.#open.values({ under: keyOf(stream) })];
  }

  /** Puts records into the buffer of a lane. Only inside `store.write`. */
  append(stream: DeliveryStream, { lane, records }: Output): void {
    const limits = limitsOf(stream, lane);
    const key = [...keyOf(stream), nameOf(lane)];
    let buffer = this.#open.get(...key);
    for (const record of records) {
      buffer = buffer ?? this.#begin(stream, lane, limits.wait);
      const { id, bytes, count } = buffer;
      this.#records.put([...keyOf(stream), id, count + 1], record);
      buffer = { ...buffer, bytes: bytes + record.data.length, count: count + 1 };
      if (buffer.bytes < limits.bytes && buffer.count < limits.count) continue;
      this.#seal(stream, buffer);
      buffer = undefined;
    }
    if (buffer) this.#open.put(key, buffer);
  }

  /** The time of a buffer has come. Resolves when it was worked on once. */
  async due(timer: string): Promise<void> {
    const [account = "", region = "", name = "", lane = "", id = ""] = timer.split(" ");
    const stream = this.#state.streams.get(account, region, name);
    const buffer = this.#open.get(account, region, name, lane);
    if (!stream || buffer?.id !== id) return;
    this.#cloud.store.write(() => this.#seal(stream, buffer));
    await this.#batches.settled(keyOf(stream));
  }

  /** Drops what a stream has not delivered. Only inside `store.write`. */
  forget(stream: StreamName): void {
    for (const buffer of this.openOf(stream)) this.#cancel(stream, buffer);
    const under = keyOf(stream);
    this.#cloud.store.remove(this.#open as Collection<unknown>, { under });
    this.#cloud.store.remove(this.#records as Collection<unknown>, { under });
    this.#batches.forget(under);
    this.#state.roles.forget(stream);
  }

  /** Leaves what is not delivered to the next start. */
  async close(): Promise<void> {
    const closed = this.#batches.close();
    this.#closing.abort();
    await closed;
  }

  #begin(stream: DeliveryStream, lane: Lane, wait: number): OpenBuffer {
    const since = this.#cloud.clock.now();
    const buffer: OpenBuffer = { id: randomUUID(), lane, since, bytes: 0, count: 0 };
    this.#cloud.timers.set("firehose", timerOf(stream, buffer), since + wait);
    return buffer;
  }

  #seal(stream: DeliveryStream, buffer: OpenBuffer): void {
    const { account, region, name, id } = stream;
    this.#cancel(stream, buffer);
    this.#open.delete(...keyOf(stream), nameOf(buffer.lane));
    const { lane, id: of } = buffer;
    this.#batches.add(keyOf(stream), { stream: { account, region, name, id }, buffer: of, lane, failures: 0 });
  }

  #cancel(stream: StreamName, buffer: OpenBuffer): void {
    this.#cloud.timers.cancel("firehose", timerOf(stream, buffer));
  }

  async #attempt(batch: Batch): Promise<Worked<Batch>> {
    const key = keyOf(batch.stream);
    const under = [...key, batch.buffer];
    const remove = () => this.#cloud.store.remove(this.#records as Collection<unknown>, { under });
    const stream = this.#state.streams.get(...key);
    if (stream?.id !== batch.stream.id) return { ended: remove };
    const records = [...this.#records.values({ under })];
    const outcome = await workOn({ batch, stream, records }, this.#means);
    if ("again" in outcome) return outcome;
    const ended = () => {
      remove();
      // It may be gone by now, or changed.
      const now = this.#state.streams.get(...key);
      if (now?.id === stream.id) for (const output of outcome.outputs) this.append(now, output);
    };
    return { ended };
  }
}

/** A lane as part of a key. */
function nameOf(lane: Lane): string {
  if (lane.kind === "failed") return `failed-${lane.errorType}`;
  if (lane.kind !== "output" || !lane.partition) return lane.kind;
  return `output-${createHash("sha256").update(JSON.stringify(lane.partition)).digest("base64url")}`;
}

function timerOf(stream: StreamName, { lane, id }: OpenBuffer): string {
  return [...keyOf(stream), nameOf(lane), id].join(" ");
}
