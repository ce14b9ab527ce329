import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Functions, zip } from "../functions.ts";

const echo = "export const handler = async (event) => event;";

describe("Invoking a Lambda function", () => {
  const cloud = useCloud();
  let lab: Functions;
  before(async () => {
    lab = new Functions(cloud.endpoint);
    await lab.makeRole();
    await lab.create("echo", echo);
  });
  after(() => lab.destroy());

  it("answers what the function returns", async () => {
    const { StatusCode, ExecutedVersion, FunctionError, LogResult, answer } = await lab.invoke("echo", { a: ["ä"] });
    expect({ StatusCode, ExecutedVersion, FunctionError, LogResult }).to.deep.equal({
      StatusCode: 200,
      ExecutedVersion: "$LATEST",
      FunctionError: undefined,
      LogResult: undefined,
    });
    expect(answer).to.deep.equal({ a: ["ä"] });
  });

  it("gives an empty object when there is no payload", async () => {
    expect((await lab.invoke("echo", undefined, { Payload: undefined })).answer).to.deep.equal({});
  });

  it("says that the function failed, with its error and the end of its log when asked", async () => {
    await lab.create(
      "fails",
      "export const handler = async () => { console.log('going wrong'); throw new TypeError('wrong'); };",
    );
    const { StatusCode, FunctionError, LogResult = "", answer } = await lab.invoke("fails", {}, { LogType: "Tail" });
    expect([StatusCode, FunctionError]).to.deep.equal([200, "Unhandled"]);
    expect(answer).to.deep.include({ errorType: "TypeError", errorMessage: "wrong" });
    const log = Buffer.from(LogResult, "base64").toString();
    expect(log).to.match(
      /^START RequestId: .*\n.*\tINFO\tgoing wrong\n.*\tERROR\tInvoke Error \t\{.*\}\nEND .*\nREPORT .*\n$/,
    );
  });

  it("only checks when it is a dry run", async () => {
    expect((await lab.invoke("echo", {}, { InvocationType: "DryRun" })).StatusCode).to.equal(204);
    expect((await failure(lab.invoke("nobody", {}, { InvocationType: "DryRun" }))).name).to.equal(
      "ResourceNotFoundException",
    );
  });

  for (const [name, input, type, message] of [
    ["no JSON", { Payload: "{no" }, "InvalidRequestContentException", /^Could not parse request body into json: /],
    ["an unknown invocation type", { InvocationType: "Later" as never }, "ValidationException", /'invocationType'/],
    [
      "a client context that is no JSON",
      { ClientContext: "###" },
      "InvalidRequestContentException",
      /^Client context must be/,
    ],
    ...['"text"', "null", "[]", "5"].map(
      (json) =>
        [
          `a client context that is no object but ${json}`,
          { ClientContext: Buffer.from(json).toString("base64") },
          "InvalidRequestContentException",
          /^Client context must be a valid Base64-encoded JSON object/,
        ] as const,
    ),
    [
      "a client context that is too long",
      { ClientContext: Buffer.from(JSON.stringify({ custom: { a: "x".repeat(3000) } })).toString("base64") },
      "InvalidRequestContentException",
      /^Client context must be at most 3583 bytes/,
    ],
    [
      "a payload that is no UTF-8",
      { Payload: Buffer.from([0x22, 0xff, 0x22]) as never },
      "InvalidRequestContentException",
      /^Could not parse request body into json: Could not parse payload into json: Invalid UTF-8/,
    ],
    [
      "more than 6 MB",
      { Payload: `"${"x".repeat(6_291_455)}"` },
      "RequestTooLargeException",
      /^Request must be smaller than 6291456 bytes for the InvokeFunction operation$/,
    ],
    [
      "more than 1 MB to be worked on later",
      { Payload: `"${"x".repeat(1_048_575)}"`, InvocationType: "Event" },
      "RequestTooLargeException",
      /^Request must be smaller than 1048576 bytes/,
    ],
  ] as const) {
    it(`refuses ${name}`, async () => {
      const error = await failure(lab.invoke("echo", {}, input));
      expect(error.name).to.equal(type);
      expect(error.message).to.match(message);
    });
  }

  it("takes 6 MB, and gives them back", async () => {
    const text = "x".repeat(6_291_454);
    expect((await lab.invoke("echo", text)).answer === text).to.equal(true);
  });

  it("hands on client context and trace", async () => {
    const code =
      "export const handler = async (event, context) => [context.clientContext, context.invokedFunctionArn, process.env._X_AMZN_TRACE_ID];";
    await lab.create("context", code);
    const ClientContext = Buffer.from('{\n"custom": {"name": "Zoë"}\n}').toString("base64");
    const { answer } = await lab.invoke("context", {}, { ClientContext, Qualifier: "$LATEST" });
    const [clientContext, arn, trace] = answer;
    expect(clientContext).to.deep.equal({ custom: { name: "Zoë" } });
    expect(arn).to.equal("arn:aws:lambda:us-east-1:000000000000:function:context:$LATEST");
    expect(trace).to.match(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
  });

  it("hands on a client context whatever characters are in it", async () => {
    await lab.create("characters", "export const handler = async (event, context) => context.clientContext;");
    const characters = Array.from({ length: 0x120 }, (_, code) => String.fromCharCode(code)).join("");
    const content = { custom: { characters, "\x7f\r\n": "\ud800 \u{1f600} \u2028" } };
    const ClientContext = Buffer.from(JSON.stringify(content)).toString("base64");
    expect((await lab.invoke("characters", {}, { ClientContext })).answer).to.deep.equal(content);
  });

  it("lets the function call the cloud with the SDK that it did not bring along, as its role", async () => {
    const body = `
      const { STSClient, GetCallerIdentityCommand } = SDK;
      const identity = async () => (await new STSClient().send(new GetCallerIdentityCommand())).Arn;
    `;
    const esm = `import * as SDK from "@aws-sdk/client-sts"; ${body} export const handler = identity;`;
    const cjs = `const SDK = require("@aws-sdk/client-sts"); ${body} exports.handler = identity;`;
    await lab.create("whoami", esm, { MemorySize: 256 });
    await lab.create("whoami-cjs", "", { MemorySize: 256, Code: { ZipFile: await zip({ "index.js": cjs }) } });
    for (const name of ["whoami", "whoami-cjs"]) {
      expect((await lab.invoke(name)).answer).to.equal(`arn:aws:sts::000000000000:assumed-role/functions/${name}`);
    }
  });

  it("does not let the function find packages of the project in which the lab runs", async () => {
    const code = "import { expect } from 'chai'; export const handler = async () => 1;";
    await lab.create("lodash", code, { Timeout: 60 });
    expect((await lab.invoke("lodash")).answer.errorMessage).to.match(/^Cannot find package 'chai'/);
  });

  it("writes the function's log to CloudWatch Logs, in order", async () => {
    await lab.create(
      "logs",
      "export const handler = async () => { console.log('one\\ntwo'); console.error('three'); };",
    );
    await lab.invoke("logs");
    const [init, start, one, three, end, report] = await lab.logged("logs", "REPORT");
    expect(init).to.match(/^INIT_START/);
    expect(start).to.match(/^START RequestId: /);
    expect(one).to.match(/\tINFO\tone\ntwo\n$/);
    expect(three).to.match(/\tERROR\tthree\n$/);
    expect([end, report].map((line) => line?.split(" ")[0])).to.deep.equal(["END", "REPORT"]);
  });

  it("works on many events at the same time, each in a process of its own", async () => {
    await lab.create(
      "pids",
      "export const handler = async () => { await new Promise((go) => setTimeout(go, 300)); return process.pid; };",
    );
    const pids = await Promise.all(Array.from({ length: 8 }, async () => (await lab.invoke("pids")).answer));
    expect(new Set(pids).size).to.equal(8);
  });

  it("ends an event at its function's timeout", async () => {
    await lab.create("hangs", "export const handler = () => new Promise(() => setInterval(() => {}, 1000));", {
      Timeout: 7,
    });
    const invocation = lab.invoke("hangs");
    await lab.logged("hangs", "START RequestId");
    lab.advance(cloud.clock, 7000);
    const { FunctionError, answer } = await invocation;
    expect(FunctionError).to.equal("Unhandled");
    expect(answer.errorMessage).to.match(/^RequestId: .* Error: Task timed out after 7\.00 seconds$/);
  });

  it("gives the function new credentials before the old ones expire", async () => {
    await lab.create("session", "export const handler = async () => process.env.AWS_ACCESS_KEY_ID;");
    const first = (await lab.invoke("session")).answer;
    expect((await lab.invoke("session")).answer).to.equal(first);
    lab.advance(cloud.clock, 55 * 60_000);
    expect((await lab.invoke("session")).answer).not.to.equal(first);
  });
});
