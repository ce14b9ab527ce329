import { expect } from "chai";
import { until } from "../../../until.ts";
import { useCloud } from "../../../use-cloud.ts";
import { Functions } from "../../lambda/functions.ts";
import { FROM_START, PipeLab } from "../pipe-lab.ts";

const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:";

describe("Pipes from streams", () => {
  const cloud = useCloud();
  let lab: PipeLab;
  let functions: Functions;
  before(async () => {
    lab = new PipeLab(cloud);
    functions = new Functions(cloud.endpoint);
    await functions.makeRole();
    await lab.makeRole();
  });
  after(() => functions.destroy());

  it("hand on records of data streams as AWS does, in their order", async () => {
    const [stream, queue] = [await lab.stream(), await lab.queue({ FifoQueue: "true" }, ".fifo")];
    await lab.pipe(stream.arn, queue.arn, {
      SourceParameters: { KinesisStreamParameters: FROM_START },
      TargetParameters: {
        SqsQueueParameters: { MessageGroupId: "$.partitionKey", MessageDeduplicationId: "$.sequenceNumber" },
      },
    });
    for (let number = 1; number <= 25; number++) await stream.put(JSON.stringify({ number }));
    const events = (await queue.bodies(25)).map((text) => JSON.parse(text));
    const numbers = events.map(({ data }) => JSON.parse(Buffer.from(data, "base64").toString()).number);
    expect(numbers).to.deep.equal(Array.from({ length: 25 }, (_, index) => index + 1));
    const { sequenceNumber, approximateArrivalTimestamp, ...first } = events[0];
    expect(sequenceNumber).to.match(/^\d{56}$/);
    expect(approximateArrivalTimestamp).to.be.closeTo(cloud.clock.now() / 1000, 600);
    expect(first).to.deep.equal({
      kinesisSchemaVersion: "1.0",
      partitionKey: "key",
      data: Buffer.from('{"number":1}').toString("base64"),
      eventSource: "aws:kinesis",
      eventVersion: "1.0",
      eventID: `shardId-000000000000:${sequenceNumber}`,
      eventName: "aws:kinesis:record",
      invokeIdentityArn: "arn:aws:iam::000000000000:role/pipes",
      awsRegion: "us-east-1",
      eventSourceARN: stream.arn,
    });
  });

  it("read data that is JSON for filters and templates, into another stream with a key of its own", async () => {
    const [from, to] = [await lab.stream(), await lab.stream()];
    await lab.pipe(from.arn, to.arn, {
      SourceParameters: {
        KinesisStreamParameters: FROM_START,
        FilterCriteria: { Filters: [{ Pattern: '{"data":{"wanted":[true]}}' }, { Pattern: '{"data":["plain"]}' }] },
      },
      TargetParameters: { KinesisStreamParameters: { PartitionKey: "$.eventName" }, InputTemplate: "<$.data>" },
    });
    await from.put('{"wanted":false}');
    await from.put('{"wanted":true,"n":1}');
    await from.put("plain");
    const records = await to.records(2);
    const key = "aws:kinesis:record";
    const base64 = Buffer.from("plain").toString("base64");
    expect(records).to.deep.equal([
      { key, text: '{"wanted":true,"n":1}' },
      { key, text: base64 },
    ]);
  });

  it("hand on the changes of tables, to functions and queues", async () => {
    await functions.create(
      "changes",
      'export const handler = async (events) => console.log("got " + JSON.stringify(events));',
    );
    const [table, queue] = [await lab.table(), await lab.queue()];
    const DynamoDBStreamParameters = FROM_START;
    await lab.pipe(table.arn, `${FUNCTION}changes`, { SourceParameters: { DynamoDBStreamParameters } });
    await lab.pipe(table.arn, queue.arn, {
      SourceParameters: {
        DynamoDBStreamParameters,
        FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"NewImage":{"total":{"N":["7"]}}}}' }] },
      },
      TargetParameters: { InputTemplate: '{"id": <$.dynamodb.Keys.pk.S>, "event": <$.eventName>}' },
    });
    await table.put("a", { total: { N: "1" } });
    await table.put("b", { total: { N: "7" } });
    expect((await queue.bodies(1)).map((text) => JSON.parse(text))).to.deep.equal([{ id: "b", event: "INSERT" }]);
    const lines = await functions.logged("changes", "got ", 1);
    const [text = ""] = lines.flatMap((line) => /got (.*)/.exec(line)?.[1] ?? []);
    expect(JSON.parse(text)[0]).to.include({
      eventName: "INSERT",
      eventSource: "aws:dynamodb",
      eventSourceARN: table.arn,
    });
  });

  it("halve a batch that fails until what fails is alone, and tell the dead-letter queue of that", async () => {
    await functions.create(
      "picky",
      `export const handler = async (events) => {
         if (events.some(({ data }) => Buffer.from(data, "base64").toString() === "bad")) throw new Error("bad");
         console.log("got " + events.map(({ data }) => Buffer.from(data, "base64").toString()).join(","));
       };`,
    );
    const [stream, dead] = [await lab.stream(), await lab.queue()];
    for (const text of ["one", "two", "bad", "four"]) await stream.put(text);
    const name = await lab.pipe(stream.arn, `${FUNCTION}picky`, {
      SourceParameters: {
        KinesisStreamParameters: {
          ...FROM_START,
          BatchSize: 4,
          OnPartialBatchItemFailure: "AUTOMATIC_BISECT",
          MaximumRetryAttempts: 1,
          DeadLetterConfig: { Arn: dead.arn },
        },
      },
    });
    await until(async () => (await dead.waiting()) === 1);
    const lines = await functions.logged("picky", "got four", 1);
    const worked = lines.flatMap((line) => /got (.*)/.exec(line)?.[1]?.trim().split(",") ?? []);
    expect(worked).to.deep.equal(["one", "two", "four"]);
    const { KinesisBatchInfo, timestamp, ...rest } = JSON.parse((await dead.bodies(1))[0] ?? "");
    expect(rest).to.deep.equal({
      context: {
        partnerResourceArn: `arn:aws:pipes:us-east-1:000000000000:pipe/${name}`,
        condition: "RetryAttemptsExhausted",
      },
      version: "1.0",
    });
    expect(timestamp).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(KinesisBatchInfo).to.include({ shardId: "shardId-000000000000", batchSize: 1, streamArn: stream.arn });
    expect(KinesisBatchInfo.startSequenceNumber).to.equal(KinesisBatchInfo.endSequenceNumber);
  }).timeout(60_000);

  it("give up what is too old", async () => {
    const [stream, dead, queue] = [await lab.stream(), await lab.queue(), await lab.queue()];
    await stream.put("old");
    await cloud.clock.advance(120_000);
    await stream.put("new");
    await lab.pipe(stream.arn, queue.arn, {
      SourceParameters: {
        KinesisStreamParameters: { ...FROM_START, MaximumRecordAgeInSeconds: 60, DeadLetterConfig: { Arn: dead.arn } },
      },
      TargetParameters: { InputTemplate: "<$.eventName>" },
    });
    const [text = ""] = await dead.bodies(1);
    expect(JSON.parse(text).context.condition).to.equal("RecordAgeExceeded");
    expect(await queue.bodies(1)).to.have.length(1);
  });

  it("send again only what the target did not take, where it names that", async () => {
    await functions.create(
      "names",
      `const seen = new Set();
       export const handler = async (events) => {
         const texts = events.map(({ data }) => Buffer.from(data, "base64").toString());
         console.log("got " + texts.join(","));
         if (seen.size > 0) return {};
         seen.add(1);
         return { batchItemFailures: [{ itemIdentifier: events[1].eventID }] };
       };`,
    );
    const stream = await lab.stream();
    for (const text of ["one", "two", "three"]) await stream.put(text);
    await lab.pipe(stream.arn, `${FUNCTION}names`, {
      SourceParameters: { KinesisStreamParameters: { ...FROM_START, BatchSize: 3 } },
    });
    const lines = await functions.logged("names", "got two", 1);
    const got = lines.flatMap((line) => /got (.*)/.exec(line)?.[1]?.trim() ?? []);
    // All after the first that failed comes again: a stream keeps its order.
    expect(got).to.deep.equal(["one,two,three", "two,three"]);
  }).timeout(30_000);

  it("begin where the stream is when they are made, if that is asked for, and go on there after a stop", async () => {
    const [stream, queue] = [await lab.stream(), await lab.queue()];
    await stream.put("before");
    const Name = await lab.pipe(stream.arn, queue.arn, {
      SourceParameters: { KinesisStreamParameters: { StartingPosition: "LATEST", BatchSize: 1 } },
      TargetParameters: { InputTemplate: "<$.sequenceNumber>" },
    });
    const first = await stream.put("after");
    expect(await queue.bodies(1)).to.deep.equal([first.SequenceNumber]);
    await lab.pipes.stopPipe({ Name });
    const second = await stream.put("while stopped");
    await lab.pipes.startPipe({ Name });
    expect(await queue.bodies(2)).to.deep.equal([first.SequenceNumber, second.SequenceNumber]);
  });
});
