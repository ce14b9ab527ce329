import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NotFound,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";
import { createPresignedPost, type PresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { isPreview, previewOf } from "./names.ts";
import { LARGEST_PICTURE, type Picture } from "./picture.ts";

/** Seconds for which a presigned URL or form works. */
const VALID = 3600;

/** The pictures: objects in a bucket, reached by presigned URLs, so that their bytes never pass through the function. */
export class Album {
  readonly #s3 = new S3Client({});
  readonly #bucket: string;

  constructor(bucket: string) {
    this.#bucket = bucket;
  }

  /** A form with which a browser may upload this picture and nothing else: its name, its type, and a size within reason. */
  upload(name: string, type: string): Promise<PresignedPost> {
    return createPresignedPost(this.#s3, {
      Bucket: this.#bucket,
      Key: name,
      Fields: { "Content-Type": type },
      Conditions: [
        ["content-length-range", 1, LARGEST_PICTURE],
        ["eq", "$Content-Type", type],
      ],
      Expires: VALID,
    });
  }

  /** All pictures, previews left out. */
  async pictures(): Promise<Picture[]> {
    const listed: Omit<Picture, "url">[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client: this.#s3 }, { Bucket: this.#bucket })) {
      for (const { Key, Size = 0, LastModified } of Contents) {
        if (Key !== undefined && !isPreview(Key))
          listed.push({ id: Key, size: Size, lastModified: LastModified?.toISOString() ?? "" });
      }
    }
    return await Promise.all(listed.map(async (picture) => ({ ...picture, url: await this.url(picture.id) })));
  }

  async has(key: string): Promise<boolean> {
    try {
      await this.#s3.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: key }));
      return true;
    } catch (error) {
      if (error instanceof NotFound) return false;
      throw error;
    }
  }

  /** A URL that shows an object for an hour. */
  url(key: string): Promise<string> {
    return getSignedUrl(this.#s3, new GetObjectCommand({ Bucket: this.#bucket, Key: key }), { expiresIn: VALID });
  }

  async bytes(key: string): Promise<Uint8Array> {
    const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  }

  async put(key: string, body: Uint8Array, type: string): Promise<void> {
    await this.#s3.send(new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: body, ContentType: type }));
  }

  /** Removes a picture and its preview. */
  async remove(name: string): Promise<void> {
    const Objects = [{ Key: name }, { Key: previewOf(name) }];
    const { Errors = [] } = await this.#s3.send(
      new DeleteObjectsCommand({ Bucket: this.#bucket, Delete: { Objects, Quiet: true } }),
    );
    if (Errors[0]) throw new Error(`${Errors[0].Code}: ${Errors[0].Message} (${Errors[0].Key})`);
  }
}
