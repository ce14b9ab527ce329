import { request } from "node:http";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "chai";
import type { Answer } from "../../../../../lab/cloud/services/lambda/executor/answer.ts";
import { Extensions } from "../../../../../lab/cloud/services/lambda/executor/extensions.ts";
import type { Invocation } from "../../../../../lab/cloud/services/lambda/executor/function.ts";
import { RuntimeApi } from "../../../../../lab/cloud/services/lambda/executor/runtime-api.ts";

const RUNTIME = "/2018-06-01/runtime/";
const EXTENSION = "/2020-01-01/extension/";

const ROUTES = [
  `${RUNTIME}init/error`,
  `${RUNTIME}invocation/one/response`,
  `${RUNTIME}invocation/one/error`,
  `${RUNTIME}invocation/${"x".repeat(3000)}/response`,
  `${RUNTIME}invocation/%00/response`,
  `${RUNTIME}invocation//response`,
  `${RUNTIME}restore/next`,
  `${EXTENSION}register`,
  `${EXTENSION}init/error`,
  `${EXTENSION}exit/error`,
  `${EXTENSION}constructor`,
  "/2020-08-15/logs",
  "/2022-07-01/telemetry",
  "/",
  "/__proto__",
];

const BODIES = [
  "",
  "null",
  "[]",
  "5",
  '"text"',
  "{",
  "{}",
  '{"events":null}',
  '{"events":5}',
  '{"events":"INVOKE"}',
  '{"events":[null]}',
  '{"events":[{}]}',
  '{"events":["__proto__"]}',
  '{"__proto__":null,"events":{"length":-1}}',
  `{"events":[${'"INVOKE",'.repeat(9_999)}"INVOKE"]}`,
  "\0".repeat(100_000),
  `${"[".repeat(50_000)}`,
];

const invocation = (changes: Partial<Invocation> = {}): Invocation => ({
  requestId: "one",
  payload: Buffer.from("{}"),
  arn: "arn:one",
  traceId: "Root=1",
  ...changes,
});

