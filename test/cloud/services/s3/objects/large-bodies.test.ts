import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { expect } from "chai";
import { type RunningCloud, startCloud } from "../../../../../lab/cloud/index.ts";
import { checksumAlgorithms } from "../../../../../lab/cloud/services/s3/objects/checksums.ts";
import { hasher } from "../../../../../lab/cloud/store/digests/hashers.ts";
import { until } from "../../../until.ts";
import { sendSigned } from "../raw.ts";

/** More than is digested at once, in pieces that fit nothing. */
const SIZE = 3 * 2 ** 20 + 12_345;

describe("Large bodies of s3 objects", () => {
  const Bucket = "bucket";
  const body = randomBytes(SIZE);
  const etag = (of: Buffer) => `"${createHash("md5").update(of).digest("hex")}"`;
  let folder: string;
  let cloud: RunningCloud;
  let s3: S3Client;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "skylab-bodies-"));
    cloud = await startCloud({ port: 0, state: folder });
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    s3 = new S3Client({
      endpoint: cloud.endpoint,
      region: "us-east-1",
      credentials,
      forcePathStyle: true,
      // The client knows no XXHash.
      responseChecksumValidation: "WHEN_REQUIRED",
    });
    await s3.send(new CreateBucketCommand({ Bucket }));
  });
  after(async () => {
    s3.destroy();
    await cloud.close();
    rmSync(folder, { recursive: true });
  });
  const files = () => readdirSync(join(folder, "blobs"));
  const checksum = async (algorithm: (typeof checksumAlgorithms)[number], of = body) => {
    const hash = hasher(algorithm);
    hash.update(of);
    return Buffer.from(await hash.digest()).toString("base64");
  };
  const bytes = async (Key: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return Buffer.from((await Body?.transformToByteArray()) as Uint8Array);
  };

  for (const algorithm of checksumAlgorithms) {
    it(`have their MD5 and their ${algorithm}`, async () => {
      const value = await checksum(algorithm);
      const member = `Checksum${algorithm}`;
      const answer = await s3.send(new PutObjectCommand({ Bucket, Key: "key", Body: body, [member]: value }));
      expect(answer).to.include({ ETag: etag(body), [member]: value });
      expect((await bytes("key")).equals(body)).to.equal(true);
    });
  }

  it("may come as a stream whose checksum follows", async () => {
    const Body = Readable.from([body.subarray(0, 100_000), body.subarray(100_000)]);
    const put = new PutObjectCommand({ Bucket, Key: "key", Body, ContentLength: SIZE, ChecksumAlgorithm: "CRC32C" });
    expect(await s3.send(put)).to.include({ ETag: etag(body), ChecksumCRC32C: await checksum("CRC32C") });
  });

  it("are told apart when many come at once, and copied", async () => {
    const bodies = Array.from({ length: 6 }, (_, i) => randomBytes(600_000 * (i + 1)));
    await Promise.all(
      bodies.map(async (Body, i) => {
        const Key = `many-${i}`;
        const put = await s3.send(new PutObjectCommand({ Bucket, Key, Body, ChecksumAlgorithm: "SHA1" }));
        expect(put.ETag).to.equal(etag(Body));
        const copy = new CopyObjectCommand({ Bucket, Key: `copy-${i}`, CopySource: `${Bucket}/${Key}` });
        const { CopyObjectResult } = await s3.send(copy);
        expect(CopyObjectResult).to.include({ ETag: etag(Body), ChecksumSHA1: await checksum("SHA1", Body) });
        expect((await bytes(`copy-${i}`)).equals(Body)).to.equal(true);
      }),
    );
  });

  describe("leave nothing", () => {
    let before: string[];
    beforeEach(() => {
      before = files();
    });
    const put = (headers: Record<string, string>) =>
      sendSigned(cloud.endpoint, { method: "PUT", path: `/${Bucket}/wrong`, headers, body });

    it("when they are not what was signed", async () => {
      const { text } = await put({ "x-amz-content-sha256": "0".repeat(64) });
      expect(text).to.include("<Code>XAmzContentSHA256Mismatch</Code>");
      expect(files()).to.have.members(before);
    });

    it("when their checksum is wrong", async () => {
      const { text } = await put({ "x-amz-checksum-crc64nvme": "AAAAAAAAAAA=" });
      expect(text).to.include("<Code>BadDigest</Code>");
      expect(files()).to.have.members(before);
    });

    it("when the client goes away in the middle", async () => {
      const socket = await raw(new PutObjectCommand({ Bucket, Key: "gone" }), { method: "PUT", length: SIZE });
      socket.write(body.subarray(0, SIZE - 1));
      await until(() => files().length > before.length);
      socket.destroy();
      await until(() => files().length === before.length);
    });
  });

  describe("are read", () => {
    const large = randomBytes(12 * 2 ** 20);
    beforeEach(async () => {
      await s3.send(new PutObjectCommand({ Bucket, Key: "large", Body: large }));
    });
    const get = async () => await raw(new GetObjectCommand({ Bucket, Key: "large" }), { method: "GET" });

    it("by who takes them slowly, though the object is deleted meanwhile", async () => {
      const held = files();
      const socket = await get();
      const received: Buffer[] = [];
      let size = 0;
      for await (const chunk of socket as AsyncIterable<Buffer>) {
        if (size === 0) await s3.send(new DeleteObjectCommand({ Bucket, Key: "large" }));
        received.push(chunk);
        size += chunk.length;
        // Slower than the lab, whose buffers wait.
        for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
        if (size > large.length && Buffer.concat(received).subarray(-16).equals(large.subarray(-16))) break;
      }
      const all = Buffer.concat(received);
      expect(all.subarray(all.indexOf("\r\n\r\n") + 4).equals(large)).to.equal(true);
      await until(() => files().length === held.length - 1);
    });

    it("by who goes away in the middle, and their files with the object", async () => {
      const held = files();
      const socket = await get();
      await new Promise((resolve) => socket.once("data", resolve));
      socket.destroy();
      await s3.send(new DeleteObjectCommand({ Bucket, Key: "large" }));
      await until(() => files().length === held.length - 1);
      expect((await s3.send(new PutObjectCommand({ Bucket, Key: "after", Body: body }))).ETag).to.equal(etag(body));
    });
  });

  /** A connection over which the head of a request went out. */
  async function raw(
    command: PutObjectCommand | GetObjectCommand,
    { method, length }: { readonly method: string; readonly length?: number },
  ): Promise<Socket> {
    const url = new URL(await getSignedUrl(s3, command as GetObjectCommand));
    const socket = connect(Number(url.port), url.hostname);
    socket.on("error", () => undefined);
    const head = [`${method} ${url.pathname}${url.search} HTTP/1.1`, `host: ${url.host}`];
    if (length !== undefined) head.push(`content-length: ${length}`);
    socket.write(`${head.join("\r\n")}\r\n\r\n`);
    return socket;
  }
});
