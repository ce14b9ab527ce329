import { MARK, type Owner, policy, type World } from "./owner.ts";

/** A data stream with a record, a consumer and a policy. */
export async function fillKinesis({ own: { kinesis }, account, of, arn }: Owner): Promise<World> {
  await kinesis.CreateStream({ StreamName: of, ShardCount: 1, Tags: { [MARK]: MARK } });
  const StreamARN = arn("kinesis", `stream/${of}`);
  await kinesis.PutRecord({ StreamARN, PartitionKey: MARK, Data: Buffer.from(MARK) });
  const { Consumer } = await kinesis.RegisterStreamConsumer({ StreamARN, ConsumerName: MARK });
  const statement = { Effect: "Allow", Principal: { AWS: account }, Action: "kinesis:*", Resource: StreamARN };
  await kinesis.PutResourcePolicy({
    ResourceARN: StreamARN,
    Policy: policy({ Sid: MARK.replaceAll("-", ""), ...statement }),
  });
  const ShardId = "shardId-000000000000";
  const from = { StreamARN, ShardId, ShardIteratorType: "TRIM_HORIZON" as const };
  const { ShardIterator } = await kinesis.GetShardIterator(from);
  return {
    kinesis: {
      StreamARN,
      ResourceARN: StreamARN,
      ConsumerARN: Consumer?.ConsumerARN,
      ShardId,
      ShardIterator,
      ShardIteratorType: "TRIM_HORIZON",
      StartingPosition: { Type: "TRIM_HORIZON" },
      PartitionKey: MARK,
      Data: Buffer.from(MARK),
    },
  };
}

/** A delivery stream with a record that waits. */
export async function fillFirehose({ own: { firehose, s3, iam }, account, of }: Owner): Promise<World> {
  const RoleName = `firehose-${of}`;
  const trust = { Effect: "Allow", Principal: { Service: "firehose.amazonaws.com" }, Action: "sts:AssumeRole" };
  await iam.CreateRole({ RoleName, AssumeRolePolicyDocument: policy(trust) });
  const Bucket = `firehose-${of}`;
  await s3.CreateBucket({ Bucket });
  const RoleARN = `arn:aws:iam::${account}:role/${RoleName}`;
  const s3Settings = { RoleARN, BucketARN: `arn:aws:s3:::${Bucket}` };
  await firehose.CreateDeliveryStream({
    DeliveryStreamName: of,
    ExtendedS3DestinationConfiguration: s3Settings,
    Tags: [{ Key: MARK, Value: MARK }],
  });
  await firehose.PutRecord({ DeliveryStreamName: of, Record: { Data: Buffer.from(MARK) } });
  return {
    firehose: {
      DeliveryStreamName: of,
      CurrentDeliveryStreamVersionId: "1",
      DestinationId: "destinationId-000000000001",
      ExtendedS3DestinationConfiguration: s3Settings,
      Records: [{ Data: Buffer.from(MARK) }],
      Record: { Data: Buffer.from(MARK) },
    },
  };
}