/** What a function says to the APIs of its environment. */
describe("The APIs of an execution environment", () => {
  let api: RuntimeApi;
  let extensions: Extensions;
  let host: string;
  let answers: Answer[];
  let asked: () => void;
  beforeEach(async () => {
    answers = [];
    asked = () => {};
    const about = { functionName: "app", functionVersion: "1", handler: "index.handler" };
    extensions = new Extensions({ onLog() {}, onExtensionsReady() {}, onExtensionFailure() {} }, about);
    api = new RuntimeApi(
      { onNext: () => asked(), onAnswer: (answer) => void answers.push(answer), onInitError: () => undefined },
      extensions,
    );
    host = await api.listen();
  });
  afterEach(() => api.close());

  const start = (method: string, path: string, headers: Record<string, string> = {}) => {
    const [hostname, port] = host.split(":");
    const sent = request({ hostname, port, method, path, headers, agent: false });
    const answer = new Promise<{ status: number; type: string; id: string }>((resolve, reject) => {
      sent.once("error", reject);
      sent.once("response", async (response) => {
        const body = await text(response);
        const id = String(response.headers["lambda-extension-identifier"]);
        const type = body.startsWith("{") ? JSON.parse(body).errorType : undefined;
        resolve({ status: response.statusCode ?? 0, type, id });
      });
    });
    return { sent, answer };
  };
  const send = (method: string, path: string, body = "", headers: Record<string, string> = {}) => {
    const { sent, answer } = start(method, path, headers);
    sent.end(body);
    return answer;
  };
  const register = (body: string, name = "inner") =>
    send("POST", `${EXTENSION}register`, body, { "Lambda-Extension-Name": name });
  /** Has the runtime ask for an event, and gives it this one. */
  const deliver = async (event: Invocation) => {
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const next = send("GET", `${RUNTIME}invocation/next`);
    await isAsked;
    api.send(event, 0);
    return await next;
  };

  for (const path of ROUTES) {
    it(`answer whatever is sent to ${path.slice(0, 60)}`, async () => {
      await deliver(invocation());
      for (const method of ["POST", "PUT", "DELETE", "GET"]) {
        for (const body of BODIES) {
          const headers = { "Lambda-Extension-Name": "inner", "Lambda-Extension-Identifier": "unknown" };
          const { status } = await send(method, path, body, method === "PUT" ? {} : headers);
          expect(status, `${method} ${body.slice(0, 30)}`).to.be.within(200, 499);
        }
      }
    });
  }

  it("take no registration that they can't understand", async () => {
    for (const body of ["", "[]", "5", "{", '{"events":5}', '{"events":[null]}', `"${"x".repeat(70_000)}"`]) {
      expect(await register(body), body.slice(0, 30)).to.include({ status: 403, type: "InvalidRequestFormat" });
    }
    expect((await register("null")).status).to.equal(200);
  });

  it("take ten extensions, and none when the environment is initialised", async () => {
    for (let i = 0; i < 10; i++) expect((await register("{}", `ten-${i}`)).status).to.equal(200);
    expect(await register("{}", "eleven")).to.include({ status: 403, type: "Extension.TooManyExtensions" });
    extensions.close();
    expect(await register("{}", "late")).to.include({ status: 403, type: "Extension.RegistrationClosed" });
  });

  it("let an extension ask for one event at a time", async () => {
    const { id } = await register('{"events":["INVOKE"]}');
    const headers = { "Lambda-Extension-Identifier": id };
    const first = send("GET", `${EXTENSION}event/next`, "", headers).catch(() => undefined);
    while (!extensions.ready) await pause(5);
    expect(await send("GET", `${EXTENSION}event/next`, "", headers)).to.include({
      status: 403,
      type: "Extension.InvalidExtensionState",
    });
    api.close();
    await first;
  });

  it("take one answer to an event, and none for the next one", async () => {
    await deliver(invocation());
    const slow = start("POST", `${RUNTIME}invocation/one/response`, { "Content-Length": "4" });
    slow.sent.write("sl");
    await pause(20);
    expect((await send("POST", `${RUNTIME}invocation/one/response`, "quick")).status).to.equal(202);
    await deliver(invocation({ requestId: "two" }));
    slow.sent.end("ow");
    expect(await slow.answer).to.include({ status: 400, type: "InvalidRequestID" });
    expect((await send("POST", `${RUNTIME}invocation/two/response`, "second")).status).to.equal(202);
    expect((await send("POST", `${RUNTIME}invocation/two/response`, "again")).status).to.equal(400);
    expect(answers.map(({ payload }) => payload.toString())).to.deep.equal(["quick", "second"]);
  });

  it("stream one answer to an event", async () => {
    const out = new PassThrough();
    let begun = 0;
    const stream = () => {
      begun += 1;
      return out;
    };
    await deliver(invocation({ stream }));
    const streaming = { "Lambda-Runtime-Function-Response-Mode": "streaming" };
    const first = start("POST", `${RUNTIME}invocation/one/response`, streaming);
    first.sent.write("first");
    while (begun === 0) await pause(5);
    expect((await send("POST", `${RUNTIME}invocation/one/response`, "second", streaming)).status).to.equal(400);
    first.sent.end();
    expect((await first.answer).status).to.equal(202);
    expect([begun, String(out.read())]).to.deep.equal([1, "first"]);
  });

  it("outlive answers that break off, and streams that fail to open", async () => {
    await deliver(invocation());
    for (const path of [`${RUNTIME}invocation/one/response`, `${RUNTIME}init/error`, `${EXTENSION}register`]) {
      const { sent, answer } = start("POST", path, { "Content-Length": "100", "Lambda-Extension-Name": "x" });
      sent.write("half");
      await pause(20);
      sent.destroy();
      await answer.catch(() => undefined);
    }
    await deliver(
      invocation({
        stream: () => {
          throw new Error("no stream");
        },
      }),
    );
    const streaming = { "Lambda-Runtime-Function-Response-Mode": "streaming" };
    expect((await send("POST", `${RUNTIME}invocation/one/response`, "x", streaming)).status).to.equal(500);
  });
});
