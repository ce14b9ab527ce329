import { DeleteObjectsCommand, type ObjectIdentifier, type S3Client } from "@aws-sdk/client-s3";
import { type Entry, keysUnder, versionsUnder } from "./listing.ts";

/** How many S3 deletes at once. https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const AT_ONCE = 1000;

/** Is told, again and again, how many are deleted by now. */
export type OnDeleted = (count: number) => void;

/** Deletes objects, and all that is in folders. Where the bucket keeps versions, they stay. */
export async function deleteEntries(
  client: S3Client,
  bucket: string,
  entries: readonly Entry[],
  onDeleted: OnDeleted,
): Promise<number> {
  async function* objects(): AsyncGenerator<ObjectIdentifier> {
    for (const { key, isFolder } of entries) {
      if (!isFolder) yield { Key: key };
      else for await (const Key of keysUnder(client, bucket, key)) yield { Key };
    }
  }
  return await deleteAll(client, bucket, objects(), onDeleted);
}

/** Deletes every version of everything in a bucket. */
export async function emptyBucket(client: S3Client, bucket: string, onDeleted: OnDeleted): Promise<number> {
  async function* objects(): AsyncGenerator<ObjectIdentifier> {
    for await (const page of versionsUnder(client, bucket, ""))
      for (const { key, id } of page) yield { Key: key, VersionId: id };
  }
  return await deleteAll(client, bucket, objects(), onDeleted);
}

async function deleteAll(
  client: S3Client,
  Bucket: string,
  objects: AsyncIterable<ObjectIdentifier>,
  onDeleted: OnDeleted,
): Promise<number> {
  let count = 0;
  for await (const Objects of batches(objects)) {
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [...Objects], Quiet: true } }),
    );
    const [error] = Errors;
    if (error) {
      const message = `${error.Key}: ${error.Message} (${Errors.length} of ${Objects.length} were not deleted)`;
      throw Object.assign(new Error(message), { name: error.Code ?? "Error" });
    }
    count += Objects.length;
    onDeleted(count);
  }
  return count;
}

async function* batches<T>(items: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
