import { gunzipSync } from "node:zlib";
import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { S3 } from "@aws-sdk/client-s3";
import { type SuiteCloud, useCloud } from "../../use-cloud.ts";

/** An event, as JSON. */
export type EventJson = Record<string, unknown> & { readonly eventName: string };

/** A cloud with CloudTrail for the suite that calls this. */
export interface SuiteCloudTrail extends SuiteCloud {
  readonly cloudtrail: CloudTrail;
  readonly s3: S3;
  /** Makes a bucket that CloudTrail may write to, and answers its name. */
  bucket(): Promise<string>;
  /** The events of an operation, the newest first. */
  events(EventName: string): Promise<EventJson[]>;
  /** The events of all files in a bucket. */
  delivered(bucket: string): Promise<EventJson[]>;
}

export function useCloudTrail(): SuiteCloudTrail {
  const lab = useCloud();
  let cloudtrail: CloudTrail;
  let s3: S3;
  let made = 0;
  before(() => {
    cloudtrail = lab.client(CloudTrail);
    s3 = lab.client(S3, { forcePathStyle: true } as object);
  });
  return Object.defineProperties(lab, {
    cloudtrail: { get: () => cloudtrail },
    s3: { get: () => s3 },
    bucket: {
      async value() {
        const Bucket = `trail-${++made}`;
        await s3.createBucket({ Bucket });
        await s3.putBucketPolicy({ Bucket, Policy: bucketPolicy(Bucket) });
        return Bucket;
      },
    },
    events: {
      async value(EventName: string) {
        const LookupAttributes = [{ AttributeKey: "EventName" as const, AttributeValue: EventName }];
        const { Events = [] } = await cloudtrail.lookupEvents({ LookupAttributes });
        return Events.map(({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent ?? ""));
      },
    },
    delivered: {
      async value(Bucket: string) {
        const { Contents = [] } = await s3.listObjectsV2({ Bucket });
        const events: EventJson[] = [];
        for (const { Key = "" } of Contents.filter(({ Key }) => Key?.endsWith(".json.gz"))) {
          const { Body } = await s3.getObject({ Bucket, Key });
          const bytes = await Body?.transformToByteArray();
          events.push(...JSON.parse(gunzipSync(bytes ?? "").toString()).Records);
        }
        return events;
      },
    },
  }) as SuiteCloudTrail;
}

/** As AWS documents it. */
export function bucketPolicy(bucket: string): string {
  const Principal = { Service: "cloudtrail.amazonaws.com" };
  const acl = { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } };
  const arn = `arn:aws:s3:::${bucket}`;
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal, Action: "s3:GetBucketAcl", Resource: arn },
      { Effect: "Allow", Principal, Action: "s3:PutObject", Resource: `${arn}/*`, Condition: acl },
    ],
  });
}
