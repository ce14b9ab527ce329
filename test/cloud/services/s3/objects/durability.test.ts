import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";

const Bucket = "durable";

describe("s3 durability", function () {
  this.timeout(60_000);
  let folder: string;
  let server: ChildProcess;
  let s3: S3Client;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "skylab-durability-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  beforeEach(start);
  afterEach(kill);

  async function start() {
    const script = fileURLToPath(new URL("../../../serve.ts", import.meta.url));
    server = spawn(process.execPath, ["--import", "tsx", script, folder], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await once(server.stdout as NonNullable<typeof server.stdout>, "data");
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    s3 = new S3Client({ endpoint: String(line).trim(), region: "us-east-1", credentials, maxAttempts: 1 });
    await s3.send(new CreateBucketCommand({ Bucket }));
  }

  async function kill() {
    s3.destroy();
    server.kill("SIGKILL");
    await once(server, "exit");
  }

  /** Bodies that carry their own proof. */
  function body(): Buffer {
    const bytes = randomBytes(Math.random() < 0.5 ? 1000 : 100_000);
    return Buffer.concat([createHash("sha256").update(bytes).digest(), bytes]);
  }
  const isWhole = (bytes: Buffer) =>
    createHash("sha256").update(bytes.subarray(32)).digest().equals(bytes.subarray(0, 32));
  const read = async (Key: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };

  for (let round = 1; round <= 3; round++) {
    it(`keeps what was acknowledged, whole, when it is killed under load (${round} of 3)`, async () => {
      const acknowledged = new Map<string, Buffer>();
      const deleted = new Set<string>();
      let stopped = false;
      const work = async (worker: number) => {
        for (let i = 0; !stopped; i++) {
          const Key = `${round}/${worker}/${i}`;
          const Body = body();
          await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
          acknowledged.set(Key, Body);
          if (i % 5 !== 4) continue;
          acknowledged.delete(Key);
          await s3.send(new DeleteObjectCommand({ Bucket, Key }));
          deleted.add(Key);
        }
      };
      const workers = Array.from({ length: 8 }, (_, i) => work(i).catch(() => undefined));
      while (acknowledged.size < 60) await new Promise((done) => setTimeout(done, 5));
      stopped = true;
      await kill();
      await Promise.all(workers);

      await start();
      for (const [key, bytes] of acknowledged) expect((await read(key)).equals(bytes), key).to.equal(true);
      for (const key of deleted) expect((await failure(read(key))).name).to.equal("NoSuchKey");
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket }))
        for (const { Key = "" } of Contents) expect(isWhole(await read(Key)), Key).to.equal(true);
    });
  }

  it("keeps the parts of an upload that was under way, and completes it after the kill", async () => {
    const Key = "in parts";
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const part = Buffer.alloc(5 * 2 ** 20, "p");
    const upload = async (PartNumber: number) => {
      const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: part }));
      return { ETag, PartNumber };
    };
    const parts = [await upload(1), await upload(2)];
    const unfinished = upload(3).catch(() => undefined);
    await kill();
    await unfinished;

    await start();
    expect((await failure(read(Key))).name).to.equal("NoSuchKey");
    const listed = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId }));
    expect(listed.Parts?.slice(0, 2).map(({ ETag, PartNumber }) => ({ ETag, PartNumber }))).to.deep.equal(parts);
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: parts } }));
    await kill();
    await start();
    expect((await read(Key)).equals(Buffer.concat([part, part]))).to.equal(true);
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  });

  it("keeps no file that no object needs", async () => {
    const large = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket }))
      large.push(...Contents.filter(({ Size = 0 }) => Size > 16 * 1024));
    expect(await readdir(join(folder, "blobs"))).to.have.length(large.length);
  });
});
