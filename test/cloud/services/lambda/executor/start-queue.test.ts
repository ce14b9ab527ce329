import { expect } from "chai";
import { StartQueue } from "../../../../../lab/cloud/services/lambda/executor/start-queue.ts";
import { Bench } from "../bench.ts";

describe("Functions that start at the same time", () => {
  it("start so many at a time", async () => {
    const bench = new Bench({ starts: 1 });
    try {
      const code = `console.log("begins"); await new Promise((resolve) => setTimeout(resolve, 100)); console.log("is ready");
        export const handler = async () => process.pid;`;
      const pids = await Promise.all([1, 2, 3].map(() => bench.invoke(bench.function(code))));
      expect(new Set(pids.map(({ answer }) => answer)).size).to.equal(3);
      const order = bench.log.flatMap((line) => /\t(begins|is ready)$/.exec(line)?.[1] ?? []);
      expect(order).to.deep.equal(["begins", "is ready", "begins", "is ready", "begins", "is ready"]);
    } finally {
      await bench.close();
    }
  });

  it("take turns by account", async () => {
    const queue = new StartQueue(1);
    const order: string[] = [];
    const start = async (account: string, name: string) => {
      const release = await queue.enter(account);
      order.push(name);
      await new Promise(setImmediate);
      release();
    };
    const of = (account: string) => [1, 2, 3].map((i) => start(account, `${account}${i}`));
    await Promise.all([...of("a"), ...of("b"), start("c", "c1")]);
    expect(order).to.deep.equal(["a1", "a2", "b1", "c1", "a3", "b2", "b3"]);
  });

  it("hold up nobody for long when they wait for something, such as for each other", async () => {
    const queue = new StartQueue(1, 20);
    const first = await queue.enter("a");
    const second = await queue.enter("a");
    first();
    first();
    second();
    const third = await queue.enter("a");
    let isIn = false;
    const fourth = queue.enter("a").then(() => {
      isIn = true;
    });
    await new Promise(setImmediate);
    expect(isIn).to.equal(false);
    third();
    await fourth;
  });
});
