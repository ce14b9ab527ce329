import { join } from "node:path";
import { expect } from "chai";
import { WebSocket } from "ws";
import { packageFolder } from "../../lab/package.ts";
import { describeStack } from "../../lab/targets/stack.ts";
import type { RunningTarget } from "../../lab/targets/target.ts";
import { lab, needs } from "../deployed.ts";

const app = join(packageFolder, "test/deploy/constructs");

describe("The CDK's constructs for APIs", function () {
  this.timeout(300_000);

  let target: RunningTarget;
  let endpoint: string;
  const urls: Record<string, string> = {};
  before(async function () {
    await needs(this, "disposable", "apis");
    target = await lab();
    if (!target.endpoint) this.skip();
    endpoint = target.endpoint;
  });
  const cdk = (args: string, env: Record<string, string> = {}) =>
    target.cdk([...args.split(" "), "--app", "node --import tsx apis.ts"], { app, env });
  const read = async () => {
    const { Outputs = [] } = (await describeStack(endpoint, "Apis")) ?? {};
    for (const { OutputKey = "", OutputValue = "" } of Outputs) urls[OutputKey] = OutputValue.replace(/\/$/, "");
  };
  const urlOf = (part: string) => {
    const found = Object.entries(urls).find(([key]) => key.startsWith(part));
    return found?.[1] ?? `There is no output ${part}`;
  };
  // biome-ignore lint/suspicious/noExplicitAny: an answer is what it is
  const ask = async (url: string, init?: RequestInit): Promise<any> => {
    const answer = await fetch(url, init);
    const text = await answer.text();
    return { status: answer.status, ...(/^[{[]/.test(text) ? JSON.parse(text) : { text }) };
  };

  it("are deployed by cdklocal", async () => {
    await target.bootstrap();
    await cdk("deploy Apis --require-approval never");
    expect((await describeStack(endpoint, "Apis"))?.StackStatus).to.equal("CREATE_COMPLETE");
    await read();
  });

  for (const [what, output, prefix, version, stage] of [
    ["behind a REST API", "LambdaEndpoint", "", "REST", ""],
    ["behind a REST API of a document", "SpecUrl", "", "REST", ""],
    ["behind an HTTP API", "HttpUrl", "", "2.0", ""],
    ["behind an HTTP API, by events of version 1.0", "HttpUrl", "/old", "1.0", "/old"],
    ["at a function URL", "FunctionUrl", "", "2.0", ""],
  ] as const) {
    it(`serve Hono ${what}`, async () => {
      const init = { method: "POST", body: "häh", headers: { "x-own": "1", "content-type": "text/plain" } };
      const got = await ask(`${urlOf(output)}${prefix}/pets/7?a=1&b=%20`, init);
      expect(got).to.deep.include({
        status: 201,
        method: "POST",
        pathname: `${stage}/pets/7`,
        body: "häh",
        own: "1",
        version,
      });
      expect(new URLSearchParams(got.search).get("b")).to.equal(" ");
      const bytes = await fetch(`${urlOf(output)}${prefix === "" ? "" : ""}/bytes`, {
        headers: { accept: "image/png" },
      });
      if (output !== "SpecUrl") expect(Buffer.from(await bytes.arrayBuffer())).to.deep.equal(Buffer.from([0, 255, 1]));
      const cookies = await fetch(`${urlOf(output)}/cookies`);
      expect(cookies.headers.getSetCookie()).to.deep.equal(["a=1", "b=2"]);
    });
  }

  it("ask for bodies that fit a model", async () => {
    const post = (body: string) =>
      ask(`${urlOf("RestEndpoint")}/pets`, { method: "POST", body, headers: { "content-type": "application/json" } });
    expect((await post('{"name": "Rex"}')).status).to.equal(201);
    expect(await post("{}")).to.deep.equal({ status: 400, message: "Invalid request body" });
  });

  it("ask for a token, or what a function finds right", async () => {
    const pets = `${urlOf("RestEndpoint")}/pets`;
    expect(await ask(pets, { headers: { authorization: "yes" } })).to.deep.equal({ status: 200, word: "first" });
    expect((await ask(pets, { headers: { authorization: "no" } })).status).to.equal(403);
    expect((await ask(pets)).status).to.equal(401);
    expect((await ask(`${urlOf("RestEndpoint")}/asked?token=yes`)).status).to.equal(200);
    expect((await ask(`${urlOf("HttpUrl")}/guarded`)).status).to.equal(401);
    expect((await ask(`${urlOf("HttpUrl")}/guarded`, { headers: { authorization: "no" } })).status).to.equal(403);
    expect((await ask(`${urlOf("HttpUrl")}/guarded`, { headers: { authorization: "yes" } })).status).to.equal(201);
  });

  it("ask for a key", async () => {
    const keyed = `${urlOf("RestEndpoint")}/keyed`;
    expect(await ask(keyed)).to.deep.equal({ status: 403, message: "Forbidden" });
    const headers = { "x-api-key": "a-key-of-more-than-twenty-characters" };
    expect((await ask(keyed, { headers })).status).to.equal(200);
  });

  it("ask nothing of browsers that look first", async () => {
    const headers = { origin: "https://a.example", "access-control-request-method": "POST" };
    for (const [output, path] of [
      ["RestEndpoint", "/pets"],
      ["HttpUrl", "/x"],
    ] as const) {
      const { status, headers: answered } = await fetch(`${urlOf(output)}${path}`, { method: "OPTIONS", headers });
      expect([status, answered.get("access-control-allow-origin")]).to.deep.equal([
        204,
        output === "HttpUrl" ? "https://a.example" : "*",
      ]);
    }
  });

  it("talk over WebSockets, at an address that needs no DNS, and back to who is connected", async () => {
    const socket = new WebSocket(urlOf("SocketUrl"));
    const messages: string[] = [];
    const next = () => new Promise<string>((resolve) => socket.once("message", (data) => resolve(String(data))));
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    for (const [message, expected] of [
      ["hello", "$default"],
      ['{"action": "push"}', "pushed"],
    ] as const) {
      const answer = next();
      socket.send(message);
      messages.push(await answer);
      expect(messages.at(-1)).to.equal(expected);
    }
    socket.terminate();
  });

  it("are changed, stages and what is deployed alike", async () => {
    await cdk("deploy Apis --require-approval never", { WORD: "second" });
    await read();
    const pets = `${urlOf("RestEndpoint")}/pets`;
    expect(await ask(pets, { headers: { authorization: "yes" } })).to.deep.equal({ status: 200, word: "second" });
    await cdk("deploy Apis --require-approval never", { WORD: "second", STAGE: "prod" });
    await read();
    expect(urlOf("RestEndpoint")).to.match(/\/prod$/);
    expect((await ask(`${urlOf("RestEndpoint")}/pets`, { headers: { authorization: "yes" } })).word).to.equal("second");
  });

  it("are destroyed with all that they made", async () => {
    await cdk("destroy Apis --force");
    expect(await describeStack(endpoint, "Apis")).to.equal(undefined);
    expect((await ask(`${urlOf("HttpUrl")}/x`)).status).to.equal(403);
  });
});
