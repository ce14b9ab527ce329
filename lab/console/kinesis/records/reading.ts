import {
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

/** Reads on in shards, from where each was read to. */
export class ShardReader {
  readonly #client: KinesisClient;
  readonly #stream: string;
  readonly #beginning: Beginning;
  /** By shard; nothing for one that has been read to its end. */
  readonly #iterators = new Map<string, string | undefined>();
  /** Where each was read to, for iterators that expire: they do after five minutes. */
  readonly #last = new Map<string, string>();
  #isFirst = true;

  constructor(client: KinesisClient, stream: string, beginning: Beginning) {
    this.#client = client;
    this.#stream = stream;
    this.#beginning = beginning;
  }

  /** What came in these shards since, the oldest first; and whether there is more of it already. */
  async read(shards: readonly string[]): Promise<{ readonly records: Read[]; readonly isBehind: boolean }> {
    // A shard that comes later is read from its begin: it goes on for one that was read.
    const beginning = this.#isFirst ? this.#beginning : "oldest";
    const pages = await Promise.all(shards.map((shard) => this.#readShard(shard, beginning)));
    this.#isFirst = false;
    const records = pages.flatMap((page) => page.records);
    const time = ({ ApproximateArrivalTimestamp: at }: Read) => at?.getTime() ?? 0;
    return { records: records.sort((a, b) => time(a) - time(b)), isBehind: pages.some(({ isBehind }) => isBehind) };
  }

  async #readShard(shard: string, beginning: Beginning): Promise<{ records: Read[]; isBehind: boolean }> {
    const none = { records: [], isBehind: false };
    if (!this.#iterators.has(shard)) this.#iterators.set(shard, await this.#iteratorOf(shard, beginning));
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
      // It has lain for too long: the next look goes on where this shard was read to.
      this.#iterators.delete(shard);
      throw error;
    }
  }

  async #iteratorOf(ShardId: string, beginning: Beginning): Promise<string | undefined> {
    const last = this.#last.get(ShardId);
    const position = last === undefined ? this.#positionOf(beginning) : afterNumber(last);
    const { ShardIterator } = await this.#client.send(
      new GetShardIteratorCommand({ StreamName: this.#stream, ShardId, ...position }),
    );
    return ShardIterator;
  }

  #positionOf(beginning: Beginning) {
    if (beginning === "oldest") return { ShardIteratorType: "TRIM_HORIZON" } as const;
    if (beginning === "latest") return { ShardIteratorType: "LATEST" } as const;
    // The lab's clock may be ahead of the browser's; the client has learnt by how much.
    const now = Date.now() + this.#client.config.systemClockOffset;
    return { ShardIteratorType: "AT_TIMESTAMP", Timestamp: new Date(now - AGO[beginning]) } as const;
  }
}

function afterNumber(StartingSequenceNumber: string) {
  return { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", StartingSequenceNumber } as const;
}
