import { request } from "node:http";
import { text } from "node:stream/consumers";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionUrlConfigCommand,
  type CreateFunctionUrlConfigCommandInput,
  DeleteFunctionCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionUrlConfigCommand,
  ListFunctionUrlConfigsCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionUrlConfigCommand,
} from "@aws-sdk/client-lambda";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Functions } from "../functions.ts";

const echo = "export const handler = async (event) => event;";
const answers = (response: string) => `export const handler = async () => (${response});`;
const streams = (body: string) =>
  `export const handler = awslambda.streamifyResponse(async (event, stream) => { ${body} });`;

// biome-ignore lint/suspicious/noExplicitAny: an event as a test looks into it
const read = (response: Response): Promise<any> => response.json();

describe("A function URL", () => {
  const cloud = useCloud();
  let lab: Functions;
  before(async () => {
    lab = new Functions(cloud.endpoint);
    await lab.makeRole();
  });
  after(() => lab.destroy());

  /** Makes a function with a URL, and returns the URL. */
  const serve = async (
    FunctionName: string,
    code: string,
    more: Partial<CreateFunctionUrlConfigCommandInput> = {},
  ): Promise<string> => {
    await lab.create(FunctionName, code);
    const input = { FunctionName, AuthType: "NONE" as const, ...more };
    const { FunctionUrl = "" } = await lab.lambda.send(new CreateFunctionUrlConfigCommand(input));
    if (input.AuthType === "NONE") await open(FunctionName);
    return FunctionUrl;
  };

  /** Lets everybody invoke a function by its URL. */
  const open = async (FunctionName: string, Qualifier?: string) => {
    const everybody = { FunctionName, Qualifier, Principal: "*" };
    const byUrl = { StatementId: "url", Action: "lambda:InvokeFunctionUrl", FunctionUrlAuthType: "NONE" as const };
    const invoke = { StatementId: "invoke", Action: "lambda:InvokeFunction", InvokedViaFunctionUrl: true };
    for (const one of [byUrl, invoke]) await lab.lambda.send(new AddPermissionCommand({ ...everybody, ...one }));
  };

  it("gives its function the request", async () => {
    const url = await serve("echo", echo);
    const response = await fetch(`${url}pictures/caf%C3%A9?size=1&size=2&name=a%20b`, {
      method: "POST",
      headers: { cookie: "a=1; b=2", "content-type": "application/json", "x-own": "x", "user-agent": "test" },
      body: '{"a": "ä"}',
    });
    expect([response.status, response.headers.get("content-type")]).to.deep.equal([200, "application/json"]);
    const { headers, requestContext, ...event } = await read(response);
    expect(event).to.deep.equal({
      version: "2.0",
      routeKey: "$default",
      rawPath: "/pictures/caf%C3%A9",
      rawQueryString: "size=1&size=2&name=a%20b",
      cookies: ["a=1", "b=2"],
      queryStringParameters: { size: "1,2", name: "a b" },
      body: '{"a": "ä"}',
      isBase64Encoded: false,
    });
    expect(headers).to.include({ "x-own": "x", "x-forwarded-proto": "http", cookie: "a=1; b=2" });
    expect(headers).to.include({ "content-length": "11" }).and.not.to.have.property("connection");
    expect(requestContext).to.deep.include({ accountId: "anonymous", routeKey: "$default", stage: "$default" });
    expect(requestContext.http).to.include({ method: "POST", path: "/pictures/café", userAgent: "test" });
    expect(requestContext.time).to.match(/^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);

    const binary = await fetch(url, { method: "PUT", headers: { "content-type": "image/png" }, body: Buffer.of(1, 2) });
    expect(await binary.json()).to.include({ rawPath: "/", body: "AQI=", isBase64Encoded: true });
  });

  it("answers on a host of its own, too", async () => {
    const url = await serve("hosted", answers("{ statusCode: 200, body: 'here' }"));
    const id = url.split("/").at(-2);
    const { port } = new URL(cloud.endpoint);
    const body = await new Promise<string>((resolve, reject) => {
      const headers = { host: `${id}.lambda-url.us-east-1.localhost:${port}` };
      request({ port, path: "/deep/er", headers }, (response) => text(response).then(resolve, reject)).end();
    });
    expect(body).to.equal("here");
  });

  const responses: Record<string, [answer: string, status: number, body: string, headers?: Record<string, string>]> = {
    "status, headers and cookies": [
      "{ statusCode: 201, headers: { 'X-Own': 'x', 'Content-Type': 'text/plain' }, cookies: ['a=1', 'b=2'], body: 'made' }",
      201,
      "made",
      { "x-own": "x", "content-type": "text/plain", "set-cookie": "a=1, b=2" },
    ],
    "bytes in base64": ["{ statusCode: 200, isBase64Encoded: true, body: 'aGVsbG8=' }", 200, "hello"],
    "anything else as the body": [
      "{ message: 'hello' }",
      200,
      '{"message":"hello"}',
      { "content-type": "application/json" },
    ],
    "text as the body": ["'hello'", 200, "hello"],
    "a status that is none as its failure": ["{ statusCode: 'no' }", 502, "Internal Server Error"],
    "a header that HTTP can't carry as its failure": [
      "{ statusCode: 200, headers: { a: 'b\\nc' }, body: '' }",
      502,
      "Internal Server Error",
    ],
    "an error as its failure": ["(() => { throw new Error('secret'); })()", 502, "Internal Server Error"],
  };
  for (const [what, [answer, status, body, headers = {}]] of Object.entries(responses)) {
    it(`takes ${what}`, async () => {
      const response = await fetch(await serve(what.replaceAll(/[^a-z]/g, ""), answers(answer)));
      expect([response.status, await response.text()]).to.deep.equal([status, body]);
      for (const [name, value] of Object.entries(headers)) expect(response.headers.get(name), name).to.equal(value);
    });
  }

  it("answers whatever its function answers", async () => {
    const url = await serve("any", "export const handler = async ({ body }) => (0, eval)(body);");
    const say = async (code: string) => {
      const response = await fetch(url, {
        method: "POST",
        body: `(${code})`,
        headers: { "content-type": "text/plain" },
      });
      return [response.status, (await response.text()).length];
    };
    const failed = [502, "Internal Server Error".length];
    for (const [code, expected] of [
      ["{ statusCode: 100 }", failed],
      ["{ statusCode: 103, body: 'early' }", failed],
      ["{ statusCode: 200, headers: { a: { toString: 1 } } }", failed],
      ["{ statusCode: 200, headers: { 'no name': 'a' } }", failed],
      ["{ statusCode: 200, headers: { a: '\\r\\nb: c' } }", failed],
      ["{ statusCode: 200, headers: { a: '\\x7f\\0' } }", failed],
      ["{ statusCode: 200, cookies: 'none' }", failed],
      ["{ statusCode: 200, headers: 5, cookies: {}, body: 'x' }", [200, 1]],
      ["{ statusCode: 200, headers: { 'Transfer-Encoding': 'chunked', Trailer: 'a' }, body: 'x' }", [200, 1]],
      ["{ statusCode: 200, headers: { 'Content-Length': '5', connection: 'x' }, body: 'x' }", [200, 1]],
      ["{ statusCode: 200, body: { a: 1 }, isBase64Encoded: 'yes' }", [200, 7]],
      ["null", [200, 4]],
      ["undefined", [200, 4]],
    ] as const) {
      expect(await say(code), code).to.deep.equal(expected);
    }
    // No client takes so many headers, but others are served.
    const many =
      "{ statusCode: 200, headers: Object.fromEntries(Array.from({ length: 3e4 }, (_, i) => ['h' + i, 'x'])) }";
    await say(many).catch(() => undefined);
    expect(await say("'fine'")).to.deep.equal([200, 4]);
  });

  it("streams, with the status and headers that the function puts before", async () => {
    const code = streams(`
      stream = awslambda.HttpResponseStream.from(stream, { statusCode: 418, headers: { "x-own": "x" }, cookies: ["a=1"] });
      stream.write("one ");
      await new Promise((go) => setTimeout(go, 200));
      stream.write("two");
      stream.end();
    `);
    const url = await serve("streams", code, { InvokeMode: "RESPONSE_STREAM" });
    const response = await fetch(url);
    expect([response.status, response.headers.get("x-own")]).to.deep.equal([418, "x"]);
    expect(response.headers.get("set-cookie")).to.equal("a=1");
    const pieces: string[] = [];
    for await (const piece of response.body ?? []) pieces.push(Buffer.from(piece).toString());
    expect(pieces).to.deep.equal(["one ", "two"]);
  });

  it("streams without a head, a whole answer, and failures", async () => {
    const InvokeMode = "RESPONSE_STREAM";
    const plain = await fetch(
      await serve("plain", streams("stream.setContentType('text/plain'); stream.end('text');"), { InvokeMode }),
    );
    expect([plain.headers.get("content-type"), await plain.text()]).to.deep.equal(["text/plain", "text"]);
    const whole = await fetch(await serve("whole", answers("{ statusCode: 201 }"), { InvokeMode }));
    expect([whole.status, await whole.text()]).to.deep.equal([200, '{"statusCode":201}']);
    const early = await fetch(await serve("early", streams("throw new Error('early');"), { InvokeMode }));
    expect([early.status, await early.text()]).to.deep.equal([502, "Internal Server Error"]);
    const code = streams("stream.write('a'); await new Promise((go) => setTimeout(go, 50)); throw new Error('late');");
    const late = await fetch(await serve("late", code, { InvokeMode }));
    expect(late.status).to.equal(200);
    await failure(late.text());
  });

  it("answers for CORS what its configuration says", async () => {
    const Cors = {
      AllowOrigins: ["https://*.example.com"],
      AllowMethods: ["GET", "PUT"],
      AllowHeaders: ["x-own"],
      ExposeHeaders: ["etag"],
      AllowCredentials: true,
      MaxAge: 60,
    };
    const url = await serve("cors", answers("{ statusCode: 200, headers: { 'access-control-allow-origin': 'no' } }"), {
      Cors,
    });
    const origin = "https://app.example.com";
    const preflight = { method: "OPTIONS", headers: { origin, "access-control-request-method": "PUT" } };
    const allowed = await fetch(url, preflight);
    expect(Object.fromEntries(allowed.headers)).to.include({
      "access-control-allow-origin": origin,
      "access-control-allow-methods": "GET,PUT",
      "access-control-allow-headers": "x-own",
      "access-control-allow-credentials": "true",
      "access-control-max-age": "60",
    });
    const actual = await fetch(url, { headers: { origin } });
    expect(actual.headers.get("access-control-allow-origin")).to.equal(origin);
    expect(actual.headers.get("access-control-expose-headers")).to.equal("etag");
    const stranger = await fetch(url, { ...preflight, headers: { ...preflight.headers, origin: "https://evil.com" } });
    expect(stranger.headers.get("access-control-allow-origin")).to.equal(null);
    const own = await fetch(await serve("own-cors", echo), preflight);
    expect((await read(own)).requestContext.http.method).to.equal("OPTIONS");
  });

  it("with AWS_IAM takes signed requests only, and says who signed", async () => {
    const url = await serve("signed", echo, { AuthType: "AWS_IAM" });
    const unsigned = await fetch(url);
    expect([unsigned.status, await unsigned.json()]).to.deep.equal([403, { Message: "Forbidden" }]);
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const signer = new SignatureV4({
      credentials,
      region: "us-east-1",
      service: "lambda",
      sha256: Hash.bind(null, "sha256"),
    });
    const { hostname, port, pathname: path, host } = new URL(url);
    const plain = {
      method: "GET",
      protocol: "http:",
      hostname,
      port: Number(port),
      path,
      headers: { host },
      query: {},
    };
    const { headers } = await signer.sign(plain);
    const event = await read(await fetch(url, { headers }));
    expect(event.requestContext.accountId).to.equal("000000000000");
    expect(event.requestContext.authorizer.iam.userArn).to.equal("arn:aws:iam::000000000000:root");
    const forged = { ...headers, authorization: `${headers.authorization?.slice(0, -1)}x` };
    expect((await fetch(url, { headers: forged })).status).to.equal(403);
  });

  it("asks the function's policy and the caller's, for both permissions", async () => {
    const FunctionName = "guarded";
    await lab.create(FunctionName, echo);
    const { FunctionUrl = "" } = await lab.lambda.send(
      new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: "NONE" }),
    );
    const everybody = { FunctionName, Principal: "*" };
    expect((await fetch(FunctionUrl)).status).to.equal(403);
    const byUrl = { StatementId: "url", Action: "lambda:InvokeFunctionUrl", FunctionUrlAuthType: "NONE" as const };
    await lab.lambda.send(new AddPermissionCommand({ ...everybody, ...byUrl }));
    expect((await fetch(FunctionUrl)).status).to.equal(403);
    const invoke = { StatementId: "invoke", Action: "lambda:InvokeFunction", InvokedViaFunctionUrl: true };
    await lab.lambda.send(new AddPermissionCommand({ ...everybody, ...invoke }));
    expect((await fetch(FunctionUrl)).status).to.equal(200);
    // The first permission was for a URL that asks nobody.
    await lab.lambda.send(new UpdateFunctionUrlConfigCommand({ FunctionName, AuthType: "AWS_IAM" }));
    expect((await fetch(FunctionUrl)).status).to.equal(403);
    expect(cloud.running.cloud.denials.all.at(-1)).to.deep.include({
      action: "lambda:InvokeFunctionUrl",
      caller: "anonymous",
    });
  });

  it("refuses what is too large or too much", async () => {
    const url = await serve("limits", echo);
    expect((await fetch(url, { method: "POST", body: "x".repeat(6_291_457) })).status).to.equal(413);
    const limit = { FunctionName: "limits", ReservedConcurrentExecutions: 0 };
    await lab.lambda.send(new PutFunctionConcurrencyCommand(limit));
    expect((await fetch(url)).status).to.equal(429);
    expect((await fetch(`${cloud.endpoint}/_aws/lambda-url/nobody/`)).status).to.equal(403);
  });

  it("belongs to a function or an alias, is changed, listed and removed", async () => {
    const FunctionName = "owner";
    const url = await serve(FunctionName, "export const handler = async (event, context) => context.functionVersion;");
    await lab.lambda.send(new PublishVersionCommand({ FunctionName }));
    await lab.lambda.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "1" }));
    const live = { FunctionName, Qualifier: "live", AuthType: "NONE" as const };
    const { FunctionUrl, FunctionArn } = await lab.lambda.send(new CreateFunctionUrlConfigCommand(live));
    expect(FunctionArn).to.match(/:function:owner:live$/);
    expect((await fetch(String(FunctionUrl))).status).to.equal(403);
    await open(FunctionName, "live");
    expect([await (await fetch(url)).text(), await (await fetch(String(FunctionUrl))).text()]).to.deep.equal([
      "$LATEST",
      "1",
    ]);

    const change = { FunctionName, Qualifier: "live", AuthType: "AWS_IAM" as const };
    await lab.lambda.send(new UpdateFunctionUrlConfigCommand(change));
    const found = await lab.lambda.send(new GetFunctionUrlConfigCommand({ FunctionName: "owner:live" }));
    expect(found).to.deep.include({ FunctionUrl, AuthType: "AWS_IAM", InvokeMode: "BUFFERED" });
    const { FunctionUrlConfigs } = await lab.lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName }));
    expect(FunctionUrlConfigs).to.have.length(2);
    const again = await failure(lab.lambda.send(new CreateFunctionUrlConfigCommand(live)));
    expect(again.message).to.match(/FunctionUrlConfig exists for this Lambda function$/);
    const numbered = lab.lambda.send(new CreateFunctionUrlConfigCommand({ ...live, Qualifier: "1" }));
    expect((await failure(numbered)).name).to.equal("ValidationException");

    await lab.lambda.send(new DeleteFunctionUrlConfigCommand({ FunctionName, Qualifier: "live" }));
    const gone = lab.lambda.send(new GetFunctionUrlConfigCommand({ FunctionName, Qualifier: "live" }));
    expect((await failure(gone)).message).to.equal("The resource you requested does not exist.");
    await lab.lambda.send(new DeleteFunctionCommand({ FunctionName }));
    expect((await fetch(url)).status).to.equal(403);
  });
});
