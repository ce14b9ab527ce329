import { Kinesis } from "@aws-sdk/client-kinesis";
import { CreateEventSourceMappingCommand, type CreateEventSourceMappingCommandInput } from "@aws-sdk/client-lambda";
import type { KinesisStreamEvent } from "aws-lambda";
import { expect } from "chai";
import { useCloud } from "../../../use-cloud.ts";
import { Functions } from "../functions.ts";

const worker = `
  export const handler = async (event) => {
    for (const record of event.Records) console.log("got " + JSON.stringify(record));
  };
`;

describe("Event source mappings of data streams", () => {
  const cloud = useCloud();
  let lab: Functions;
  let kinesis: Kinesis;
  let count = 0;
  before(async () => {
    lab = new Functions(cloud.endpoint);
    await lab.makeRole();
    kinesis = cloud.client(Kinesis);
  });
  after(() => lab.destroy());

  async function mapped(more: Partial<CreateEventSourceMappingCommandInput> = {}) {
    const [FunctionName, StreamName] = [`worker-${++count}`, `stream-${count}`];
    await lab.create(FunctionName, worker);
    await kinesis.createStream({ StreamName, ShardCount: 2 });
    const { StreamDescriptionSummary } = await kinesis.describeStreamSummary({ StreamName });
    const EventSourceArn = StreamDescriptionSummary?.StreamARN;
    const input = { FunctionName, EventSourceArn, StartingPosition: "TRIM_HORIZON" as const, ...more };
    await lab.lambda.send(new CreateEventSourceMappingCommand(input));
    const got = async (times: number) => {
      const lines = await lab.logged(FunctionName, "got {", times);
      const texts = lines.flatMap((line) => /got (\{.*)/.exec(line)?.[1] ?? []);
      return texts.map((text) => JSON.parse(text) as KinesisStreamEvent["Records"][0]);
    };
    const put = (text: string, PartitionKey = "a") =>
      kinesis.putRecord({ StreamName, PartitionKey, Data: new TextEncoder().encode(text) });
    return { StreamName, got, put, EventSourceArn };
  }

  it("hand on records of all shards, as AWS does", async () => {
    const { got, put, EventSourceArn } = await mapped();
    const { SequenceNumber, ShardId } = await put("one");
    await put("two", "b");
    const records = await got(2);
    const texts = records.map(({ kinesis: { data } }) => Buffer.from(data, "base64").toString());
    expect(texts.sort()).to.deep.equal(["one", "two"]);
    const { approximateArrivalTimestamp, ...first } =
      records.find((one) => one.kinesis.partitionKey === "a")?.kinesis ?? {};
    expect(first).to.deep.equal({
      kinesisSchemaVersion: "1.0",
      partitionKey: "a",
      sequenceNumber: SequenceNumber,
      data: Buffer.from("one").toString("base64"),
    });
    expect(approximateArrivalTimestamp).to.be.closeTo(cloud.clock.now() / 1000, 600);
    const record = records.find((one) => one.kinesis.partitionKey === "a");
    expect(record).to.include({
      eventSource: "aws:kinesis",
      eventVersion: "1.0",
      eventID: `${ShardId}:${SequenceNumber}`,
      eventName: "aws:kinesis:record",
      awsRegion: "us-east-1",
      eventSourceARN: EventSourceArn,
    });
    expect(record?.invokeIdentityArn).to.match(/^arn:aws:iam::000000000000:role\//);
  }).timeout(30_000);

  it("follow shards that were split, and look into data that is JSON to filter", async () => {
    const Pattern = JSON.stringify({ data: { wanted: [true] } });
    const { StreamName, got, put } = await mapped({ FilterCriteria: { Filters: [{ Pattern }] } });
    const ShardToSplit = "shardId-000000000000";
    await put(JSON.stringify({ wanted: true, number: 1 }));
    await kinesis.splitShard({ StreamName, ShardToSplit, NewStartingHashKey: "1000" });
    await put(JSON.stringify({ wanted: false, number: 2 }));
    await put(JSON.stringify({ wanted: true, number: 3 }));
    await put("no JSON");
    const records = await got(2);
    const numbers = records.map(({ kinesis: { data } }) => JSON.parse(Buffer.from(data, "base64").toString()).number);
    expect(numbers).to.deep.equal([1, 3]);
  }).timeout(30_000);
});
