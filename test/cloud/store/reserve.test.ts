import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { startCloud } from "../../../lab/cloud/index.ts";
import { Store } from "../../../lab/cloud/store/store.ts";
import { failure } from "../use-cloud.ts";

const FULL = /disk that holds the lab's state is full: .*Free some space/;

describe("A disk that holds a lab's state", () => {
  let disk: string;
  before(function () {
    disk = mkdtempSync(join(tmpdir(), "skylab-disk-"));
    const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=16m", "none", disk], { stdio: "ignore" });
    if (status === 0) return;
    rmSync(disk, { recursive: true });
    // Only root may make a small disk.
    this.skip();
  });
  after(() => {
    // Whoever still has a file of it open would keep it from being unmounted at once.
    spawnSync("umount", ["--lazy", disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  const ballast = () => join(disk, "ballast");
  /** Takes all the space that is left. */
  const fill = () => {
    for (let size = 2 ** 22; size >= 1; size /= 2) {
      try {
        for (;;) writeFileSync(ballast(), Buffer.alloc(size), { flag: "a" });
      } catch {
        // The next smaller piece may fit.
      }
    }
  };

  describe("when it is full", () => {
    let store: Store;
    const lines: string[] = [];
    beforeEach(() => {
      lines.length = 0;
      store = Store.open(mkdtempSync(join(disk, "state-")), (line) => lines.push(line));
    });
    afterEach(async () => {
      rmSync(ballast(), { force: true });
      await store.close();
      for (const name of readdirSync(disk)) rmSync(join(disk, name), { recursive: true });
    });

    /** Writes until it is refused; returns how often it was not. */
    const writeUntilRefused = (size: number) => {
      const things = store.collection<{ text: string }>("things");
      for (let n = 0; ; n++) {
        try {
          store.write(() => things.put([n], { text: "x".repeat(size) }));
        } catch (error) {
          expect(error).to.include({ name: "InsufficientStorage", status: 507 });
          expect((error as Error).message).to.match(FULL);
          return n;
        }
      }
    };

    for (const size of [10, 1000, 100_000]) {
      it(`refuses records of ${size} bytes, reads and deletes, and goes on when there is room`, () => {
        store.write(() => store.collection("others").put(["a"], 1));
        fill();
        const count = writeUntilRefused(size);
        for (let again = 0; again < 50; again++) expect(writeUntilRefused(size)).to.equal(0);
        const things = store.collection<{ text: string }>("things");
        expect([...things.keys()]).to.have.length(count);
        for (let n = 0; n < count; n++) store.write(() => things.delete(n));
        expect([...things.keys()]).to.deep.equal([]);
        expect(lines).to.have.length(1);
        expect(lines[0]).to.match(FULL);
        unlinkSync(ballast());
        store.write(() => things.put(["b"], { text: "fits" }));
        expect(lines[1]).to.match(/accepts writes again/);
      });
    }

    it("refuses one transaction that is larger than what is left, and keeps nothing of it", () => {
      const things = store.collection<string>("things");
      store.write(() => things.put(["a"], "before"));
      const much = () =>
        store.write(() => {
          for (let n = 0; n < 1000; n++) things.put(["much", n], "x".repeat(20_000));
        });
      expect(much).to.throw(FULL);
      expect([...things.entries()]).to.deep.equal([[["a"], "before"]]);
    });

    it("leaves nothing of a file that did not fit, or whose record was refused", async () => {
      const kept = async (size: number) => {
        const staged = await store.blobs.stage(Buffer.alloc(size));
        return store.write(() => store.blobs.keep(staged));
      };
      const small = await kept(100_000);
      expect(await failure(kept(20 * 2 ** 20))).to.include({ name: "InsufficientStorage", status: 507 });
      const folder = readdirSync(disk)[0] as string;
      expect(readdirSync(join(disk, folder, "blobs"))).to.deep.equal([small]);
      const undone = store.blobs.stage(Buffer.alloc(100_000)).then((staged) =>
        store.write(() => {
          store.blobs.keep(staged);
          throw new Error("no");
        }),
      );
      expect((await failure(undone)).message).to.equal("no");
      while (readdirSync(join(disk, folder, "blobs")).length > 1) await new Promise((resolve) => setImmediate(resolve));
      expect((await buffer(store.blobs.read(small))).length).to.equal(100_000);
    });
  });

  it("is full for the clients of a lab, which do not try again, and can be freed by deleting", async () => {
    const lines: string[] = [];
    const running = await startCloud({ port: 0, state: join(disk, "lab"), log: (line) => lines.push(line) });
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const s3 = new S3Client({ endpoint: running.endpoint, region: "us-east-1", credentials, forcePathStyle: true });
    try {
      await s3.send(new CreateBucketCommand({ Bucket: "bucket" }));
      await s3.send(new PutObjectCommand({ Bucket: "bucket", Key: "a", Body: "a" }));
      const put = (size: number) =>
        s3.send(new PutObjectCommand({ Bucket: "bucket", Key: "b", Body: Buffer.alloc(size) }));
      const error = await failure(put(20 * 2 ** 20));
      expect(error).to.include({ name: "InsufficientStorage" });
      expect(error.$metadata).to.include({ httpStatusCode: 507, attempts: 1 });
      fill();
      await failure(put(100_000));
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: "bucket", Key: "a" }));
      expect(await Body?.transformToString()).to.equal("a");
      await s3.send(new DeleteObjectCommand({ Bucket: "bucket", Key: "a" }));
      unlinkSync(ballast());
      await put(100_000);
      expect(lines.filter((line) => FULL.test(line)).length).to.be.within(1, 2);
    } finally {
      s3.destroy();
      rmSync(ballast(), { force: true });
      await running.close();
    }
  });
});

describe("A folder of state", () => {
  it("that is removed while its lab runs refuses writes, and nothing else", async () => {
    const folder = mkdtempSync(join(tmpdir(), "skylab-store-"));
    const store = Store.open(folder);
    const things = store.collection<number>("things");
    store.write(() => things.put(["a"], 1));
    rmSync(folder, { recursive: true });
    const until = Date.now() + 5000;
    let refused: string | undefined;
    while (refused === undefined && Date.now() < until) {
      try {
        store.write(() => things.put(["a"], 1));
        await new Promise((resolve) => setTimeout(resolve, 50));
      } catch (error) {
        refused = (error as Error).message;
      }
    }
    expect(refused).to.match(/was removed\. Start the lab again/);
    expect(things.get("a")).to.equal(1);
    expect(await failure(store.blobs.stage(Buffer.alloc(100_000)))).to.include({ name: "InsufficientStorage" });
    await store.close();
  });

  it("has room for what comes next on the disk already", async () => {
    const folder = mkdtempSync(join(tmpdir(), "skylab-store-"));
    const store = Store.open(folder);
    store.write(() => store.collection("things").put(["a"], 1));
    expect(statSync(join(folder, "data.mdb")).size).to.be.above(2 ** 21);
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it("with a limit on the size of files refuses writes without an end of the process", () => {
    const folder = mkdtempSync(join(tmpdir(), "skylab-store-"));
    const script = `
      const { Store } = await import(${JSON.stringify(join(import.meta.dirname, "../../../lab/cloud/store/store.ts"))});
      const store = Store.open(${JSON.stringify(folder)});
      const things = store.collection("things");
      let refused = 0;
      for (let n = 0; refused < 100; n++) {
        try { store.write(() => things.put([n], "x".repeat(1000))); } catch (error) { refused++; }
      }
      console.log([...things.keys()].length > 0);
      await store.close();`;
    // In blocks of 512 or 1024 bytes.
    const command = `ulimit -f 8192; exec "$0" --import tsx --input-type=module -e "$1"`;
    const { stdout, status, stderr } = spawnSync("sh", ["-c", command, process.execPath, script], { encoding: "utf8" });
    rmSync(folder, { recursive: true });
    expect({ stdout, status, stderr }).to.deep.equal({ stdout: "true\n", status: 0, stderr: "" });
  });
});
