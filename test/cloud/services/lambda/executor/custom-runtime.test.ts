import { expect } from "chai";
import { Bench } from "../bench.ts";

/** A runtime of the function's own, which reports what the Runtime API says to it. */
const bootstrap = (serve: string) => ({
  bootstrap: `#!/usr/bin/env node
    const api = "http://" + process.env.AWS_LAMBDA_RUNTIME_API + "/2018-06-01/runtime/";
    const post = async (path, body, headers = {}) => {
      const response = await fetch(api + path, { method: "POST", body: JSON.stringify(body), headers });
      return [response.status, (await response.json()).errorType];
    };
    (async () => {
      for (;;) {
        const next = await fetch(api + "invocation/next");
        const id = next.headers.get("lambda-runtime-aws-request-id");
        await next.json();
        const respond = (body) => post("invocation/" + id + "/response", body);
        const fail = (body, type) => post("invocation/" + id + "/error", body, { "Lambda-Runtime-Function-Error-Type": type });
        ${serve}
      }
    })();
  `,
});

const custom = { runtime: "provided.al2023", handler: "any" };

describe("The Lambda Runtime API", () => {
  let bench: Bench;
  before(function () {
    if (process.platform === "win32") this.skip();
    bench = new Bench();
  });
  after(() => bench?.close());

  it("gives a custom runtime its events, one after another", async () => {
    const fn = bench.function(
      bootstrap("await respond({ pid: process.pid, headers: Object.fromEntries(next.headers) });"),
      custom,
    );
    const first = (await bench.invoke(fn, {}, { requestId: "one", arn: "arn:one", traceId: "Root=1" })).answer;
    const second = (await bench.invoke(fn, {}, { requestId: "two" })).answer;
    expect(second.pid).to.equal(first.pid);
    const { "lambda-runtime-deadline-ms": deadline, ...headers } = first.headers;
    expect(Number(deadline)).to.be.closeTo(Date.now() + 30_000, 5_000);
    expect(headers).to.deep.include({
      "lambda-runtime-aws-request-id": "one",
      "lambda-runtime-invoked-function-arn": "arn:one",
      "lambda-runtime-trace-id": "Root=1",
      "content-type": "application/json",
    });
    expect(headers).not.to.have.property("lambda-runtime-client-context");
  });

  it("takes an error with the type that the runtime gives it", async () => {
    const { answer, errorType } = await bench.invoke(
      bench.function(bootstrap("await fail({ own: 'shape' }, 'My.Error');"), custom),
    );
    expect(errorType).to.equal("My.Error");
    expect(answer).to.deep.equal({ own: "shape" });
  });

  it("refuses what does not fit, as AWS does", async () => {
    const fn = bench.function(
      bootstrap(`
        const refused = [
          await post("invocation/other/response", 1),
          await post("invocation/other/error", 1),
          await post("no/such/path", 1),
        ];
        await respond(refused);
      `),
      custom,
    );
    expect((await bench.invoke(fn)).answer).to.deep.equal([
      [400, "InvalidRequestID"],
      [400, "InvalidRequestID"],
      [404, "InvalidRequest"],
    ]);
  });

  it("says that a function without a bootstrap has no entrypoint", async () => {
    const { answer } = await bench.invoke(bench.function({ readme: "" }, custom), {}, { requestId: "request" });
    expect(answer).to.deep.equal({
      errorType: "Runtime.InvalidEntrypoint",
      errorMessage: "RequestId: request Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
    });
  });

  it("hands an event to another environment when the first ends before asking for it", async () => {
    const fn = bench.function(bootstrap("await respond(process.pid); process.exit(1);"), custom);
    const pids = [(await bench.invoke(fn)).answer, (await bench.invoke(fn)).answer];
    expect(pids[0]).to.be.a("number").that.is.not.equal(pids[1]);
  });
});
