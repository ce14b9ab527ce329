import { gunzipSync } from "node:zlib";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { IAM } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { uncompress } from "snappyjs";
import { until } from "../../../until.ts";
import { makeRole, useFirehose } from "../use-firehose.ts";

describe("Delivery to buckets", () => {
  const lab = useFirehose();

  it("waits for the interval of the lab's clock, and joins the records as they are", async () => {
    const stream = await lab.stream();
    const day = new Date(lab.clock.now()).toISOString();
    await lab.put(stream, "one", "two\n", "three");
    await lab.pass(299);
    expect(await lab.delivered(stream)).to.deep.equal([]);
    await lab.pass(2);
    const [object, ...others] = await lab.delivered(stream);
    expect(others).to.deep.equal([]);
    expect(object?.text).to.equal("onetwo\nthree");
    expect(object?.key).to.match(/^\d{4}\/\d\d\/\d\d\/\d\d\/stream-\d+-1-\d{4}(-\d\d){5}-[0-9a-f-]{36}$/);
    expect(object?.key.slice(0, 13)).to.equal(day.slice(0, 13).replace("T", "-").replaceAll("-", "/"));
  });

  it("does not wait when the buffer is full", async () => {
    const stream = await lab.stream({ BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 900 } });
    for (let number = 0; number < 3; number++) await lab.put(stream, "x".repeat(600 * 1024));
    await until(async () => (await lab.delivered(stream)).length === 1);
    expect((await lab.delivered(stream))[0]?.body.length).to.equal(2 * 600 * 1024);
    await lab.pass(901);
    expect((await lab.delivered(stream)).map(({ body }) => body.length)).to.have.members([614_400, 1_228_800]);
  });

  it("names objects as prefixes, time zones and extensions say", async () => {
    const stream = await lab.stream({
      Prefix: "in/year=!{timestamp:yyyy}/!{timestamp:'m='MM}/!{firehose:random-string}/",
      ErrorOutputPrefix: "out/!{firehose:error-output-type}/",
      CustomTimeZone: "Asia/Tokyo",
      FileExtension: ".jsonl",
    });
    await lab.put(stream, "{}");
    const tokyo = new Date(lab.clock.now() + 9 * 3_600_000).toISOString();
    await lab.pass(301);
    const [object] = await lab.delivered(stream);
    const [year, month] = tokyo.split("-");
    expect(object?.key).to.match(new RegExp(`^in/year=${year}/m=${month}/[a-z0-9]{11}/stream-\\d+-1-${year}-${month}`));
    expect(object?.key).to.match(/\.jsonl$/);
  });

  it("compresses", async () => {
    const texts: Record<string, (body: Buffer) => string> = {
      GZIP: (body) => gunzipSync(body).toString(),
      HADOOP_SNAPPY: (body) => Buffer.from(uncompress(body.subarray(8))).toString(),
      Snappy: (body) => Buffer.from(uncompress(body.subarray(18))).toString(),
      ZIP: (body) => (body.subarray(0, 2).toString() === "PK" ? "abcabcabc" : "no archive"),
    };
    for (const [CompressionFormat, textOf] of Object.entries(texts)) {
      const stream = await lab.stream({ CompressionFormat: CompressionFormat as "GZIP" });
      await lab.put(stream, "abcabcabc");
      await lab.pass(301);
      const [object] = await lab.delivered(stream);
      expect(textOf(object?.body ?? Buffer.of()), CompressionFormat).to.equal("abcabcabc");
    }
  });

  it("backs up the records as they came", async () => {
    const bucket = await lab.stream();
    const stream = await lab.stream({
      S3BackupMode: "Enabled",
      S3BackupConfiguration: { RoleARN: lab.role, BucketARN: `arn:aws:s3:::${bucket}`, Prefix: "raw/" },
      ProcessingConfiguration: { Enabled: true, Processors: [{ Type: "AppendDelimiterToRecord" }] },
    });
    await lab.put(stream, "a", "b");
    // What is processed waits once more.
    await lab.pass(301);
    await lab.pass(301);
    expect((await lab.delivered(stream)).map(({ text }) => text)).to.deep.equal(["a\nb\n"]);
    const [backup] = await lab.delivered(bucket);
    expect(backup?.text).to.equal("ab");
    expect(backup?.key).to.match(/^raw\/\d{4}\//);
  });

  it("is tried again until the role may write, and logs that it may not", async () => {
    const iam = lab.client(IAM);
    const logs = lab.client(CloudWatchLogs);
    const allowed = { Effect: "Allow", Action: "logs:PutLogEvents", Resource: "*" };
    const RoleARN = await makeRole(iam, "weak", allowed);
    const log = { logGroupName: "/aws/kinesisfirehose/weak", logStreamName: "DestinationDelivery" };
    await logs.createLogGroup({ logGroupName: log.logGroupName });
    await logs.createLogStream(log);
    const stream = await lab.stream({
      RoleARN,
      CloudWatchLoggingOptions: { Enabled: true, LogGroupName: log.logGroupName, LogStreamName: log.logStreamName },
    });
    await lab.put(stream, "late");
    await lab.pass(310);
    expect(await lab.delivered(stream)).to.deep.equal([]);
    const { events = [] } = await logs.getLogEvents(log);
    expect(JSON.parse(events[0]?.message ?? "")).to.include({
      deliveryStreamARN: `arn:aws:firehose:us-east-1:000000000000:deliverystream/${stream}`,
      destination: `arn:aws:s3:::${stream}`,
      deliveryStreamVersionId: 1,
      errorCode: "S3.AccessDenied",
    });
    const Statement = { Effect: "Allow", Action: "s3:PutObject", Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.putRolePolicy({ RoleName: "weak", PolicyName: "write", PolicyDocument });
    await lab.pass(150);
    expect((await lab.delivered(stream)).map(({ text }) => text)).to.deep.equal(["late"]);
  });

  it("gives up after a day", async () => {
    const stream = await lab.stream();
    await lab.s3.deleteBucket({ Bucket: stream });
    await lab.put(stream, "lost");
    await lab.pass(25 * 3600);
    await lab.s3.createBucket({ Bucket: stream });
    await lab.pass(3600);
    expect(await lab.delivered(stream)).to.deep.equal([]);
  });

  it("drops what a stream holds when it is deleted", async () => {
    const stream = await lab.stream();
    await lab.put(stream, "gone");
    await lab.firehose.deleteDeliveryStream({ DeliveryStreamName: stream });
    await lab.pass(301);
    expect(await lab.delivered(stream)).to.deep.equal([]);
  });
});
