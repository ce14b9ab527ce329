import { expect } from "chai";
import { Clock } from "../../../lab/cloud/time/clock.ts";

const MINUTE = 60_000;

describe("The lab's clock", () => {
  let clock: Clock;
  beforeEach(() => {
    clock = new Clock();
  });
  afterEach(() => clock.stop());

  /** Seconds since the test began, as the lab's clock has it. */
  const seconds = (start: number) => Math.round((clock.now() - start) / 1000);

  it("fires every timer at its own moment, in order, when it is moved", async () => {
    const start = clock.now();
    const seen: [string, number][] = [];
    const note = (name: string) => () => void seen.push([name, seconds(start)]);
    clock.after(30_000, note("later"));
    clock.after(10_000, note("soon"));
    clock.after(90_000, note("not yet"));
    const moved = await clock.advance(MINUTE);
    expect(seen).to.deep.equal([
      ["soon", 10],
      ["later", 30],
    ]);
    expect(moved).to.deep.equal({ fired: 2, complete: true });
    expect(seconds(start)).to.equal(60);
  });

  it("fires what timers set on the way: sixty minutes of an hour", async () => {
    const start = clock.now();
    const seen: number[] = [];
    const every = () => {
      seen.push(seconds(start));
      clock.after(MINUTE, every);
    };
    clock.after(MINUTE, every);
    await clock.advance(60 * MINUTE + 1000);
    expect(seen).to.deep.equal(Array.from({ length: 60 }, (_, i) => (i + 1) * 60));
  });

  it("waits for what a timer begins before time goes on", async () => {
    const start = clock.now();
    const seen: [string, number][] = [];
    clock.after(1000, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(["worked", seconds(start)]);
      clock.after(1000, () => seen.push(["again", seconds(start)]));
    });
    clock.after(10_000, () => seen.push(["other", seconds(start)]));
    await clock.advance(20_000);
    expect(seen).to.deep.equal([
      ["worked", 1],
      ["again", 2],
      ["other", 10],
    ]);
  });

  it("goes on when what a timer began fails", async () => {
    let fired = false;
    const errors: unknown[] = [];
    clock.onError = (error) => errors.push(error);
    clock.after(1000, () => Promise.reject(new Error("no")));
    clock.after(2000, () => {
      fired = true;
    });
    expect(await clock.advance(3000)).to.deep.equal({ fired: 2, complete: true });
    expect(fired).to.equal(true);
    expect(errors.map(String)).to.deep.equal(["Error: no"]);
  });

  it("says so when a timer that never moves on ends the move", async () => {
    const again = () => void clock.after(0, again);
    clock.after(0, again);
    const { complete } = await clock.advance(60 * MINUTE);
    expect(complete).to.equal(false);
  });

  it("does not fire what was cancelled, and only moves forward", async () => {
    let fired = false;
    clock.after(1000, () => {
      fired = true;
    })();
    await clock.advance(5000);
    expect(fired).to.equal(false);
    expect(() => clock.advance(-1)).to.throw("only moves forward");
    expect(() => clock.advance(Number.NaN)).to.throw("only moves forward");
  });

  it("goes on where an earlier one was left, and tells where it comes to", async () => {
    const offsets: number[] = [];
    clock.onMoved = (offset) => offsets.push(offset);
    clock.beginAt(MINUTE);
    expect(clock.now() - Date.now()).to.be.within(MINUTE - 1000, MINUTE);
    await clock.advance(MINUTE);
    expect(offsets.map((offset) => Math.round(offset / MINUTE))).to.deep.equal([2]);
    clock.beginAt(0);
    expect(Math.round(clock.offset / MINUTE)).to.equal(2);
  });
});
