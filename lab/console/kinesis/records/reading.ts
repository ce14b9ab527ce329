import {
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ProvisionedThroughputExceededException,
  type _Record as Record,
} from "@aws-sdk/client-kinesis";

/** Where reading begins, as an address has it. */
export const BEGINNINGS = [
  { value: "oldest", label: "The oldest record" },
  { value: "day", label: "A day ago" },
  { value: "hour", label: "An hour ago" },
  { value: "minutes", label: "Five minutes ago" },
  { value: "latest", label: "What comes from now on" },
] as const;

export type Beginning = (typeof BEGINNINGS)[number]["value"];

const AGO = { day: 86_400_000, hour: 3_600_000, minutes: 300_000 };

/** The most that one request asks a shard for. */
const PAGE = 500;

/** A record, and the shard that it lies in. */
export interface Read extends Record {
  readonly shard: string;
}

/** What one look found. */
export interface Reading {
  readonly records: Read[];
  /** Whether there is more already. */
  readonly isBehind: boolean;
  /** What went wrong with one of the shards. */
  readonly error: Error | undefined;
}

/** Reads on in shards, from where each was read to. */
export class ShardReader {
  readonly #client: KinesisClient;
  readonly #stream: string;
  readonly #beginning: Beginning;
  /** By shard; nothing for one that has been read to its end. */
  readonly #iterators = new Map<string, string | undefined>();
  /** Where each was read to, for iterators that expire: they do after five minutes, such as in a pause. */
  readonly #last = new Map<string, string>();
  /** When reading began, by the cloud's clock, in milliseconds; and in which shards. */
  #began: { readonly at: number; readonly shards: ReadonlySet<string> } | undefined;

  constructor(client: KinesisClient, stream: string, beginning: Beginning) {
    this.#client = client;
    this.#stream = stream;
    this.#beginning = beginning;
  }

  /** What came in these shards since, the oldest first. Where one shard fails, the others are read nevertheless. */
  async read(shards: readonly string[]): Promise<Reading> {
    const isFirst = this.#began === undefined;
    // The cloud's clock may be ahead of the browser's; the client has learnt by how much.
    this.#began ??= { at: Date.now() + this.#client.config.systemClockOffset, shards: new Set(shards) };
    const pages = await Promise.allSettled(shards.map((shard) => this.#readShard(shard, isFirst)));
    const read = pages.flatMap((page) => (page.status === "fulfilled" ? [page.value] : []));
    const failed = pages.find((page) => page.status === "rejected");
    const time = ({ ApproximateArrivalTimestamp: at }: Read) => at?.getTime() ?? 0;
    return {
      records: read.flatMap(({ records }) => records).sort((a, b) => time(a) - time(b)),
      isBehind: read.some(({ isBehind }) => isBehind),
      error: failed?.reason,
    };
  }

  async #readShard(shard: string, isFirst: boolean): Promise<Omit<Reading, "error">> {
    const none = { records: [], isBehind: false };
    if (!this.#iterators.has(shard)) this.#iterators.set(shard, await this.#iteratorOf(shard, isFirst));
    const ShardIterator = this.#iterators.get(shard);
    if (ShardIterator === undefined) return none;
    try {
      const answer = await this.#client.send(new GetRecordsCommand({ ShardIterator, Limit: PAGE }));
      const records = (answer.Records ?? []).map((record) => ({ ...record, shard }));
      const last = records.at(-1)?.SequenceNumber;
      if (last !== undefined) this.#last.set(shard, last);
      this.#iterators.set(shard, answer.NextShardIterator);
      return { records, isBehind: (answer.MillisBehindLatest ?? 0) > 0 };
    } catch (error) {
      // Others read the shard as well: the next look has its turn.
      if (error instanceof ProvisionedThroughputExceededException) return none;
      // The next look goes on where this shard was read to.
      this.#iterators.delete(shard);
      if (error instanceof ExpiredIteratorException) return none;
      throw error;
    }
  }

  async #iteratorOf(ShardId: string, isFirst: boolean): Promise<string | undefined> {
    const last = this.#last.get(ShardId);
    const position = last === undefined ? this.#positionOf(ShardId, isFirst) : afterNumber(last);
    const { ShardIterator } = await this.#client.send(
      new GetShardIteratorCommand({ StreamName: this.#stream, ShardId, ...position }),
    );
    return ShardIterator;
  }

  #positionOf(shard: string, isFirst: boolean) {
    const beginning = this.#beginning;
    const { at = 0, shards } = this.#began ?? {};
    // A shard that came later is read from its beginning: it goes on for one that was read.
    if (beginning === "oldest" || !shards?.has(shard)) return { ShardIteratorType: "TRIM_HORIZON" } as const;
    if (beginning === "latest" && isFirst) return { ShardIteratorType: "LATEST" } as const;
    const Timestamp = new Date(beginning === "latest" ? at : at - AGO[beginning]);
    return { ShardIteratorType: "AT_TIMESTAMP", Timestamp } as const;
  }
}

function afterNumber(StartingSequenceNumber: string) {
  return { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", StartingSequenceNumber } as const;
}
