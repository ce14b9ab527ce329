import { expect } from "chai";
import { bucketsOf, invocationsOf } from "../../../lab/console/lambda/invocations/invocations.ts";
import { reportOf } from "../../../lab/console/lambda/reports.ts";

const ID = "6f2b8f4c-1b1a-4a54-9c2f-0d6a3f1f8f11";
const OTHER = "7f2b8f4c-1b1a-4a54-9c2f-0d6a3f1f8f12";

const report = (id: string, rest = "") =>
  `REPORT RequestId: ${id}\tDuration: 12.50 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 61 MB\t${rest}\n`;

const jsonReport = (id: string, more: object) =>
  JSON.stringify({
    time: "2026-01-01T00:00:00.000Z",
    type: "platform.report",
    record: { requestId: id, metrics: { durationMs: 12.5, billedDurationMs: 13, memorySizeMB: 128 }, ...more },
  });

const read = (...texts: readonly string[]) =>
  invocationsOf(texts.map((text, at) => ({ id: String(at), at, stream: "one", text }))).map(({ error }) => error);

describe("What the log tells of a function's invocations", () => {
  it("is read from reports in the text format", () => {
    expect(reportOf(report(ID, "Init Duration: 140.25 ms\t"))).to.deep.equal({
      requestId: ID,
      duration: 12.5,
      billed: 13,
      memory: 128,
      memoryUsed: 61,
      initDuration: 140.25,
      failure: undefined,
    });
  });

  it("is read from reports in the JSON format", () => {
    const { duration, memoryUsed, failure } = reportOf(
      jsonReport(ID, { status: "error", errorType: "Runtime.ExitError" }),
    ) ?? { failure: "no report" };
    expect([duration, memoryUsed, failure]).to.deep.equal([12.5, undefined, "Runtime.ExitError"]);
  });

  it("is nothing in other lines", () => {
    for (const text of [
      "",
      "REPORT",
      `START RequestId: ${ID} Version: $LATEST`,
      '{"type":"platform.start"}',
      '"platform.report"',
    ])
      expect(reportOf(text), text).to.equal(undefined);
  });

  const failures: readonly [what: string, lines: readonly string[], error: string | undefined][] = [
    ["none", [report(ID)], undefined],
    [
      "an error in Node.js",
      [
        `2026-01-01T00:00:00.000Z\t${ID}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"no"}`,
        report(ID),
      ],
      "TypeError: no",
    ],
    [
      "an error in Python",
      ["[ERROR] ValueError: no\nTraceback (most recent call last):", report(ID)],
      "ValueError: no",
    ],
    ["a line that a logger wrote", [`[ERROR]\t2026-01-01T00:00:00.000Z\t${ID}\tno`, report(ID)], undefined],
    [
      "a line of console.error",
      [`2026-01-01T00:00:00.000Z\t${ID}\tERROR\t{"errorType":"TypeError","errorMessage":"no"}`, report(ID)],
      undefined,
    ],
    [
      "too long a time",
      [`2026-01-01T00:00:00.000Z ${ID} Task timed out after 3.00 seconds\n`, report(ID, "Status: timeout")],
      "Task timed out after 3.00 seconds",
    ],
    [
      "the end of the process",
      [
        `RequestId: ${ID} Error: Runtime exited with error: exit status 1\nRuntime.ExitError`,
        report(ID, "Status: error"),
      ],
      "Error: Runtime exited with error: exit status 1",
    ],
    [
      "an error in the JSON format",
      [
        JSON.stringify({ level: "ERROR", requestId: ID, errorType: "TypeError", errorMessage: "no" }),
        jsonReport(ID, { status: "error", errorType: "TypeError" }),
      ],
      "TypeError: no",
    ],
    [
      "an error that was only logged in the JSON format",
      [
        JSON.stringify({ level: "ERROR", requestId: ID, message: { errorType: "TypeError", errorMessage: "no" } }),
        jsonReport(ID, { status: "success" }),
      ],
      undefined,
    ],
  ];
  for (const [what, lines, error] of failures)
    it(`says what went wrong: ${what}`, () => {
      expect(read(...lines)).to.deep.equal([error]);
    });

  it("lists the latest first, and blames nobody for what went wrong before", () => {
    expect(read("[ERROR] ValueError: no", report(ID), report(OTHER))).to.deep.equal([undefined, "ValueError: no"]);
  });

  it("is counted in parts of the time", () => {
    const lines = [0, 500, 9_000].map((at) => ({ id: String(at), at, stream: "one", text: report(ID) }));
    lines.splice(1, 0, { id: "error", at: 100, stream: "one", text: "[ERROR] ValueError: no" });
    const buckets = bucketsOf(invocationsOf(lines), 3).map(({ at, ...counts }) => [at.getTime(), counts]);
    expect(buckets).to.deep.equal([
      [0, { succeeded: 1, failed: 1 }],
      [3001, { succeeded: 0, failed: 0 }],
      [6002, { succeeded: 1, failed: 0 }],
    ]);
  });
});
