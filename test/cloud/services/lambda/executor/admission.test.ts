import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Admission } from "../../../../../lab/cloud/services/lambda/executor/admission.ts";
import { Bench } from "../bench.ts";

/** Longer than a test lasts. */
const FOR_EVER = 2 ** 30;

const COMPUTES = "export const handler = async () => process.pid;";

describe("Events of a function", () => {
  /** An admission whose function has only computed so far. */
  const computing = (patience: number) => {
    const admission = new Admission(2, patience);
    for (let i = 0; i < 10; i++) {
      void admission.enter();
      admission.leave(true);
    }
    return admission;
  };

  it("run all at a time while nothing is known of it", () => {
    const admission = new Admission(2, FOR_EVER);
    expect(Array.from({ length: 5 }, () => admission.enter())).to.deep.equal(Array(5).fill(undefined));
  });

  it("run two at a time when it only computes, in the order in which they came", async () => {
    const admission = computing(FOR_EVER);
    expect([admission.enter(), admission.enter()]).to.deep.equal([undefined, undefined]);
    const order: number[] = [];
    const line = [1, 2, 3].map((number) => admission.enter()?.then(() => order.push(number)));
    for (let i = 0; i < line.length; i++) {
      expect(order).to.have.length(i);
      admission.leave(true);
      await line[i];
    }
    expect(order).to.deep.equal([1, 2, 3]);
  });

  it("run all at a time as soon as one waited for something", async () => {
    const admission = computing(FOR_EVER);
    const [, , ...line] = Array.from({ length: 5 }, () => admission.enter());
    admission.leave(false);
    await Promise.all(line);
    expect(admission.enter()).to.equal(undefined);
  });

  it("run all at a time when those before them do not end", async () => {
    const admission = computing(5);
    const [, , ...line] = Array.from({ length: 5 }, () => admission.enter());
    await Promise.all(line);
    expect(admission.enter()).to.equal(undefined);
  });

  describe("on an executor", () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "skylab-test-"));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    it("share as many processes as compute at a time", async () => {
      await using bench = new Bench({ computing: 2, patience: FOR_EVER });
      const fn = bench.function(COMPUTES);
      for (let i = 0; i < 10; i++) await bench.invoke(fn);
      const answers = await Promise.all(Array.from({ length: 16 }, () => bench.invoke(fn)));
      expect(new Set(answers.map(({ answer }) => answer)).size).to.be.within(1, 2);
    });

    it("have a process each when they wait, for each other too", async () => {
      await using bench = new Bench({ computing: 2 });
      const fn = bench.function(`
        import { existsSync, writeFileSync } from "node:fs";
        export const handler = async ({ own, all = [] }) => {
          if (own) writeFileSync(own, "");
          while (!all.every(existsSync)) await new Promise((resolve) => setTimeout(resolve, 5));
          return process.pid;
        };
      `);
      for (let i = 0; i < 12; i++) await bench.invoke(fn);
      const all = ["a", "b", "c", "d", "e"].map((name) => join(folder, name));
      const answers = await Promise.all(all.map((own) => bench.invoke(fn, { own, all })));
      expect(new Set(answers.map(({ answer }) => answer)).size).to.equal(5);
      expect(all.every(existsSync)).to.equal(true);
    });
  });
});
