import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kinesis } from "@aws-sdk/client-kinesis";
import { expect } from "chai";
import { startCloud } from "../../../../../lab/cloud/index.ts";
import { failure } from "../../../use-cloud.ts";
import { bytes, useKinesis } from "../use-kinesis.ts";

const OTHER = "111111111111";

describe("Data streams", () => {
  const lab = useKinesis();
  const arnOf = (name: string) => `arn:aws:kinesis:us-east-1:000000000000:stream/${name}`;

  it("are described as they were made", async () => {
    await lab.kinesis.createStream({ StreamName: "on-demand", StreamModeDetails: { StreamMode: "ON_DEMAND" } });
    const { StreamDescription } = await lab.kinesis.describeStream({ StreamName: "on-demand" });
    const { StreamCreationTimestamp, Shards, ...rest } = StreamDescription ?? {};
    expect(StreamCreationTimestamp?.getTime()).to.be.closeTo(lab.clock.now(), 60_000);
    expect(Shards).to.have.length(4);
    expect(rest).to.deep.equal({
      StreamName: "on-demand",
      StreamARN: arnOf("on-demand"),
      StreamStatus: "ACTIVE",
      StreamModeDetails: { StreamMode: "ON_DEMAND" },
      RetentionPeriodHours: 24,
      EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
      EncryptionType: "NONE",
      HasMoreShards: false,
    });
    const again = lab.kinesis.createStream({ StreamName: "on-demand", ShardCount: 1 });
    const { name, message } = await failure(again);
    expect([name, message]).to.deep.equal([
      "ResourceInUseException",
      "Stream on-demand under account 000000000000 already exists.",
    ]);
    await lab.kinesis.deleteStream({ StreamName: "on-demand" });
  });

  it("are listed page by page", async () => {
    const names = [await lab.stream(), await lab.stream(), await lab.stream()];
    const found: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await lab.kinesis.listStreams({ Limit: 2, NextToken });
      found.push(...(page.StreamNames ?? []));
      NextToken = page.NextToken;
      expect(page.HasMoreStreams).to.equal(NextToken !== undefined);
    } while (NextToken);
    expect(found).to.deep.equal(names);
    const rest = await lab.kinesis.listStreams({ ExclusiveStartStreamName: names[0] ?? "" });
    expect(rest.StreamNames).to.deep.equal(names.slice(1));
    for (const token of ["nonsense", Buffer.from("place:1").toString("base64url")])
      expect((await failure(lab.kinesis.listStreams({ NextToken: token }))).name).to.equal("InvalidArgumentException");
  });

  it("have tags, and settings that are changed", async () => {
    const StreamName = await lab.stream();
    const ResourceARN = arnOf(StreamName);
    await lab.kinesis.addTagsToStream({ StreamName, Tags: { team: "a", stage: "test" } });
    await lab.kinesis.untagResource({ ResourceARN, TagKeys: ["stage"] });
    expect((await lab.kinesis.listTagsForResource({ ResourceARN })).Tags).to.deep.equal([{ Key: "team", Value: "a" }]);
    await lab.kinesis.startStreamEncryption({ StreamName, EncryptionType: "KMS", KeyId: "alias/aws/kinesis" });
    await lab.kinesis.enableEnhancedMonitoring({ StreamName, ShardLevelMetrics: ["ALL"] });
    const { DesiredShardLevelMetrics } = await lab.kinesis.disableEnhancedMonitoring({
      StreamName,
      ShardLevelMetrics: ["IncomingBytes"],
    });
    expect(DesiredShardLevelMetrics).to.have.length(6);
    const { StreamDescriptionSummary } = await lab.kinesis.describeStreamSummary({ StreamName });
    expect(StreamDescriptionSummary).to.include({ EncryptionType: "KMS", KeyId: "alias/aws/kinesis" });
  });

  it("let another account in when their policy does, and nobody else", async () => {
    const StreamName = await lab.stream();
    const StreamARN = arnOf(StreamName);
    const other = lab.client(Kinesis, { credentials: { accessKeyId: OTHER, secretAccessKey: "test" } });
    const put = () => other.putRecord({ StreamARN, PartitionKey: "p", Data: bytes("x") });
    expect((await failure(put())).name).to.equal("AccessDeniedException");
    const statement = { Effect: "Allow", Principal: { AWS: OTHER }, Action: "kinesis:PutRecord", Resource: StreamARN };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await lab.kinesis.putResourcePolicy({ ResourceARN: StreamARN, Policy });
    expect((await put()).ShardId).to.equal("shardId-000000000000");
    expect((await failure(other.deleteStream({ StreamARN }))).name).to.equal("AccessDeniedException");
    expect((await lab.kinesis.getResourcePolicy({ ResourceARN: StreamARN })).Policy).to.equal(Policy);
  });

  it("are gone with all that they had, whatever takes their name", async () => {
    const StreamName = await lab.stream();
    const from = { StreamName, ShardId: "shardId-000000000000", ShardIteratorType: "TRIM_HORIZON" as const };
    await lab.kinesis.putRecord({ StreamName, PartitionKey: "p", Data: bytes("x") });
    const { ShardIterator } = await lab.kinesis.getShardIterator(from);
    await lab.kinesis.deleteStream({ StreamName });
    await lab.kinesis.createStream({ StreamName, ShardCount: 1 });
    expect((await failure(lab.kinesis.getRecords({ ShardIterator }))).name).to.equal("ResourceNotFoundException");
    expect(await lab.texts(StreamName, from.ShardId)).to.deep.equal([]);
  });

  it("are what they were after a restart, and go on with greater numbers", async () => {
    const state = mkdtempSync(join(tmpdir(), "skylab-kinesis-"));
    const numbers: string[] = [];
    try {
      for (const run of ["first", "second"]) {
        await using cloud = await startCloud({ state });
        const credentials = { accessKeyId: "test", secretAccessKey: "test" };
        const kinesis = new Kinesis({ endpoint: cloud.endpoint, region: "us-east-1", credentials });
        if (run === "first") await kinesis.createStream({ StreamName: "kept", ShardCount: 1 });
        const put = await kinesis.putRecord({ StreamName: "kept", PartitionKey: "p", Data: bytes(run) });
        numbers.push(put.SequenceNumber ?? "");
        kinesis.destroy();
      }
    } finally {
      rmSync(state, { recursive: true });
    }
    expect(numbers[1] && numbers[0] && numbers[1] > numbers[0]).to.equal(true);
  });
});
