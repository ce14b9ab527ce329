import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { type SuiteCloud, useCloud } from "../../use-cloud.ts";

/** S3 for a suite: a cloud of its own, a client, and buckets with names that nobody else has. */
export interface SuiteS3 {
  readonly cloud: SuiteCloud;
  readonly s3: S3Client;
  /** Makes a bucket, and answers its name. */
  bucket(): Promise<string>;
  put(bucket: string, key: string, body?: string | Uint8Array): Promise<unknown>;
  /** The text of an object. */
  text(bucket: string, key: string, VersionId?: string): Promise<string>;
}

let made = 0;

/** Gives the suite that calls this an S3. */
export function useS3(): SuiteS3 {
  const cloud = useCloud();
  let s3: S3Client;
  before(() => {
    s3 = cloud.client(S3Client);
  });
  return {
    cloud,
    get s3() {
      return s3;
    },
    async bucket() {
      made += 1;
      const Bucket = `bucket-${made}`;
      await s3.send(new CreateBucketCommand({ Bucket }));
      return Bucket;
    },
    put: (Bucket, Key, Body = "") => s3.send(new PutObjectCommand({ Bucket, Key, Body })),
    async text(Bucket, Key, VersionId) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
      return (await Body?.transformToString()) as string;
    },
  };
}
