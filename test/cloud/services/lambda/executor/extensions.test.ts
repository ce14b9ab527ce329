import { expect } from "chai";
import { Bench } from "../bench.ts";

const HANDLER = "export const handler = async () => 'done';";

/** An external extension that does what is said with `next`, a function that waits for the next event. */
const extension = (events: string[], body: string) => `#!/usr/bin/env node
  const api = "http://" + process.env.AWS_LAMBDA_RUNTIME_API + "/2020-01-01/extension/";
  (async () => {
    const name = require("path").basename(__filename);
    const register = (events, called = name) => fetch(api + "register", {
      method: "POST", headers: { "Lambda-Extension-Name": called }, body: JSON.stringify({ events }),
    });
    const registered = await register(${JSON.stringify(events)});
    const id = registered.headers.get("lambda-extension-identifier");
    const about = await registered.json();
    const headers = { "Lambda-Extension-Identifier": id };
    const next = async () => (await fetch(api + "event/next", { headers })).json();
    const fail = (when, type) => fetch(api + when + "/error", {
      method: "POST", headers: { ...headers, "Lambda-Extension-Function-Error-Type": type }, body: "{}",
    });
    ${body}
  })();
`;

describe("A function's extensions", () => {
  let bench: Bench;
  beforeEach(function () {
    if (process.platform === "win32") this.skip();
    bench = new Bench();
  });
  afterEach(() => bench?.close());
  const withExtension = (events: string[], body: string, handler = HANDLER, changes = {}) =>
    bench.function({ "index.mjs": handler, "../opt/extensions/watcher": extension(events, body) }, changes);
  const LOOP = `for (;;) { const event = await next(); console.log(JSON.stringify(event)); if (event.eventType === "SHUTDOWN") process.exit(); }`;

  it("see each event, beside the runtime", async () => {
    const fn = withExtension(["INVOKE"], LOOP);
    const { answer } = await bench.invoke(fn, {}, { requestId: "one", arn: "arn:one", traceId: "Root=1" });
    expect(answer).to.equal("done");
    await bench.logged('"eventType":"INVOKE"');
    const event = JSON.parse(bench.log.find((line) => line.includes("INVOKE") && line.startsWith("{")) ?? "");
    expect(event).to.deep.include({
      requestId: "one",
      invokedFunctionArn: "arn:one",
      tracing: { type: "X-Amzn-Trace-Id", value: "Root=1" },
    });
    expect(event.deadlineMs).to.be.closeTo(Date.now() + 30_000, 5_000);
  });

  it("are told what function they are with, and are in its log", async () => {
    const fn = withExtension(["INVOKE", "SHUTDOWN"], `console.log("about", JSON.stringify(about)); ${LOOP}`);
    await bench.invoke(fn);
    expect(bench.log).to.include("EXTENSION\tName: watcher\tState: Ready\tEvents: [INVOKE, SHUTDOWN]");
    expect(bench.log).to.include('about {"functionName":"app","functionVersion":"$LATEST","handler":"index.handler"}');
  });

  it("delay the next event until they are done with the last one", async () => {
    const body = `for (let i = 1; ; i++) { await next(); console.log("begins", i); await new Promise((done) => setTimeout(done, 100)); console.log("is done", i); }`;
    const fn = withExtension(["INVOKE"], body, "export const handler = async () => { console.log('handler'); };");
    await bench.invoke(fn);
    await bench.invoke(fn);
    const order = bench.log.filter((line) => line === "is done 1" || /\thandler$/.test(line));
    expect(order.map((line) => line.replace(/.*\t/, ""))).to.deep.equal(["handler", "is done 1", "handler"]);
  });

  it("are told when the environment ends, and have time to say goodbye", async () => {
    const fn = withExtension(["SHUTDOWN"], `console.log(JSON.stringify(await next())); process.exit();`);
    await bench.invoke(fn);
    await bench.executor.close();
    expect(bench.log.some((line) => line.includes('"shutdownReason":"spindown"'))).to.equal(true);
  });

  it("are told that the function took too long", async () => {
    const fn = withExtension(
      ["SHUTDOWN"],
      LOOP,
      "export const handler = () => new Promise(() => setTimeout(() => {}, 1e6));",
      {
        timeout: 1,
      },
    );
    const invoked = bench.invoke(fn);
    await bench.logged("START");
    bench.clock.advance(1_000);
    expect((await invoked).errorType).to.equal("Sandbox.Timedout");
    await bench.logged('"shutdownReason":"timeout"');
  });

  it("that crash fail the event", async () => {
    const fn = withExtension(
      ["INVOKE"],
      `await next(); process.exit(3);`,
      "export const handler = () => new Promise(() => setTimeout(() => {}, 1e6));",
    );
    expect((await bench.invoke(fn)).errorType).to.equal("Extension.Crash");
  });

  it("that can't start keep the function from starting", async () => {
    const fn = withExtension([], `await fail("init", "Extension.NoConfig");`);
    const { errorType } = await bench.invoke(fn);
    expect(errorType).to.equal("Extension.NoConfig");
  });

  it("are refused what does not fit, as on AWS", async () => {
    const fn = withExtension(
      ["INVOKE"],
      `const types = [];
       for (const [path, sent] of [["event/next", {}], ["event/next", { "Lambda-Extension-Identifier": "x" }]]) {
         types.push((await (await fetch(api + path, { headers: sent })).json()).errorType);
       }
       for (const answer of [await register([]), await register(["SHUTDOWN"], "inner"), await register(["INVOKE"], "")]) {
         types.push((await answer.json()).errorType);
       }
       console.log(types.join(" "));
       ${LOOP}`,
    );
    await bench.invoke(fn);
    expect(bench.log).to.include(
      "Extension.MissingExtensionIdentifier Extension.UnknownExtensionIdentifier Extension.AlreadyRegistered " +
        "ShutdownEventNotSupportedForInternalExtension Extension.InvalidExtensionName",
    );
  });
});
