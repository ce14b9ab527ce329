import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  GetEventSourceMappingCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import type { LambdaState } from "../../../../../lab/cloud/services/lambda/state.ts";
import { until } from "../../../until.ts";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Functions } from "../functions.ts";
import { MemoryStream } from "./memory-stream.ts";

/** Fails the events that say so, by itself or in its answer. Of windows it counts the events. */
const worker = `
  export const handler = async ({ Records, state, window, isFinalInvokeForWindow, isWindowTerminatedEarly }) => {
    const begun = Date.now();
    const ids = Records.map(({ id }) => id).join(",");
    if (window) {
      const count = (state.count ?? 0) + Records.length;
      const end = isFinalInvokeForWindow ? (isWindowTerminatedEarly ? "early" : "final") : "open";
      console.log("window " + JSON.stringify([ids, count, end, window.start, window.end]) + ";");
      const large = Records.some(({ large }) => large) ? "x".repeat(1100000) : "";
      return Records.some(({ forget }) => forget) ? {} : { state: { count, large } };
    }
    console.log("batch " + ids + ";");
    if (Records.some(({ wait }) => wait)) await new Promise((resolve) => setTimeout(resolve, 300));
    console.log("took " + ids + " " + begun + " " + Date.now() + ";");
    if (Records.some(({ crash }) => crash)) throw new Error("crash");
    return { batchItemFailures: Records.filter(({ bad }) => bad).map(({ number }) => ({ itemIdentifier: number })) };
  };
`;

