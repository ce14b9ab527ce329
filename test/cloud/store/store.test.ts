import { AsyncLocalStorage } from "node:async_hooks";
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect } from "chai";
import { Store } from "../../../lab/cloud/store/store.ts";
import { until } from "../until.ts";

describe("The store", () => {
  let folder: string;
  let store: Store;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "skylab-store-"));
    store = Store.open(folder);
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it("keeps what a write put, and nothing of a write that threw", () => {
    const things = store.collection<{ n: number }>("things");
    store.write(() => things.put(["a"], { n: 1 }));
    const failing = () =>
      store.write(() => {
        things.put(["a"], { n: 2 });
        store.write(() => things.put(["b"], { n: 3 }));
        throw new Error("no");
      });
    expect(failing).to.throw("no");
    expect(things.get("a")).to.deep.equal({ n: 1 });
    expect(things.has("b")).to.equal(false);
  });

  it("remembers what is read, and forgets it when it changes or a write that changed it is undone", () => {
    const things = store.collection<{ n: number }>("things").remember();
    store.write(() => things.put(["a"], { n: 1 }));
    expect(things.get("a")).to.equal(things.get("a"));
    const failing = () =>
      store.write(() => {
        things.put(["a"], { n: 2 });
        expect(things.get("a")).to.deep.equal({ n: 2 });
        throw new Error("no");
      });
    expect(failing).to.throw("no");
    expect(things.get("a")).to.deep.equal({ n: 1 });
    store.write(() => things.delete("a"));
    expect(things.get("a")).to.equal(undefined);
  });

  it("remembers that there is nothing until there is, and keys of several parts", () => {
    const things = store.collection<{ n: number }>("pairs").remember();
    const keys = [["a", "b"], ["ab"], ["a", "bc"], ["a", ""]];
    for (const key of keys) expect(things.get(...key)).to.equal(undefined);
    store.write(() => {
      for (const [n, key] of keys.entries()) things.put(key, { n });
    });
    for (const [n, key] of keys.entries()) expect(things.get(...key)).to.deep.equal({ n });
    store.write(() => things.delete("a", "b"));
    expect(keys.map((key) => things.get(...key)?.n)).to.deep.equal([undefined, 1, 2, 3]);
  });

  it("writes what waits for the end of a turn in one transaction, of which a change that throws is undone alone", async () => {
    const things = store.collection<{ n: number }>("things");
    const changes = [1, 2, 3].map((n) =>
      store.writeSoon(() => {
        things.put([`${n}`], { n });
        if (n === 2) throw new Error("no");
        return things.get("1")?.n;
      }),
    );
    expect(things.has("1")).to.equal(false);
    const outcomes = await Promise.allSettled(changes);
    expect(outcomes.map((one) => (one.status === "fulfilled" ? one.value : one.reason.message))).to.deep.equal([
      1,
      "no",
      1,
    ]);
    expect([...things.keys()]).to.deep.equal([["1"], ["3"]]);
  });

  it("makes each change that waits in the context of who asked for it", async () => {
    const storage = new AsyncLocalStorage<string>();
    const ask = (name: string) => storage.run(name, () => store.writeSoon(() => storage.getStore()));
    expect(await Promise.all([ask("a"), ask("b")])).to.deep.equal(["a", "b"]);
  });

  it("writes what waits before it closes", async () => {
    const things = store.collection<{ n: number }>("things");
    const written = store.writeSoon(() => things.put(["a"], { n: 1 }));
    await store.close();
    await written;
    store = Store.open(folder);
    expect(store.collection("things").get("a")).to.deep.equal({ n: 1 });
  });

  it("is for its user's eyes alone", function () {
    if (process.platform === "win32") this.skip();
    const modes = ["data.mdb", "data.mdb-lock", "blobs"].map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(modes).to.deep.equal([0o600, 0o600, 0o700]);
  });

  it("orders keys by the bytes of their text, and numbers by value", () => {
    const things = store.collection<number>("things");
    const texts = ["", "a", "a b", "a/b", "aa", "b", "é", "\uFFFD", "😀"];
    store.write(() => {
      for (const text of [...texts].reverse()) things.put(["text", text], 0);
      for (const number of [10, -1, 2, 0.5]) things.put(["number", number], 0);
    });
    expect([...things.entries({ under: ["text"] })].map(([key]) => key[1])).to.deep.equal(texts);
    expect([...things.entries({ under: ["number"] })].map(([key]) => key[1])).to.deep.equal([-1, 0.5, 2, 10]);
  });

  it("walks the part of a collection that is asked for", () => {
    const things = store.collection<string>("things");
    store.write(() => {
      for (const key of ["a", "ab", "b", "c"]) things.put(["x", key], key);
      things.put(["xy", "a"], "elsewhere");
    });
    store.write(() => store.collection("thing").put(["x", "z"], "elsewhere"));
    const values = (range: object) => [...things.values(range)];
    expect(values({ under: ["x"] })).to.deep.equal(["a", "ab", "b", "c"]);
    expect(values({ under: ["x"], from: ["x", "ab"] })).to.deep.equal(["ab", "b", "c"]);
    expect(values({ under: ["x"], after: ["x", "ab"] })).to.deep.equal(["b", "c"]);
    expect(values({ under: ["x"], after: ["x", "aa"], limit: 1 })).to.deep.equal(["ab"]);
    const isReverse = true;
    expect(values({ under: ["x"], isReverse })).to.deep.equal(["c", "b", "ab", "a"]);
    expect(values({ under: ["x"], from: ["x", "ab"], isReverse })).to.deep.equal(["c", "b", "ab"]);
    expect(values({ under: ["x"], after: ["x", "ab"], isReverse })).to.deep.equal(["c", "b"]);
    expect(values({ under: ["x"], before: ["x", "b"], isReverse, limit: 1 })).to.deep.equal(["ab"]);
    expect(things.first({ under: ["nothing"] })).to.equal(undefined);
  });

  describe("with blobs", () => {
    const stage = (size: number) =>
      store.blobs.stage(Readable.from([Buffer.alloc(size, "a"), Buffer.from("end")], { objectMode: false }));
    const text = async (id: string, start?: number, end?: number) => {
      const chunks: Buffer[] = [];
      for await (const chunk of store.blobs.read(id, start, end)) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    };
    const files = () => readdirSync(join(folder, "blobs"));

    for (const size of [0, 10, 16 * 1024 - 3, 16 * 1024 - 2, 1_000_000]) {
      it(`gives ${size + 3} bytes back, whole and in part`, async () => {
        const staged = await stage(size);
        const id = store.write(() => store.blobs.keep(staged));
        expect(staged.size).to.equal(size + 3);
        expect(await text(id)).to.equal(`${"a".repeat(size)}end`);
        expect(await text(id, size + 1, size + 1)).to.equal("n");
        expect(await text(id, size)).to.equal("end");
        expect((await store.blobs.bytes(id)).length).to.equal(size + 3);
      });
    }

    it("leaves nothing of a body that broke off", async () => {
      async function* broken() {
        yield Buffer.alloc(100_000);
        throw new Error("gone");
      }
      const outcome = await store.blobs.stage(Readable.from(broken())).catch((error) => error.message);
      expect(outcome).to.equal("gone");
      expect(files()).to.deep.equal([]);
    });

    it("lets who reads a blob finish when it is dropped", async () => {
      const staged = await stage(1_000_000);
      const id = store.write(() => store.blobs.keep(staged));
      const reading = store.blobs.read(id);
      const first = (await reading[Symbol.asyncIterator]().next()).value as Buffer;
      store.write(() => store.blobs.drop(id));
      let size = first.length;
      for await (const chunk of reading) size += chunk.length;
      expect(size).to.be.at.least(first.length);
      expect(() => store.blobs.read(id)).to.throw(id);
    });

    it("lets who reads blobs one after another read the last one, too, and reclaims them then", async () => {
      const ids: string[] = [];
      for (const staged of [await stage(1_000_000), await stage(10), await stage(20_000)]) {
        ids.push(store.write(() => store.blobs.keep(staged)));
      }
      const spans = ids.map((id) => ({ id, start: 2, end: Number.POSITIVE_INFINITY }));
      const reading = store.blobs.readAll(spans);
      const abandoned = store.blobs.readAll(spans);
      store.write(() => {
        for (const id of ids) store.blobs.drop(id);
      });
      await new Promise((resolve) => setImmediate(resolve));
      expect((await buffer(reading)).length).to.equal(1_000_001 + 11 + 20_001);
      expect(files()).to.have.length(2);
      abandoned.destroy();
      await until(() => files().length === 0);
    });

    it("reclaims at the next start what was staged and never kept, and only that", async () => {
      const kept = await stage(100_000);
      const id = store.write(() => store.blobs.keep(kept));
      await stage(100_000);
      expect(files()).to.have.length(2);
      await store.close();
      store = Store.open(folder);
      const staged = await stage(100_000);
      await store.blobs.sweep();
      expect(files()).to.have.members([id, staged.id]);
    });
  });

  describe("of a folder", () => {
    it("that another lab uses is refused, and is free again when that one ends", async () => {
      expect(() => Store.open(folder))
        .to.throw(/in use/)
        .with.property("name", "StoreError");
      await store.close();
      writeFileSync(
        join(folder, "lab.pid"),
        `${process.ppid} ${Math.round(Date.now() / 1000 - (await import("node:os")).uptime())}`,
      );
      expect(() => Store.open(folder)).to.throw(`process ${process.ppid}`);
      writeFileSync(join(folder, "lab.pid"), "999999999 0");
      store = Store.open(folder);
    });

    for (const [name, content] of [
      ["garbage", Buffer.alloc(8192, "garbage!")],
      ["a few bytes", Buffer.from("hello")],
    ] as const) {
      it(`with ${name} in place of its database is refused, and not touched`, async () => {
        await store.close();
        const file = join(folder, "data.mdb");
        const good = readFileSync(file);
        writeFileSync(file, content);
        expect(() => Store.open(folder))
          .to.throw(folder)
          .with.property("name", "StoreError");
        expect(readFileSync(file)).to.deep.equal(content);
        writeFileSync(file, good);
        store = Store.open(folder);
      });
    }

    it("with a database that was cut off is refused", async () => {
      store.write(() => {
        for (let i = 0; i < 5000; i++) store.collection("things").put([i], "x".repeat(500));
      });
      await store.close();
      const file = join(folder, "data.mdb");
      const whole = readFileSync(file);
      writeFileSync(file, whole.subarray(0, whole.length / 4));
      expect(() => Store.open(folder)).to.throw("cut off");
      writeFileSync(file, whole);
      store = Store.open(folder);
      expect(store.collection("things").get(4999)).to.have.length(500);
    });
  });

  it("has everything that it acknowledged after its process was killed, however often", async function () {
    this.timeout(60_000);
    await store.close();
    const things = join(import.meta.dirname, "../../../lab/cloud/store/store.ts");
    const script = `
      const { Store } = await import(${JSON.stringify(things)});
      const store = Store.open(${JSON.stringify(folder)});
      const numbers = store.collection("numbers");
      for (let n = [...numbers.entries()].length; ; n++) {
        const staged = await store.blobs.stage(Buffer.alloc(n % 3 ? 10 : 20_000, String(n % 10)));
        store.write(() => numbers.put([n], store.blobs.keep(staged)));
        console.log(n);
      }`;
    let acknowledged = -1;
    for (let round = 0; round < 5; round++) {
      const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const before = acknowledged;
      const ended = new Promise((resolve) => child.once("close", resolve));
      createInterface({ input: child.stdout }).on("line", (line) => {
        acknowledged = Math.max(acknowledged, Number(line));
        if (acknowledged > before + 40 + round) child.kill("SIGKILL");
      });
      await ended;
    }
    store = Store.open(folder);
    const numbers = store.collection<string>("numbers");
    for (let n = 0; n <= acknowledged; n++) {
      const bytes = await store.blobs.bytes(numbers.get(n) as string);
      expect(bytes.equals(Buffer.alloc(n % 3 ? 10 : 20_000, String(n % 10))), `number ${n}`).to.equal(true);
    }
  });
});
