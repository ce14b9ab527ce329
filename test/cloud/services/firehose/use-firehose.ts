import {
  type CreateDeliveryStreamInput,
  type ExtendedS3DestinationConfiguration,
  Firehose,
} from "@aws-sdk/client-firehose";
import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import { type SuiteCloud, useCloud } from "../../use-cloud.ts";

/** An object that was delivered. */
export interface Delivered {
  readonly key: string;
  readonly body: Buffer;
  readonly text: string;
}

/** A cloud with Firehose for the suite that calls this, with a role that may do everything, and a bucket. */
export interface SuiteFirehose extends SuiteCloud {
  readonly firehose: Firehose;
  readonly s3: S3;
  readonly role: string;
  /** Makes a delivery stream to a bucket of its own, and answers its name, which is the bucket's. */
  stream(
    settings?: Partial<ExtendedS3DestinationConfiguration>,
    more?: Partial<CreateDeliveryStreamInput>,
  ): Promise<string>;
  put(stream: string, ...texts: string[]): Promise<void>;
  /** Moves the clock on by so many seconds. */
  pass(seconds: number): Promise<void>;
  /** What lies in a bucket. */
  delivered(bucket: string): Promise<Delivered[]>;
}

/** A role that Firehose may assume, with one policy. */
export async function makeRole(iam: IAM, RoleName: string, statement: object | undefined): Promise<string> {
  const trust = { Effect: "Allow", Principal: { Service: "firehose.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const { Role } = await iam.createRole({ RoleName, AssumeRolePolicyDocument });
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  if (statement) await iam.putRolePolicy({ RoleName, PolicyName: "all", PolicyDocument });
  return Role?.Arn ?? "";
}

export function useFirehose(): SuiteFirehose {
  const lab = useCloud();
  let firehose: Firehose;
  let s3: S3;
  let role: string;
  let made = 0;
  before(async () => {
    firehose = lab.client(Firehose);
    s3 = lab.client(S3, { forcePathStyle: true } as object);
    role = await makeRole(lab.client(IAM), "firehose", { Effect: "Allow", Action: "*", Resource: "*" });
  });
  return Object.defineProperties(lab, {
    firehose: { get: () => firehose },
    s3: { get: () => s3 },
    role: { get: () => role },
    stream: {
      async value(settings: object = {}, more: object = {}) {
        const DeliveryStreamName = `stream-${++made}`;
        await s3.createBucket({ Bucket: DeliveryStreamName });
        const ExtendedS3DestinationConfiguration = {
          RoleARN: role,
          BucketARN: `arn:aws:s3:::${DeliveryStreamName}`,
          ...settings,
        };
        await firehose.createDeliveryStream({ DeliveryStreamName, ExtendedS3DestinationConfiguration, ...more });
        return DeliveryStreamName;
      },
    },
    put: {
      async value(DeliveryStreamName: string, ...texts: string[]) {
        const Records = texts.map((text) => ({ Data: Buffer.from(text) }));
        await firehose.putRecordBatch({ DeliveryStreamName, Records });
      },
    },
    pass: { value: (seconds: number) => lab.clock.advance(seconds * 1000) },
    delivered: {
      async value(Bucket: string) {
        const { Contents = [] } = await s3.listObjectsV2({ Bucket });
        return await Promise.all(
          Contents.map(async ({ Key = "" }) => {
            const { Body } = await s3.getObject({ Bucket, Key });
            const body = Buffer.from((await Body?.transformToByteArray()) ?? []);
            return { key: Key, body, text: body.toString() };
          }),
        );
      },
    },
  }) as SuiteFirehose;
}