describe("Event source mappings of streams", () => {
  const cloud = useCloud();
  let lab: Functions;
  let stream: MemoryStream;
  let count = 0;
  before(async () => {
    lab = new Functions(cloud.endpoint);
    await lab.makeRole();
  });
  after(() => lab.destroy());

  /** Makes a function that gets the events of a new stream. */
  const map = async (more: Partial<CreateEventSourceMappingCommandInput> = {}) => {
    const FunctionName = `streamer-${++count}`;
    stream = new MemoryStream(() => cloud.clock.now());
    const { sources } = (await cloud.running.cloud.service("lambda")).state as LambdaState;
    sources.set(`stream-${count}`, stream.kind);
    await lab.create(FunctionName, worker);
    const EventSourceArn = `arn:aws:stream-${count}:us-east-1:000000000000:it`;
    const input = { FunctionName, EventSourceArn, StartingPosition: "TRIM_HORIZON" as const, ...more };
    const mapping = await lab.lambda.send(new CreateEventSourceMappingCommand(input));
    return { FunctionName, UUID: String(mapping.UUID), mapping };
  };

  /** The batches that a function got, once one of them is this; the clock moves on meanwhile. */
  const batches = async (name: string, last: string, kind = "batch"): Promise<string[]> => {
    let found: string[] = [];
    await until(async () => {
      const lines = await lab.lines(name);
      found = lines.flatMap((line) => new RegExp(`${kind} (.*);`).exec(line)?.[1] ?? []);
      if (found.includes(last)) return true;
      lab.advance(cloud.clock, 1000);
      return false;
    });
    return found;
  };

  const result = async (UUID: string) =>
    (await lab.lambda.send(new GetEventSourceMappingCommand({ UUID }))).LastProcessingResult;

  it("say what they are", async () => {
    const { mapping, UUID } = await map();
    const { UUID: _, EventSourceMappingArn, EventSourceArn, FunctionArn, LastModified, $metadata, ...rest } = mapping;
    expect(rest).to.deep.equal({
      BatchSize: 100,
      BisectBatchOnFunctionError: false,
      DestinationConfig: { OnFailure: {} },
      FunctionResponseTypes: [],
      LastProcessingResult: "No records processed",
      MaximumBatchingWindowInSeconds: 0,
      MaximumRecordAgeInSeconds: -1,
      MaximumRetryAttempts: -1,
      ParallelizationFactor: 1,
      StartingPosition: "TRIM_HORIZON",
      State: "Creating",
      StateTransitionReason: "User action",
      TumblingWindowInSeconds: 0,
    });
    const update = async (input: object) =>
      (await lab.lambda.send(new UpdateEventSourceMappingCommand({ UUID, ...input }))).State;
    expect((await lab.lambda.send(new GetEventSourceMappingCommand({ UUID }))).State).to.equal("Enabled");
    expect(await update({ BatchSize: 5 })).to.equal("Updating");
    expect(await update({ Enabled: false })).to.equal("Disabling");
    expect((await lab.lambda.send(new GetEventSourceMappingCommand({ UUID }))).State).to.equal("Disabled");
    expect(await update({ Enabled: true })).to.equal("Enabling");
  });

  it("hand events over in their order, and the failed ones again", async () => {
    const { FunctionName, UUID } = await map({
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      MaximumRetryAttempts: 1,
    });
    stream.send({ id: "a" }, { id: "b", bad: true }, { id: "c" });
    await lab.logged(FunctionName, "batch a,b,c;");
    stream.send({ id: "d" });
    expect(await batches(FunctionName, "d")).to.deep.equal(["a,b,c", "b,c", "d"]);
    expect(await result(UUID)).to.equal("OK");
  });

  it("halve a batch that fails, which is no retry", async () => {
    const { FunctionName } = await map({ BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1 });
    stream.send({ id: "a" }, { id: "b" }, { id: "c", crash: true }, { id: "d" });
    expect(await batches(FunctionName, "d")).to.deep.equal(["a,b,c,d", "a,b", "c,d", "c", "c", "d"]);
  });

  it("take in only what the filters let through, in batches of the size", async () => {
    const Filters = [{ Pattern: '{"kind": ["order"]}' }];
    const { FunctionName } = await map({ FilterCriteria: { Filters }, BatchSize: 2, Enabled: false });
    const kinds = ["order", "other", "order", "other", "order"];
    stream.send(...kinds.map((kind, i) => ({ id: `${i}`, kind })));
    const { UUID } = await enable(FunctionName);
    expect(await batches(FunctionName, "4")).to.deep.equal(["0,2", "4"]);
    await until(async () => (await result(UUID)) === "OK");
  });

  const enable = async (FunctionName: string) => {
    const { state } = await cloud.running.cloud.service("lambda");
    const [mapping] = [...(state as LambdaState).mappings.values()].filter(
      ({ target }) => target.name === FunctionName,
    );
    const UUID = String(mapping?.uuid);
    await lab.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    return { UUID };
  };

  it("collect a batch for its window, by the lab's clock", async () => {
    const { FunctionName } = await map({ MaximumBatchingWindowInSeconds: 300 });
    stream.send({ id: "a" });
    stream.send({ id: "b" });
    // The first of them is read by then.
    await lab.lines(FunctionName);
    lab.advance(cloud.clock, 290_000);
    expect(await lab.lines(FunctionName)).to.deep.equal([]);
    expect(await batches(FunctionName, "a,b")).to.deep.equal(["a,b"]);
  });

  it("work on several batches of a shard at a time, each partition key in its order", async () => {
    const { FunctionName } = await map({ ParallelizationFactor: 10, BatchSize: 1 });
    const partitions = ["k", "l", "m", "n", "o"];
    stream.send(
      ...partitions.flatMap((partition) => [1, 2, 3].map((n) => ({ id: `${partition}${n}`, partition, wait: true }))),
    );
    const lines = await lab.logged(FunctionName, "took ", 15);
    const runs = lines.flatMap((line) => {
      const [, id = "", begun, ended] = /took (\w+) (\d+) (\d+);/.exec(line) ?? [];
      return id === "" ? [] : [{ id, begun: Number(begun), ended: Number(ended) }];
    });
    runs.sort((a, b) => a.begun - b.begun);
    const overlaps = runs.filter((run, i) => runs.slice(i + 1).some(({ begun }) => begun < run.ended));
    expect(overlaps).not.to.deep.equal([]);
    for (const partition of partitions) {
      const own = runs.filter(({ id }) => id.startsWith(partition));
      expect(own.map(({ id }) => id)).to.deep.equal([1, 2, 3].map((n) => `${partition}${n}`));
      expect(own.every(({ begun }, i) => begun >= (own[i - 1]?.ended ?? 0))).to.equal(true);
    }
  });

  it("give up what fails, and tell a bucket all about it", async () => {
    const s3 = cloud.client(S3Client, { forcePathStyle: true } as object);
    await s3.send(new CreateBucketCommand({ Bucket: "failures" }));
    const { FunctionName, UUID } = await map({
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failures" } },
    });
    stream.send({ id: "a", crash: true }, { id: "b" });
    await lab.logged(FunctionName, "batch a,b;");
    stream.send({ id: "c" });
    await batches(FunctionName, "c");
    let key = "";
    await until(async () => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: "failures" }));
      key = Contents[0]?.Key ?? "";
      return key !== "";
    });
    expect(key).to.match(
      new RegExp(
        `^aws/lambda/${UUID}/one/\\d{4}/\\d{2}/\\d{2}/\\d{4}-\\d{2}-\\d{2}T\\d{2}\\.\\d{2}\\.\\d{2}-[0-9a-f-]{36}$`,
      ),
    );
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: "failures", Key: key }));
    const { requestContext, responseContext, TestBatchInfo, payload, version } = JSON.parse(
      (await Body?.transformToString()) ?? "",
    );
    expect(version).to.equal("1.0");
    expect(requestContext).to.deep.include({
      functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${FunctionName}:$LATEST`,
      condition: "RetryAttemptsExhausted",
      approximateInvokeCount: 1,
    });
    expect(responseContext).to.deep.equal({
      statusCode: 200,
      executedVersion: "$LATEST",
      functionError: "Unhandled",
    });
    expect(TestBatchInfo).to.deep.include({
      shardId: "one",
      startSequenceNumber: "000000",
      endSequenceNumber: "000001",
      batchSize: 2,
    });
    expect(JSON.parse(payload).Records.map(({ id }: { id: string }) => id)).to.deep.equal(["a", "b"]);
  });

  it("give up what is too old", async () => {
    const { FunctionName } = await map({ MaximumRecordAgeInSeconds: 60, Enabled: false });
    stream.send({ id: "old" });
    lab.advance(cloud.clock, 61_000);
    stream.send({ id: "new" });
    await enable(FunctionName);
    expect(await batches(FunctionName, "new")).to.deep.equal(["new"]);
  });

  it("begin with a shard when the one before it is done", async () => {
    const { FunctionName } = await map({ BatchSize: 1 });
    stream.send({ id: "a", wait: true }, { id: "b" });
    stream.split("one", "two");
    stream.sendTo("two", { id: "c" });
    await lab.logged(FunctionName, "batch c;");
    expect(await batches(FunctionName, "c")).to.deep.equal(["a", "b", "c"]);
  });

  it("aggregate the events of a window", async () => {
    const { FunctionName } = await map({ TumblingWindowInSeconds: 900, BatchSize: 2 });
    const now = cloud.clock.now();
    lab.advance(cloud.clock, 900_000 - (now % 900_000) + 1000);
    const start = Math.floor(cloud.clock.now() / 900_000) * 900_000;
    stream.send({ id: "a" }, { id: "b" }, { id: "c" });
    const at = (moment: number) => new Date(moment).toISOString().replace(".000", "");
    const line = (ids: string, n: number, end: string, from: number) =>
      JSON.stringify([ids, n, end, at(from), at(from + 900_000)]);
    await lab.logged(FunctionName, '"c",3');
    lab.advance(cloud.clock, 900_000);
    const final = line("", 3, "final", start);
    await batches(FunctionName, final, "window");
    stream.send({ id: "d" });
    const next = line("d", 1, "open", start + 900_000);
    // Another environment, with a log of its own, may have taken some of them.
    expect(await batches(FunctionName, next, "window")).to.have.members([
      line("a,b", 2, "open", start),
      line("c", 3, "open", start),
      final,
      next,
    ]);
  });

  it("end a window early whose state is too large, and fail a function that forgets it", async () => {
    const { FunctionName, UUID } = await map({ TumblingWindowInSeconds: 900 });
    stream.send({ id: "a", large: true });
    const lines = await lab.logged(FunctionName, '"early"');
    expect(lines.filter((line) => line.includes("window"))).to.have.length(2);
    stream.send({ id: "b", forget: true });
    await lab.logged(FunctionName, '"b",1');
    await until(async () => (await result(UUID)) === "PROBLEM: Function call failed");
  });

  it("tell when a stream can't be read, and go on when it can", async () => {
    const { FunctionName, UUID } = await map({ Enabled: false });
    stream.trouble = Object.assign(new Error("no"), { name: "AccessDeniedException" });
    stream.send({ id: "a" });
    await enable(FunctionName);
    await until(async () => (await result(UUID))?.startsWith("PROBLEM: Cannot access stream") === true);
    expect(await result(UUID)).to.match(/the GetRecords, and ListShards Actions on your stream in IAM\.$/);
    stream.trouble = undefined;
    expect(await batches(FunctionName, "a")).to.deep.equal(["a"]);
  });

  const refused: Record<string, [input: object, message: RegExp]> = {
    "no starting position": [
      { StartingPosition: undefined },
      /^1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null\.$/,
    ],
    "a starting position of other streams": [
      { StartingPosition: "AT_TIMESTAMP", StartingPositionTimestamp: new Date() },
      /^Unsupported starting position for arn type: arn:/,
    ],
    "an age below a minute": [{ MaximumRecordAgeInSeconds: 59 }, /-1 or between 60 and 604800/],
    "a destination for success": [
      { DestinationConfig: { OnSuccess: { Destination: "arn:aws:s3:::x" } } },
      /OnSuccess destinations are not supported/,
    ],
    "a destination that takes no records": [
      { DestinationConfig: { OnFailure: { Destination: "arn:aws:lambda:us-east-1:000000000000:function:x" } } },
      /DestinationConfig is invalid/,
    ],
  };
  for (const [what, [input, message]] of Object.entries(refused)) {
    it(`are refused with ${what}`, async () => {
      const error = await failure(map(input));
      expect(error.name).to.equal("InvalidParameterValueException");
      expect(error.message).to.match(message);
    });
  }
});
