import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { DurableQueue, type DurableQueueParts, type Worked } from "../../../lab/cloud/delivery/durable-queue.ts";
import { Unfinished } from "../../../lab/cloud/delivery/unfinished.ts";
import { Store } from "../../../lab/cloud/store/store.ts";
import { Clock } from "../../../lab/cloud/time/clock.ts";
import { Trace } from "../../../lab/cloud/trace/trace.ts";

const DONE = { ended: undefined };
const MINUTE = 60_000;

/** Something to wait for, and what ends the wait. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

/** What was done, and a wait until it was done this often. */
class Notes {
  readonly all: string[] = [];
  #heard = () => {};

  add(note: string): void {
    this.all.push(note);
    this.#heard();
  }

  async until(count: number): Promise<string[]> {
    while (this.all.length < count)
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    return this.all;
  }
}

describe("A durable queue", () => {
  let folder: string;
  let store: Store;
  let clock: Clock;
  let trace: Trace;
  let logged: string[];
  let notes: Notes;
  const queues: DurableQueue<string>[] = [];
  const open = () => {
    store = Store.open(folder);
    clock = new Clock();
    trace = new Trace();
    logged = [];
    notes = new Notes();
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "skylab-test-"));
    open();
  });
  const close = async () => {
    clock.stop();
    for (const queue of queues.splice(0)) await queue.close();
    await store.close();
  };
  afterEach(async () => {
    await close();
    rmSync(folder, { recursive: true, force: true });
  });

  const queueOf = (work: (item: string) => Promise<Worked<string>>, more: Partial<DurableQueueParts<string>> = {}) => {
    const log = (line: string) => void logged.push(line);
    const cloud = { store, clock, trace, log, unfinished: new Unfinished(store) };
    const queue = new DurableQueue({
      cloud,
      service: "s3",
      name: "test-queue",
      concurrency: "in order",
      work,
      ...more,
    });
    queues.push(queue);
    return queue;
  };
  const note = async (item: string) => {
    notes.add(item);
    return DONE;
  };

  it("works on a line's items in their order, and on lines beside each other", async () => {
    const { open: release, opened } = gate();
    const queue = queueOf(async (item) => {
      notes.add(`begin ${item}`);
      if (item === "x1") await opened;
      notes.add(`end ${item}`);
      return DONE;
    });
    for (const item of ["x1", "x2", "y1", "y2"]) queue.add(["0", item.slice(0, 1)], item);
    expect((await notes.until(5)).filter((each) => each.includes("x"))).to.deep.equal(["begin x1"]);
    release();
    const ofX = (await notes.until(8)).filter((each) => each.includes("x"));
    expect(ofX).to.deep.equal(["begin x1", "end x1", "begin x2", "end x2"]);
    const ofY = notes.all.filter((each) => each.includes("y"));
    expect(ofY).to.deep.equal(["begin y1", "end y1", "begin y2", "end y2"]);
  });

  it("works on so many items of a line at a time", async () => {
    const { open: release, opened } = gate();
    const work = async (item: string) => {
      notes.add(item);
      await opened;
      return DONE;
    };
    const queue = queueOf(work, { concurrency: 3 });
    for (let i = 0; i < 10; i++) queue.add(["0", "line"], String(i));
    await notes.until(3);
    await new Promise((resolve) => setImmediate(resolve));
    expect(notes.all).to.have.length(3);
    release();
    expect((await notes.until(10)).toSorted()).to.deep.equal([..."0123456789"]);
  });

  it("repeats an item at its moment, each time at the lab's own time", async () => {
    const moments: number[] = [];
    const queue = queueOf(async (item) => {
      moments.push(clock.now());
      notes.add(item);
      return moments.length < 4 ? { again: `${item}+`, at: clock.now() + moments.length * MINUTE } : DONE;
    });
    const begin = clock.now();
    queue.add(["0", "line"], "a");
    await notes.until(1);
    await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(60 * MINUTE);
    expect(notes.all).to.deep.equal(["a", "a+", "a++", "a+++"]);
    const minutes = moments.map((moment) => Math.floor((moment - begin) / MINUTE));
    expect(minutes).to.deep.equal([0, 1, 3, 6]);
  });

  for (const [concurrency, order] of [
    ["in order", ["a", "a again", "b"]],
    [1, ["a", "b", "a again"]],
  ] as const) {
    it(`${concurrency === 1 ? "lets others pass an item that waits" : "lets nothing pass, in order"}`, async () => {
      const work = async (item: string) => {
        notes.add(item);
        return item === "a" ? { again: "a again", at: clock.now() + MINUTE } : DONE;
      };
      const queue = queueOf(work, { concurrency });
      queue.add(["0", "line"], "a");
      queue.add(["0", "line"], "b");
      await notes.until(concurrency === 1 ? 2 : 1);
      await new Promise((resolve) => setImmediate(resolve));
      await clock.advance(2 * MINUTE);
      expect(await notes.until(3)).to.deep.equal(order);
    });
  }

  it("does nothing for a transaction that fails, and drops what is forgotten", async () => {
    const queue = queueOf(note);
    const failing = () =>
      store.write(() => {
        queue.add(["0", "line"], "never");
        throw new Error("no");
      });
    expect(failing).to.throw("no");
    queue.add(["1", "gone"], "gone");
    queue.add(["1", "other"], "other");
    store.write(() => queue.forget(["1", "gone"]));
    expect(await notes.until(1)).to.deep.equal(["other"]);
    queue.add(["0", "line"], "last");
    expect(await notes.until(2)).to.deep.equal(["other", "last"]);
  });

  it("tries again what its work rejected, a minute later", async () => {
    let isBroken = true;
    const queue = queueOf(async (item) => {
      notes.add(item);
      if (isBroken) throw new Error("The disk is full");
      return DONE;
    });
    queue.add(["0", "line"], "a");
    await notes.until(1);
    await new Promise((resolve) => setImmediate(resolve));
    isBroken = false;
    await clock.advance(MINUTE);
    expect(notes.all).to.deep.equal(["a", "a"]);
    expect(logged.join()).to.match(/^What waits in test-queue is tried again later: Error: The disk is full/);
  });

  it("leaves nothing lying that is added just when a line runs empty", async () => {
    const queue = queueOf(note);
    for (let i = 0; i < 50; i++) {
      queue.add(["0", "line"], String(i));
      await notes.until(i + 1);
      // As many microtasks later as it takes to end.
      for (let j = 0; j < i % 10; j++) await undefined;
    }
    expect(notes.all).to.have.length(50);
  });

  it("writes what follows an item's end together with that", async () => {
    const ends = store.collection<string>("ends", "by name");
    const queue = queueOf(async (item) => ({
      ended: () => {
        ends.put([item], item);
        notes.add(item);
      },
    }));
    queue.add(["0", "line"], "a");
    await notes.until(1);
    expect(ends.get("a")).to.equal("a");
  });

  it("keeps each item's work within the span in which it was added, after a restart, too", async () => {
    const begun = (id: string) => ({ id, service: "s3", operation: "Put", caller: "", account: "", at: 0 });
    const within = async (item: string) => {
      notes.add(`${item} in ${trace.current?.id}`);
      return DONE;
    };
    let queue = queueOf(within);
    const add = (id: string) => trace.record(begun(id), async () => queue.add(["0", "line"], id));
    await Promise.all([add("one"), add("two"), add("three")]);
    queue.add(["0", "line"], "none");
    await notes.until(4);
    expect(notes.all).to.deep.equal(["one in one", "two in two", "three in three", "none in undefined"]);
    await queue.close();
    queue = queueOf(within);
    const stuck = queueOf(() => new Promise(() => {}), { name: "stuck-queue", concurrency: 1 });
    await trace.record(begun("four"), async () => stuck.add(["0", "line"], "four"));
    void stuck.close();
    queueOf(within, { name: "stuck-queue" });
    expect((await notes.until(5)).at(-1)).to.equal("four in four");
  });

  it("keeps the work that the lab does quietly out of the trace", async () => {
    const queue = queueOf((item) =>
      trace.record({ id: item, service: "s3", operation: "Put", caller: "", account: "", at: 0 }, () => note(item)),
    );
    trace.quietly(() => queue.add(["0", "line"], "quiet"));
    queue.add(["0", "line"], "loud");
    await notes.until(2);
    await queue.close();
    expect(trace.spans.map(({ id }) => id)).to.deep.equal(["loud"]);
  });

  it("has its service loaded at the next start while something waits", async () => {
    const unfinished = new Unfinished(store);
    const { open: release, opened } = gate();
    const queue = queueOf(async () => {
      notes.add("begun");
      await opened;
      return DONE;
    });
    queue.add(["0", "line"], "a");
    await notes.until(1);
    expect([...unfinished.services()]).to.deep.equal(["s3"]);
    release();
    await new Promise((resolve) => setImmediate(resolve));
    await queue.close();
    expect([...unfinished.services()]).to.deep.equal([]);
  });

  it("works on at least once, in their order, what it had accepted when its process was killed", async function () {
    this.timeout(60_000);
    await close();
    const at = (path: string) => JSON.stringify(join(import.meta.dirname, "../../../lab/cloud", path));
    const script = `
      const { Store } = await import(${at("store/store.ts")});
      const { Clock } = await import(${at("time/clock.ts")});
      const { Trace } = await import(${at("trace/trace.ts")});
      const { Unfinished } = await import(${at("delivery/unfinished.ts")});
      const { DurableQueue } = await import(${at("delivery/durable-queue.ts")});
      const store = Store.open(${JSON.stringify(folder)});
      const cloud = { store, clock: new Clock(), trace: new Trace(), log: console.error, unfinished: new Unfinished(store) };
      const work = async (item) => {
        if (Number(item) >= 5) await new Promise(() => {});
        return { ended: undefined };
      };
      const queue = new DurableQueue({ cloud, service: "s3", name: "test-queue", concurrency: "in order", work });
      for (let n = 0; n < 20; n++) queue.add(["0", "line"], String(n));
      console.log("accepted");
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = new Promise((resolve) => child.once("close", resolve));
    createInterface({ input: child.stdout }).on("line", () => child.kill("SIGKILL"));
    await ended;
    open();
    expect([...new Unfinished(store).services()]).to.deep.equal(["s3"]);
    queueOf(note);
    while (notes.all.at(-1) !== "19") await notes.until(notes.all.length + 1);
    const first = Number(notes.all[0]);
    expect(first).to.be.at.most(5);
    expect(notes.all).to.deep.equal(Array.from({ length: 20 - first }, (_, i) => String(first + i)));
  });
});
