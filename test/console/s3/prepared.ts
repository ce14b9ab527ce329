import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { OpenedConsole } from "../opened.ts";

/** A client for what the pages are to find, and for what they have really done. */
export interface PreparedS3 {
  readonly client: S3Client;
  bucket(name: string): Promise<void>;
  put(bucket: string, key: string, body: string | Uint8Array, type?: string): Promise<void>;
  keys(bucket: string, prefix?: string): Promise<string[]>;
}

/** Asks the cloud of a console with the SDK, for as long as a suite runs. */
export function useS3(lab: OpenedConsole): PreparedS3 {
  let client: S3Client;
  before(() => {
    client = new S3Client({ ...lab.settings, forcePathStyle: true });
  });
  after(() => client?.destroy());
  return {
    get client() {
      return client;
    },
    async bucket(Bucket) {
      await client.send(new CreateBucketCommand({ Bucket }));
    },
    async put(Bucket, Key, Body, ContentType) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType }));
    },
    async keys(Bucket, Prefix) {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix }));
      return Contents.map(({ Key = "" }) => Key);
    },
  };
}
