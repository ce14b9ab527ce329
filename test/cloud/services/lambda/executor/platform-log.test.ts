import { expect } from "chai";
import { Bench } from "../bench.ts";

const JSON_LOG = { format: "JSON", applicationLevel: "INFO", systemLevel: "INFO" } as const;

describe("The JSON log format", () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.close());

  const entries = () => bench.log.map((line) => JSON.parse(line));

  it("is that of the platform's events", async () => {
    const fn = bench.function("export const handler = async () => 1;", { logging: JSON_LOG });
    await bench.invoke(fn, {}, { requestId: "one" });
    const [initStart, start, report] = entries();
    expect(initStart).to.deep.include({ type: "platform.initStart" });
    expect(initStart.record.runtimeVersion).to.equal(`nodejs:${process.versions.node}`);
    expect(start.record).to.deep.equal({ requestId: "one", version: "$LATEST" });
    expect(report.type).to.equal("platform.report");
    expect(report.record).to.deep.include({ requestId: "one", status: "success" });
    expect(report.record.metrics).to.include.keys("durationMs", "billedDurationMs", "memorySizeMB", "initDurationMs");
    expect(report.time).to.match(/^\d{4}-.*Z$/);
  });

  it("is that of the function's events: text, objects and errors", async () => {
    const code = `
      export const handler = async () => {
        console.log("text %d", 1);
        console.warn({ order: 7, cause: new Error("inner") });
        console.error("it went wrong:", new TypeError("wrong"));
        console.debug("hidden");
        throw new RangeError("thrown");
      };
    `;
    await bench.invoke(bench.function(code, { logging: JSON_LOG }), {}, { requestId: "one" });
    const own = entries().filter(({ type }) => !type);
    expect(own).to.have.length(4);
    expect(own[0]).to.deep.include({ level: "INFO", requestId: "one", message: "text 1" });
    expect(own[1].message).to.deep.include({ order: 7 });
    expect(own[1].message.cause).to.include({ errorMessage: "inner" });
    expect(own[2]).to.include({ level: "ERROR", errorType: "TypeError", errorMessage: "wrong" });
    expect(own[3]).to.include({ level: "ERROR", errorType: "RangeError", errorMessage: "thrown" });
    expect(entries().at(-1).record).to.include({ status: "error", errorType: "RangeError" });
  });

  it("leaves out what is less important than the levels", async () => {
    const code =
      "export const handler = async ({ fail }) => { console.debug('a'); console.log('b'); if (fail) process.exit(1); };";
    const fn = bench.function(code, { logging: { ...JSON_LOG, applicationLevel: "TRACE", systemLevel: "WARN" } });
    await bench.invoke(fn);
    expect(entries().map(({ message }) => message)).to.deep.equal(["a", "b"]);
    await bench.invoke(fn, { fail: true });
    expect(entries().at(-1).record).to.include({ status: "error", errorType: "Runtime.ExitError" });
  });
});
