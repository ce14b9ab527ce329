import { Firehose } from "@aws-sdk/client-firehose";
import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { useKillableLab } from "../../../use-killable-lab.ts";
import { makeRole } from "../use-firehose.ts";

describe("A lab that is killed", () => {
  const lab = useKillableLab();

  it("delivers what it acknowledged when it starts again", async () => {
    const s3 = lab.client(S3);
    const RoleARN = await makeRole(lab.client(IAM), "firehose", { Effect: "Allow", Action: "*", Resource: "*" });
    await s3.createBucket({ Bucket: "kept" });
    const firehose = lab.client(Firehose);
    await firehose.createDeliveryStream({
      DeliveryStreamName: "kept",
      ExtendedS3DestinationConfiguration: {
        RoleARN,
        BucketARN: "arn:aws:s3:::kept",
        BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 3 },
      },
    });
    const put = (count: number) =>
      firehose.putRecordBatch({
        DeliveryStreamName: "kept",
        Records: Array.from({ length: count }, (_, number) => ({ Data: Buffer.from(`${number}\n`) })),
      });
    await Promise.all([put(100), put(200)]);
    await lab.kill();
    await lab.start();
    const restarted = lab.client(S3);
    const lines = async () => {
      const { Contents = [] } = await restarted.listObjectsV2({ Bucket: "kept" });
      const bodies = Contents.map(async ({ Key }) => {
        const { Body } = await restarted.getObject({ Bucket: "kept", Key });
        return (await Body?.transformToString()) ?? "";
      });
      return (await Promise.all(bodies)).join("").trim().split("\n");
    };
    await until(async () => (await lines()).length >= 300);
    expect(await lines()).to.have.length(300);
  }).timeout(60_000);
});
