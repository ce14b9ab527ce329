import type { _Record, AttributeValue } from "@aws-sdk/client-dynamodb-streams";
import type { Clients } from "../../cloud.ts";
import type { Reader, Source, SourceRecord, StreamPage, StreamSource } from "../../delivery/source.ts";
import type { DynamoDbState } from "./state.ts";
import { readIterator } from "./streams/iterators.ts";
import { streamNameOf } from "./streams/names.ts";
import { RETENTION, type StreamsState } from "./streams/state.ts";

/** The most records in a page. */
const MOST = 1000;

/** The changes of tables, as their streams have them. */
export const source: Source = {
  kind: "stream",
  actions: ["GetRecords", "GetShardIterator", "DescribeStream", "ListStreams"],
  startingPositions: ["TRIM_HORIZON", "LATEST"],
  retention: RETENTION,
  batchInfo: "DDBStreamBatchInfo",
  open: (reader) => new TableStream(reader),
};

type Client = Clients["dynamodbstreams"];

class TableStream implements StreamSource {
  readonly #reader: Reader;
  /** The iterators with which reading goes on, by shards. */
  readonly #iterators = new Map<string, { readonly after: string | undefined; readonly iterator: string }>();

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  async check(): Promise<void> {
    const client = await this.#client();
    await client.ListStreams({ ExclusiveStartStreamArn: this.#reader.arn, Limit: 1 });
    for (const { id } of await this.shards()) {
      const { ShardIterator } = await client.GetShardIterator({
        StreamArn: this.#reader.arn,
        ShardId: id,
        ShardIteratorType: "LATEST",
      });
      await client.GetRecords({ ShardIterator, Limit: 1 });
    }
  }

  async shards() {
    const { StreamDescription } = await (await this.#client()).DescribeStream({ StreamArn: this.#reader.arn });
    return (StreamDescription?.Shards ?? []).map(({ ShardId = "", ParentShardId }) => ({
      id: ShardId,
      parents: ParentShardId === undefined ? [] : [ParentShardId],
    }));
  }

  async begin(shard: string): Promise<string | undefined> {
    if (this.#reader.startingPosition !== "LATEST") return undefined;
    const { ShardIterator = "" } = await (await this.#client()).GetShardIterator({
      StreamArn: this.#reader.arn,
      ShardId: shard,
      ShardIteratorType: "LATEST",
    });
    const { position } = readIterator(ShardIterator, this.#reader.cloud.clock.now());
    return position !== "oldest" && "after" in position ? position.after : undefined;
  }

  async read(shard: string, after: string | undefined, most: number): Promise<StreamPage> {
    const client = await this.#client();
    const known = this.#iterators.get(shard);
    this.#iterators.delete(shard);
    const iterator = known && known.after === after ? known.iterator : await this.#iterator(client, shard, after);
    const Limit = Math.min(most, MOST);
    const page = await client.GetRecords({ ShardIterator: iterator, Limit }).catch(async (error: Error) => {
      if (error.name !== "ExpiredIteratorException" && error.name !== "TrimmedDataAccessException") throw error;
      return client.GetRecords({ ShardIterator: await this.#iterator(client, shard, after), Limit });
    });
    const [streams, name] = [await this.#streams(), streamNameOf(this.#reader.arn)];
    const records = (page.Records ?? []).map((record) => {
      const read = recordOf(record, this.#reader.arn);
      const span = name && streams.spanOf(name, read.id);
      return span === undefined ? read : { ...read, span };
    });
    const next = page.NextShardIterator;
    if (next !== undefined) this.#iterators.set(shard, { after: records.at(-1)?.id ?? after, iterator: next });
    return { records, isAtEnd: next === undefined };
  }

  async watch(listener: () => void): Promise<() => void> {
    const streams = await this.#streams();
    const name = streamNameOf(this.#reader.arn);
    return name ? streams.log.watch(name, listener) : () => {};
  }

  async #streams(): Promise<StreamsState> {
    return ((await this.#reader.cloud.service("dynamodb")).state as DynamoDbState).streams;
  }

  async #client(): Promise<Client> {
    const { arn, caller, cloud } = this.#reader;
    return cloud.clients(await caller(), arn.split(":")[3] ?? cloud.region).dynamodbstreams;
  }

  /** An iterator after a record, or at the oldest one when that has been trimmed since. */
  async #iterator(client: Client, ShardId: string, after: string | undefined): Promise<string | undefined> {
    const input = { StreamArn: this.#reader.arn, ShardId };
    const oldest = () => client.GetShardIterator({ ...input, ShardIteratorType: "TRIM_HORIZON" });
    if (after === undefined) return (await oldest()).ShardIterator;
    const found = client.GetShardIterator({
      ...input,
      ShardIteratorType: "AFTER_SEQUENCE_NUMBER",
      SequenceNumber: after,
    });
    const { ShardIterator } = await found.catch((error: Error) => {
      if (error.name !== "TrimmedDataAccessException") throw error;
      return oldest();
    });
    return ShardIterator;
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
function recordOf(record: _Record, eventSourceARN: string): SourceRecord {
  const { dynamodb = {}, userIdentity, ...rest } = record;
  const { ApproximateCreationDateTime: created = new Date(0), Keys, NewImage, OldImage, ...numbers } = dynamodb;
  const event = {
    ...rest,
    ...(userIdentity && { userIdentity: { principalId: userIdentity.PrincipalId, type: userIdentity.Type } }),
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(created.getTime() / 1000),
      ...(Keys && { Keys: jsonOf(Keys) }),
      ...(NewImage && { NewImage: jsonOf(NewImage) }),
      ...(OldImage && { OldImage: jsonOf(OldImage) }),
      ...numbers,
    },
    eventSourceARN,
  };
  return {
    id: dynamodb.SequenceNumber ?? "",
    event,
    filtered: event,
    time: created.getTime(),
    partition: JSON.stringify(event.dynamodb.Keys),
  };
}

type Attributes = Readonly<Record<string, AttributeValue>>;

/** Attributes as JSON has them: bytes are Base64. */
function jsonOf(attributes: Attributes): object {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, jsonOfValue(value)]));
}

function jsonOfValue(value: AttributeValue): object {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
  if (value.B) return { B: base64(value.B) };
  if (value.BS) return { BS: value.BS.map(base64) };
  if (value.L) return { L: value.L.map(jsonOfValue) };
  return value.M ? { M: jsonOf(value.M) } : value;
}
