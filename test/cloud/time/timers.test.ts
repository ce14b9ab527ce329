import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Store } from "../../../lab/cloud/store/store.ts";
import { Clock } from "../../../lab/cloud/time/clock.ts";
import { Timers } from "../../../lab/cloud/time/timers.ts";

const MINUTE = 60_000;

describe("Durable timers", () => {
  let folder: string;
  let store: Store;
  let clock: Clock;
  let timers: Timers;
  let came: string[];
  const lines: string[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "timers-"));
    came = [];
    lines.length = 0;
    open();
  });
  afterEach(async () => {
    await close();
    await rm(folder, { recursive: true, force: true });
  });

  function open(due?: (key: string) => Promise<void>): void {
    store = Store.open(folder);
    clock = new Clock();
    timers = new Timers({
      store,
      clock,
      log: (line) => lines.push(line),
      async due(service, key) {
        await due?.(key);
        came.push(`${service} ${key}`);
      },
    });
    timers.start();
  }
  async function close(): Promise<void> {
    timers.stop();
    clock.stop();
    await store.close();
  }
  const soon = (minutes: number) => clock.now() + minutes * MINUTE;

  it("come in order, each once, and are gone", async () => {
    timers.set("events", "b", soon(20));
    timers.set("events", "a", soon(10));
    timers.set("states", "c", soon(90));
    await clock.advance(60 * MINUTE);
    expect(came).to.deep.equal(["events a", "events b"]);
    expect(timers.get("events", "a")).to.equal(undefined);
    expect(timers.get("states", "c")).to.be.a("number");
    await clock.advance(60 * MINUTE);
    expect(came).to.deep.equal(["events a", "events b", "states c"]);
  });

  it("come when the lab starts again, if they fell due while it was off", async () => {
    timers.set("events", "a", soon(0.0001));
    timers.stop();
    await close();
    open();
    await clock.advance(1000);
    expect(came).to.deep.equal(["events a"]);
  });

  it("are moved and cancelled", async () => {
    timers.set("events", "a", soon(1));
    timers.set("events", "a", soon(30));
    timers.set("events", "b", soon(1));
    timers.cancel("events", "b");
    await clock.advance(10 * MINUTE);
    expect(came).to.deep.equal([]);
    await clock.advance(30 * MINUTE);
    expect(came).to.deep.equal(["events a"]);
  });

  it("may be set anew by what they call", async () => {
    await close();
    open(async () => timers.set("events", "every", soon(1)));
    timers.set("events", "every", soon(1));
    await clock.advance(5 * MINUTE + 1000);
    expect(came).to.have.length(5);
    expect(timers.get("events", "every")).to.be.a("number");
  });

  it("are not stopped by one that fails, which is told", async () => {
    await close();
    open(async (key) => {
      if (key === "bad") throw new Error("no such rule");
    });
    timers.set("events", "bad", soon(1));
    timers.set("events", "good", soon(2));
    await clock.advance(5 * MINUTE);
    expect(came).to.deep.equal(["events good"]);
    expect(lines.join("\n")).to.contain("A timer of events (bad) failed: Error: no such rule");
  });
});
