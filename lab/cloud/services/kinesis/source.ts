import type { _Record } from "@aws-sdk/client-kinesis";
import type { Caller } from "../../auth/caller.ts";
import type { Clients } from "../../cloud.ts";
import type { Reader, Source, SourceRecord, StreamPage, StreamSource } from "../../delivery/source.ts";
import { firstNumberAt } from "../../streams/sequence-number.ts";
import { readIterator } from "./records/iterators.ts";
import { DIGITS, type KinesisState, logKey } from "./state.ts";
import { findStream, readArn } from "./streams/names.ts";

/** The most records in a page. */
const MOST = 10_000;

/** A year: the longest that a stream can keep its records, in milliseconds. */
const RETENTION = 365 * 24 * 3_600_000;

/** Streams, as event source mappings and pipes read them. */
export const source: Source = {
  kind: "stream",
  actions: ["GetRecords", "GetShardIterator", "DescribeStream", "ListShards"],
  startingPositions: ["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"],
  retention: RETENTION,
  batchInfo: "KinesisBatchInfo",
  open: (reader) => new DataStream(reader),
};

type Client = Clients["kinesis"];

class DataStream implements StreamSource {
  readonly #reader: Reader;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  async check(): Promise<void> {
    const [client, StreamARN] = [await this.#client(), this.#arn];
    await client.DescribeStream({ StreamARN, Limit: 1 });
    const { Shards = [] } = await client.ListShards({ StreamARN, MaxResults: 1 });
    const ShardId = Shards[0]?.ShardId as string;
    const { ShardIterator = "" } = await client.GetShardIterator({ StreamARN, ShardId, ShardIteratorType: "LATEST" });
    await client.GetRecords({ StreamARN, ShardIterator, Limit: 1 });
  }

  async shards() {
    const { Shards = [] } = await (await this.#client()).ListShards({ StreamARN: this.#arn, MaxResults: MOST });
    return Shards.map(({ ShardId = "", ParentShardId, AdjacentParentShardId }) => ({
      id: ShardId,
      parents: [ParentShardId, AdjacentParentShardId].filter((id) => id !== undefined),
    }));
  }

  async begin(ShardId: string): Promise<string | undefined> {
    const { startingPosition, startingTimestamp = 0, cloud } = this.#reader;
    if (startingPosition === "AT_TIMESTAMP")
      return String(BigInt(firstNumberAt(startingTimestamp, DIGITS)) - 1n).padStart(DIGITS, "0");
    if (startingPosition !== "LATEST") return undefined;
    const { ShardIterator = "" } = await (await this.#client()).GetShardIterator({
      StreamARN: this.#arn,
      ShardId,
      ShardIteratorType: "LATEST",
    });
    const { position } = readIterator(ShardIterator, cloud.clock.now());
    return position !== "oldest" && "after" in position ? position.after : undefined;
  }

  async read(ShardId: string, after: string | undefined, most: number): Promise<StreamPage> {
    const [client, StreamARN] = [await this.#client(), this.#arn];
    const caller = await this.#reader.caller();
    const oldest = () => client.GetShardIterator({ StreamARN, ShardId, ShardIteratorType: "TRIM_HORIZON" });
    const next = after === undefined ? oldest() : this.#after(client, ShardId, after).catch(oldest);
    const { ShardIterator = "" } = await next;
    const page = await client.GetRecords({ StreamARN, ShardIterator, Limit: Math.min(most, MOST) });
    const { log, stream } = await this.#stream();
    const records = (page.Records ?? []).map((record) => {
      const read = recordOf(record, ShardId, this.#reader.arn, caller);
      const span = stream && log.at(logKey(stream), ShardId, read.id)?.span;
      return span === undefined ? read : { ...read, span };
    });
    return { records, isAtEnd: page.NextShardIterator === undefined };
  }

  async watch(listener: () => void): Promise<() => void> {
    const { log, stream } = await this.#stream();
    return stream ? log.watch(logKey(stream), listener) : () => {};
  }

  #after(client: Client, ShardId: string, SequenceNumber: string) {
    return client.GetShardIterator({
      StreamARN: this.#arn,
      ShardId,
      ShardIteratorType: "AFTER_SEQUENCE_NUMBER",
      StartingSequenceNumber: SequenceNumber,
    });
  }

  async #stream() {
    const state = (await this.#reader.cloud.service("kinesis")).state as KinesisState;
    const named = readArn(this.#arn);
    return { log: state.log, stream: named && findStream(named, state) };
  }

  /** Of the stream, also when a consumer of it is named. */
  get #arn(): string {
    return this.#reader.arn.replace(/\/consumer\/.*$/, "");
  }

  async #client(): Promise<Client> {
    const { arn, caller, cloud } = this.#reader;
    return cloud.clients(await caller(), arn.split(":")[3] ?? cloud.region).kinesis;
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
function recordOf(record: _Record, shard: string, eventSourceARN: string, { arn }: Caller): SourceRecord {
  const { SequenceNumber: sequenceNumber = "", PartitionKey: partitionKey = "", Data = new Uint8Array() } = record;
  const time = record.ApproximateArrivalTimestamp?.getTime() ?? 0;
  const bytes = Buffer.from(Data);
  const kinesis = {
    kinesisSchemaVersion: "1.0",
    partitionKey,
    sequenceNumber,
    data: bytes.toString("base64"),
    approximateArrivalTimestamp: time / 1000,
  };
  const event = {
    kinesis,
    eventSource: "aws:kinesis",
    eventVersion: "1.0",
    eventID: `${shard}:${sequenceNumber}`,
    eventName: "aws:kinesis:record",
    invokeIdentityArn: roleIn(arn),
    awsRegion: eventSourceARN.split(":")[3],
    eventSourceARN,
  };
  const filtered = { ...kinesis, data: parsed(bytes) };
  return { id: sequenceNumber, event, filtered, time, partition: partitionKey };
}

/** The role of a session. */
function roleIn(arn: string): string {
  return arn.replace(/^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\/.*$/, "arn:aws:iam::$1:role/$2");
}

/** Filters look into data that is JSON. */
function parsed(bytes: Buffer): unknown {
  const text = bytes.toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
