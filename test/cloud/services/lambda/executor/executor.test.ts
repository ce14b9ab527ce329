import { existsSync } from "node:fs";
import { expect } from "chai";
import { CapacityExceeded } from "../../../../../lab/cloud/services/lambda/executor/executor.ts";
import { until } from "../../../until.ts";
import { Bench, ended, lives } from "../bench.ts";

/** Counts its events and tells its process. */
const counter = `
  let count = 0;
  export const handler = async ({ wait }) => {
    count += 1;
    if (wait) await new Promise((resolve) => setTimeout(resolve, wait));
    return { count, pid: process.pid };
  };
`;

describe("The Lambda executor", () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.close());

  describe("uses an environment", () => {
    it("for one event after another, with the module's state kept", async () => {
      const fn = bench.function(counter);
      const first = await bench.invoke(fn);
      const second = await bench.invoke(fn);
      expect(first.answer.count).to.equal(1);
      expect(second.answer).to.deep.equal({ count: 2, pid: first.answer.pid });
    });

    it("for one event at a time", async () => {
      const fn = bench.function(counter);
      const results = await Promise.all([1, 2, 3].map(() => bench.invoke(fn, { wait: 100 })));
      expect(new Set(results.map(({ answer }) => answer.pid)).size).to.equal(3);
      expect(results.map(({ answer }) => answer.count)).to.deep.equal([1, 1, 1]);
    });

    it("with a folder for temporary files of its own, which goes with it", async () => {
      const code = `
        import { tmpdir } from "node:os";
        import { readdirSync, writeFileSync } from "node:fs";
        export const handler = async () => {
          writeFileSync(tmpdir() + "/" + readdirSync(tmpdir()).length, "");
          return [tmpdir(), readdirSync(tmpdir())];
        };
      `;
      const fn = bench.function(code);
      const [folder] = (await bench.invoke(fn)).answer;
      expect((await bench.invoke(fn)).answer).to.deep.equal([folder, ["0", "1"]]);
      expect((await bench.invoke({ ...fn, revision: "2" })).answer[1]).to.deep.equal(["0"]);
      while (existsSync(folder)) await new Promise((resolve) => setTimeout(resolve, 5));
    });

    it("for one function only", async () => {
      const one = await bench.invoke(bench.function(counter));
      const other = await bench.invoke(bench.function(counter));
      expect(other.answer.count).to.equal(1);
      expect(other.answer.pid).not.to.equal(one.answer.pid);
    });

    it("until the function's code or configuration changes", async () => {
      const fn = bench.function(counter);
      const before = await bench.invoke(fn);
      const after = await bench.invoke({ ...fn, revision: "2" });
      expect(after.answer.count).to.equal(1);
      expect(after.answer.pid).not.to.equal(before.answer.pid);
    });

    it("until it was idle for long, by the lab's clock", async () => {
      const fn = bench.function(counter);
      const { pid } = (await bench.invoke(fn)).answer;
      bench.clock.advance(9 * 60_000);
      expect((await bench.invoke(fn)).answer.pid).to.equal(pid);
      bench.clock.advance(11 * 60_000);
      await ended(pid);
      expect((await bench.invoke(fn)).answer).to.include({ count: 1 });
    });

    it("until its role's session is about to expire", async () => {
      const fn = bench.function(counter, { timeout: 900 });
      const session = { accessKeyId: "A", secretAccessKey: "s", sessionToken: "t" };
      const ends = (minutes: number) => ({
        ...fn,
        credentials: async () => ({ ...session, expires: bench.clock.now() + minutes * 60_000 }),
      });
      const { pid } = (await bench.invoke(ends(20))).answer;
      expect((await bench.invoke(ends(20))).answer.pid).to.equal(pid);
      bench.clock.advance(6 * 60_000);
      expect((await bench.invoke(ends(20))).answer.pid).not.to.equal(pid);
    });

    it("no more when the function is gone", async () => {
      const fn = bench.function(counter);
      const { pid } = (await bench.invoke(fn)).answer;
      bench.executor.retire(fn.id);
      expect((await bench.invoke(fn)).answer.pid).not.to.equal(pid);
    });
  });

  describe("ends an event", () => {
    it("that takes too long, with its process", async () => {
      const fn = bench.function("export const handler = () => new Promise(() => setInterval(() => {}, 1000));", {
        timeout: 3,
      });
      const invocation = bench.invoke(fn, {}, { requestId: "request" });
      await bench.logged("START RequestId");
      bench.clock.advance(3000);
      const { answer, errorType } = await invocation;
      expect(errorType).to.equal("Sandbox.Timedout");
      expect(answer).to.deep.equal({
        errorType: "Sandbox.Timedout",
        errorMessage: "RequestId: request Error: Task timed out after 3.00 seconds",
      });
      expect(bench.log.join("\n")).to.match(
        /Z request Task timed out after 3\.00 seconds\n\nEND RequestId: request\nREPORT .*\tStatus: timeout$/,
      );
    });

    for (const [code, message] of [
      ["process.exit(7)", "Runtime exited with error: exit status 7"],
      ["process.exit(0)", "Runtime exited without providing a reason"],
      ["process.kill(process.pid, 'SIGKILL')", "Runtime exited with error: signal: killed"],
    ]) {
      it(`whose process ends by ${code}, and starts another for the next`, async () => {
        const fn = bench.function(`export const handler = async ({ end }) => { if (end) ${code}; return "alive"; };`);
        const { answer } = await bench.invoke(fn, { end: true }, { requestId: "request" });
        expect(answer).to.deep.equal({
          errorType: "Runtime.ExitError",
          errorMessage: `RequestId: request Error: ${message}`,
        });
        expect(bench.log).to.include(`RequestId: request Error: ${message}\nRuntime.ExitError`);
        expect((await bench.invoke(fn)).answer).to.equal("alive");
      });
    }

    it("that uses more memory than the function has", async function () {
      if (process.platform !== "linux") this.skip();
      const grow =
        "const all = []; for (;;) { all.push(Buffer.alloc(8e6, 1)); await new Promise((go) => setTimeout(go, 5)); }";
      const fn = bench.function(`export const handler = async () => { ${grow} };`, { memory: 128 });
      const { answer } = await bench.invoke(fn);
      expect(answer.errorMessage).to.match(/signal: killed$/);
      expect(bench.log.at(-1)).to.include("Memory Size: 128 MB\tMax Memory Used: 128 MB");
    });

    it("whose answer is larger than 6 MB", async () => {
      const fn = bench.function("export const handler = async ({ size }) => 'x'.repeat(size);");
      expect((await bench.invoke(fn, { size: 6_291_550 })).answer).to.have.length(6_291_550);
      expect((await bench.invoke(fn, { size: 6_291_560 })).answer).to.deep.equal({
        errorType: "Function.ResponseSizeTooLarge",
        errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
      });
    });
  });

  describe("initialises", () => {
    it("anew, within the function's timeout, when that took 10 seconds", async () => {
      const fn = bench.function("await new Promise(() => setInterval(() => {}, 1000));", { timeout: 5 });
      const invocation = bench.invoke(fn, {}, { requestId: "request" });
      // A limit begins to run after the line is logged: one long move could come before it.
      let isOver = false;
      void invocation.finally(() => {
        isOver = true;
      });
      await bench.logged("INIT_START");
      await until(async () => {
        await bench.clock.advance(1000);
        return isOver;
      });
      expect((await invocation).answer.errorMessage).to.equal(
        "RequestId: request Error: Task timed out after 5.00 seconds",
      );
      expect(bench.log).to.include("INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout");
      expect(bench.log).to.include("INIT_REPORT Init Duration: 5000.00 ms\tPhase: invoke\tStatus: timeout");
    });

    it("once more as a part of the event when it failed, and again for the next event", async () => {
      const fn = bench.function("console.log('loading'); throw new Error('no luck');");
      const loaded = () => bench.log.filter((line) => line.endsWith("loading")).length;
      expect((await bench.invoke(fn)).answer.errorMessage).to.equal("no luck");
      expect(loaded()).to.equal(2);
      const reports = bench.log.filter((line) => line.startsWith("INIT_REPORT"));
      expect(reports[0]).to.match(/^INIT_REPORT Init Duration: .* ms\tPhase: init\tStatus: error\tError Type: Error$/);
      expect(reports[1]).to.match(/\tPhase: invoke\tStatus: error\tError Type: Error$/);
      await bench.invoke(fn);
      expect(loaded()).to.equal(4);
    });

    it("with an event that then works when only the first time failed", async () => {
      const fn = bench.function(`
        import { existsSync, writeFileSync } from "node:fs";
        if (!existsSync("tried")) {
          writeFileSync("tried", "");
          process.exit(1);
        }
        export const handler = async () => "well";
      `);
      expect((await bench.invoke(fn)).answer).to.equal("well");
    });

    it("not at all without code or credentials, and says why", async () => {
      const fn = bench.function(counter);
      const refuse = () => Promise.reject(new Error("no role"));
      const error = await bench.invoke({ ...fn, credentials: refuse }).catch((error) => error);
      expect(error).to.have.property("message", "no role");
      expect((await bench.invoke(fn)).answer.count).to.equal(1);
    });
  });

  it("reports each event, the initialisation with the first", async () => {
    const fn = bench.function("export const handler = async () => 1;");
    await bench.invoke(fn, {}, { requestId: "one" });
    await bench.invoke(fn, {}, { requestId: "two" });
    const used = process.platform === "linux" ? "\\tMax Memory Used: \\d+ MB" : "";
    const report = "Duration: \\d+\\.\\d\\d ms\\tBilled Duration: \\d+ ms\\tMemory Size: 256 MB";
    const lines = [
      /^INIT_START Runtime Version: nodejs:\d+\.\d+\.\d+$/,
      /^START RequestId: one Version: \$LATEST$/,
      /^END RequestId: one$/,
      new RegExp(`^REPORT RequestId: one\\t${report}${used}\\tInit Duration: \\d+\\.\\d\\d ms$`),
      /^START RequestId: two Version: \$LATEST$/,
      /^END RequestId: two$/,
      new RegExp(`^REPORT RequestId: two\\t${report}${used}$`),
    ];
    expect(bench.log).to.have.length(lines.length);
    for (const [i, line] of lines.entries()) expect(bench.log[i]).to.match(line);
  });

  it("reports the most memory that was used, however short that was", async function () {
    if (process.platform !== "linux") this.skip();
    const code = `
      export const handler = async () => {
        let held = Buffer.alloc(150 * 2 ** 20, 1);
        held = undefined;
        gc();
        return process.memoryUsage.rss() / 2 ** 20;
      };`;
    const fn = bench.function(code, { memory: 512, variables: { NODE_OPTIONS: "--expose-gc" } });
    await bench.invoke(fn);
    await bench.logged("REPORT");
    const used = Number(/Max Memory Used: (\d+) MB/.exec(bench.log.at(-1) ?? "")?.[1]);
    expect(used).to.be.above(150).and.below(400);
  });

  it("ends each event of the text format with a line feed, as AWS does", async () => {
    const code = "export const handler = async () => { console.log('one'); process.stdout.write('two\\nthree\\n'); };";
    await bench.invoke(bench.function(code), {}, { requestId: "r" });
    await bench.logged("REPORT");
    expect(bench.events.filter((event) => !event.endsWith("\n"))).to.deep.equal([]);
    expect(bench.events).to.include.members(["two\n", "three\n", "END RequestId: r\n"]);
    expect(bench.events.at(-1)).to.match(/ ms\t\n$/);
  });

  it("gives the last 4 KB of the log to who wants them", async () => {
    const fn = bench.function(
      "export const handler = async () => { console.log('x'.repeat(5000)); console.log('last words'); };",
    );
    const { tail } = await bench.invoke(fn, {}, { wantsTail: true });
    expect(Buffer.byteLength(tail)).to.equal(4096);
    expect(tail).to.match(/last words\nEND RequestId: .*\nREPORT .*\n$/);
    expect((await bench.invoke(fn)).tail).to.equal("");
  });

  it("makes room for a function by ending another's idle environment, but never a busy one", async () => {
    const small = new Bench({ capacity: 1 });
    try {
      const idle = small.function(counter);
      const { pid } = (await small.invoke(idle)).answer;
      const busy = small.invoke(small.function(counter), { wait: 200 });
      await small.logged("START RequestId", 2);
      expect(lives(pid)).to.equal(false);
      expect(await small.invoke(idle).catch((error) => error)).to.be.instanceOf(CapacityExceeded);
      expect((await busy).answer.count).to.equal(1);
    } finally {
      await small.close();
    }
  });

  it("ends all that functions started when it closes, and fails the events under way", async function () {
    if (process.platform === "win32") this.skip();
    const fn = bench.function(`
      import { spawn } from "node:child_process";
      export const handler = async ({ stay }) => {
        const child = spawn("sleep", ["1000"]);
        if (stay) await new Promise((resolve) => child.once("exit", resolve));
        return [process.pid, child.pid];
      };
    `);
    const pids = (await bench.invoke(fn)).answer;
    expect(pids.map(lives)).to.deep.equal([true, true]);
    const underWay = bench.invoke(fn, { stay: true });
    await bench.logged("START RequestId", 2);
    await bench.executor.close();
    expect(pids.map(lives)).to.deep.equal([false, false]);
    expect((await underWay).errorType).to.equal("Runtime.ExitError");
  });

  it("starts functions from a pool of processes when there is one", async () => {
    const pooled = new Bench({ pool: 2 });
    try {
      pooled.executor.warm("nodejs22.x");
      const results = await Promise.all([1, 2, 3].map(() => pooled.invoke(pooled.function(counter))));
      expect(results.map(({ answer }) => answer.count)).to.deep.equal([1, 1, 1]);
    } finally {
      await pooled.close();
    }
  });

  for (const runtime of ["nodejs22.x", "python3.12"]) {
    it(`keeps the events of a function from all others: ${runtime}`, async () => {
      const victim = bench.function(
        {
          "index.mjs": "export const handler = async ({ secret }) => [secret, process.env.AWS_LAMBDA_RUNTIME_API];",
          "index.py":
            "import os\ndef handler(event, _): return [event.get('secret'), os.environ['AWS_LAMBDA_RUNTIME_API']]",
        },
        { runtime },
      );
      const [, host] = (await bench.invoke(victim)).answer;
      const thief = bench.function(`
        const runtime = (path, settings) => fetch("http://" + path, { signal: AbortSignal.timeout(5000), ...settings });
        export const handler = async ({ host }) => {
          const next = await runtime(host + "/2018-06-01/runtime/invocation/next");
          const answer = await runtime(host + "/2018-06-01/runtime/init/error", { method: "POST", body: "{}" });
          const name = { "Lambda-Extension-Name": "spy" };
          const body = JSON.stringify({ events: ["INVOKE"] });
          const spy = await runtime(host + "/2020-01-01/extension/register", { method: "POST", headers: name, body });
          return [next.status, answer.status, spy.status];
        };
      `);
      expect((await bench.invoke(thief, { host })).answer).to.deep.equal([403, 403, 403]);
      expect((await bench.invoke(victim, { secret: "kept" })).answer).to.deep.equal(["kept", host]);
    });
  }

  it("lets nothing of a function run between two events", async function () {
    if (process.platform === "win32") this.skip();
    const background = `let count = 0; setInterval(() => { count++; }, 5); export const handler = async () => count;`;
    const fn = bench.function(background);
    const before = (await bench.invoke(fn)).answer;
    // Real time: in it, a process that ran would count to a hundred.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await bench.invoke(fn)).answer - before).to.be.below(50);
  });
});
