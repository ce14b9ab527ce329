import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  CreateApiCommand,
  CreateDeploymentCommand,
  CreateStageCommand,
  DeleteIntegrationCommand,
  DeleteRouteCommand,
  ExportApiCommand,
  GetApiCommand,
  GetApisCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStageCommand,
  ImportApiCommand,
  ReimportApiCommand,
  UpdateApiCommand,
  UpdateIntegrationCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { AddPermissionCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { failure } from "../../../../use-cloud.ts";
import { answerOf } from "../../rest/use-rest-apis.ts";
import { useHttpApis } from "../use-http-apis.ts";

/** Answers with its event, or as the request's x-answer header wants. */
const ECHO = `export const handler = async (event) => {
  const wanted = event.headers?.["x-answer"];
  if (wanted === "throw") throw new Error("broken");
  if (wanted) return JSON.parse(wanted);
  return { statusCode: 200, body: JSON.stringify(event) };
};`;

describe("An HTTP API", () => {
  const suite = useHttpApis();
  let echo: string;
  let server: Server;
  let backend: string;
  before(async () => {
    echo = await suite.functionArn("echo", ECHO);
    server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const { method, url, headers } = request;
      if (url?.startsWith("/slow")) return;
      const status = url?.startsWith("/teapot") ? 418 : 200;
      response.writeHead(status, { "content-type": "application/json", "x-backend": "yes" });
      response.end(JSON.stringify({ method, url, headers, body }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    backend = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  /** An API whose routes all lead to the echo. */
  const echoing = async (routes: readonly string[], settings: object = {}, version = "2.0") => {
    const api = await suite.api(settings);
    const integration = await suite.integration(api.id, { IntegrationUri: echo, PayloadFormatVersion: version });
    for (const route of routes) await suite.route(api.id, route, integration);
    return { ...api, integration };
  };
  // biome-ignore lint/suspicious/noExplicitAny: an event is what it is
  const event = async (url: string, init?: RequestInit): Promise<any> => (await answerOf(url, init)).body;

  describe("finds a route", () => {
    let url: string;
    before(async () => {
      ({ url } = await echoing([
        "GET /pets/{id}",
        "GET /pets/rex",
        "ANY /pets/{id}",
        "GET /pets/{proxy+}",
        "POST /{any+}",
      ]));
    });
    for (const [method, path, key, parameters] of [
      ["GET", "/pets/rex", "GET /pets/rex", undefined],
      ["GET", "/pets/7", "GET /pets/{id}", { id: "7" }],
      ["PUT", "/pets/7", "ANY /pets/{id}", { id: "7" }],
      ["GET", "/pets/7/toys", "GET /pets/{proxy+}", { proxy: "7/toys" }],
      ["POST", "/x/y", "POST /{any+}", { any: "x/y" }],
    ] as const) {
      it(`${key} for ${method} ${path}`, async () => {
        const got = await event(`${url}${path}`, { method });
        expect([got.routeKey, got.pathParameters]).to.deep.equal([key, parameters]);
      });
    }

    it("or none, and says so; $default takes what no other does", async () => {
      const missing = await answerOf(`${url}/x`);
      expect([missing.status, missing.body]).to.deep.equal([404, { message: "Not Found" }]);
      const { url: open } = await echoing(["$default"]);
      expect((await event(`${open}/any/thing`)).routeKey).to.equal("$default");
    });
  });

  it("hands a function an event of version 2.0", async () => {
    const { url, id } = await echoing(
      ["POST /a b/{name}"].map((key) => key.replace("a b", "a%20b")).concat("$default"),
    );
    const got = await event(`${url}/x%20y?a=1&a=2&b=%20`, {
      method: "POST",
      body: "häh",
      headers: { "content-type": "text/plain", cookie: "c=1; d=2", "X-Own": "1" },
    });
    expect(got).to.deep.include({
      version: "2.0",
      routeKey: "$default",
      rawPath: "/x y",
      rawQueryString: "a=1&a=2&b=%20",
      cookies: ["c=1", "d=2"],
      queryStringParameters: { a: "1,2", b: " " },
      body: "häh",
      isBase64Encoded: false,
    });
    expect(got.headers).to.include({ "x-own": "1", "x-forwarded-proto": "http", "content-length": "4" });
    expect(got.headers).not.to.have.any.keys("cookie", "connection");
    expect(got.requestContext).to.deep.include({
      accountId: "000000000000",
      apiId: id,
      stage: "$default",
      routeKey: "$default",
    });
    expect(got.requestContext.http).to.deep.include({
      method: "POST",
      path: "/x y",
      protocol: "HTTP/1.1",
      sourceIp: "127.0.0.1",
    });
    const bytes = await event(url, {
      method: "POST",
      body: Buffer.from([0, 255]),
      headers: { "content-type": "image/png" },
    });
    expect([bytes.body, bytes.isBase64Encoded]).to.deep.equal(["AP8=", true]);
  });

  it("hands a function an event of version 1.0, where it is told to", async () => {
    const { url, id } = await echoing(["ANY /pets/{id}"], {}, "1.0");
    const got = await event(`${url}/pets/7?a=1&a=2`);
    expect(got).to.deep.include({
      version: "1.0",
      resource: "/pets/{id}",
      path: "/pets/7",
      httpMethod: "GET",
      queryStringParameters: { a: "2" },
      multiValueQueryStringParameters: { a: ["1", "2"] },
      pathParameters: { id: "7" },
      stageVariables: null,
      body: null,
    });
    expect(got.requestContext).to.deep.include({ resourceId: "ANY /pets/{id}", resourcePath: "/pets/{id}", apiId: id });
    const wanted = JSON.stringify({
      statusCode: 201,
      multiValueHeaders: { "x-a": ["1", "2"] },
      body: "AP8=",
      isBase64Encoded: true,
    });
    const answer = await fetch(`${url}/pets/7`, { headers: { "x-answer": wanted } });
    expect([answer.status, answer.headers.get("x-a")]).to.deep.equal([201, "1, 2"]);
    expect(Buffer.from(await answer.arrayBuffer())).to.deep.equal(Buffer.from([0, 255]));
    expect((await answerOf(`${url}/pets/7`, { headers: { "x-answer": '{"no": "status"}' } })).status).to.equal(500);
  });

  for (const version of ["1.0", "2.0"]) {
    it(`hands a function the request as its integration changes it, version ${version}`, async () => {
      const { id, url, integration } = await echoing(["ANY /{proxy+}"], {}, version);
      const RequestParameters = {
        "append:header.x-added": "$request.querystring.a",
        "overwrite:header.X-Both": `$\{context.httpMethod}-$\{request.path.proxy}`,
        "remove:header.x-gone": "''",
        "append:querystring.z": "9 9",
        "remove:querystring.b": "''",
      };
      const change = { ApiId: id, IntegrationId: integration };
      await suite.client.send(new UpdateIntegrationCommand({ ...change, RequestParameters }));
      const got = await event(`${url}/p/q?a=1&b=2`, { headers: { "x-gone": "1", "x-both": "1", "x-own": "1" } });
      expect(got.headers).to.include({ "x-added": "1", "x-both": "GET-p/q", "x-own": "1" });
      expect(got.headers).not.to.have.property("x-gone");
      expect(got.queryStringParameters).to.deep.equal({ a: "1", z: "9 9" });
      expect(got.rawQueryString ?? "a=1&z=9%209").to.equal("a=1&z=9%209");
      expect(got.rawPath ?? got.path).to.equal("/p/q");
      const path = { "overwrite:path": "/other", "append:querystring.z": "", "remove:querystring.b": "" };
      await suite.client.send(new UpdateIntegrationCommand({ ...change, RequestParameters: path }));
      const moved = await event(`${url}/p?a=b+c&d=%20`);
      expect(moved.rawPath ?? moved.path).to.equal("/other");
      expect(moved.rawQueryString ?? "a=b+c&d=%20").to.equal("a=b+c&d=%20");
    });
  }

  describe("takes a function's answer", () => {
    let url: string;
    let id: string;
    before(async () => {
      ({ url, id } = await echoing(["$default"]));
    });
    const answer = (wanted: unknown) =>
      answerOf(url, { headers: { "x-answer": typeof wanted === "string" ? wanted : JSON.stringify(wanted) } });

    it("with a status, headers and cookies, or as the body", async () => {
      const whole = await answer({ statusCode: 202, headers: { "x-a": "1" }, cookies: ["a=1", "b=2"], body: "text" });
      expect([whole.status, whole.body, whole.headers.get("x-a"), whole.headers.getSetCookie()]).to.deep.equal([
        202,
        "text",
        "1",
        ["a=1", "b=2"],
      ]);
      const plain = await answer({ any: "thing" });
      expect([plain.status, plain.body, plain.headers.get("content-type")]).to.deep.equal([
        200,
        { any: "thing" },
        "application/json",
      ]);
    });

    it("as its failure, or the API's", async () => {
      for (const wanted of ["throw", { statusCode: "abc" }, { statusCode: 101 }, { statusCode: 200, cookies: "a" }]) {
        const { status, body } = await answer(wanted);
        expect([status, body]).to.deep.equal([500, { message: "Internal Server Error" }]);
      }
      await suite.functions.lambda.send(new RemovePermissionCommand({ FunctionName: "echo", StatementId: "service" }));
      expect((await answer("{}")).status).to.equal(500);
      await suite.functions.lambda.send(
        new AddPermissionCommand({
          FunctionName: "echo",
          StatementId: "service",
          Action: "lambda:InvokeFunction",
          Principal: "apigateway.amazonaws.com",
          SourceArn: `arn:aws:execute-api:us-east-1:000000000000:${id}/*/$default`,
        }),
      );
      expect((await answer({ statusCode: 200 })).status).to.equal(200);
      await suite.functions.lambda.send(new RemovePermissionCommand({ FunctionName: "echo", StatementId: "service" }));
      await suite.functions.lambda.send(
        new AddPermissionCommand({
          FunctionName: "echo",
          StatementId: "service",
          Action: "lambda:InvokeFunction",
          Principal: "apigateway.amazonaws.com",
        }),
      );
    });
  });

  describe("in front of an HTTP backend", () => {
    it("hands on the request as it is, and changes what it is told", async () => {
      const { id, url } = await suite.api();
      const integration = await suite.integration(id, {
        IntegrationType: "HTTP_PROXY",
        IntegrationMethod: "ANY",
        IntegrationUri: `${backend}/base/{proxy}`,
        PayloadFormatVersion: "1.0",
        RequestParameters: {
          "append:header.x-added": "$request.header.x-own",

          "overwrite:header.x-both": `$\{context.httpMethod}-$\{request.querystring.q}`,
          "remove:header.x-gone": "''",
          "append:querystring.page": "7",
          "remove:querystring.q": "''",
        },
        ResponseParameters: {
          "200": { "append:header.x-from": "$response.body.method", "remove:header.x-backend": "''" },
          "418": { "overwrite:statuscode": "400" },
        },
      });
      await suite.route(id, "ANY /{proxy+}", integration);
      const got = await answerOf(`${url}/a/b?q=1&r=2`, {
        method: "PUT",
        body: "text",
        headers: { "x-own": "1", "x-gone": "1" },
      });
      const seen = got.body as { method: string; url: string; body: string; headers: Record<string, string> };
      expect(seen).to.include({ method: "PUT", body: "text", url: "/base/a/b?r=2&page=7" });
      expect(seen.headers).to.include({ "x-added": "1", "x-both": "PUT-1" });
      expect(seen.headers["x-gone"]).to.equal(undefined);
      expect(seen.headers.forwarded).to.match(/^by=.*;for=127\.0\.0\.1;host=/);
      expect([got.headers.get("x-from"), got.headers.get("x-backend")]).to.deep.equal(["PUT", null]);
      const path = { "overwrite:path": `/teapot/$\{request.path.proxy}` };
      await suite.client.send(
        new UpdateIntegrationCommand({ ApiId: id, IntegrationId: integration, RequestParameters: path }),
      );
      expect((await answerOf(`${url}/x`)).status).to.equal(400);
    });

    it("says that it is not there, or too slow", async () => {
      const { id, url } = await suite.api();
      const to = async (key: string, IntegrationUri: string, TimeoutInMillis = 30_000) => {
        const settings = {
          IntegrationType: "HTTP_PROXY" as const,
          IntegrationMethod: "GET",
          IntegrationUri,
          PayloadFormatVersion: "1.0",
          TimeoutInMillis,
        };
        await suite.route(id, key, await suite.integration(id, settings));
      };
      await to("GET /closed", "http://127.0.0.1:9/");
      await to("GET /slow", `${backend}/slow`, 60);
      for (const path of ["/closed", "/slow"]) {
        const { status, body } = await answerOf(`${url}${path}`);
        expect([status, body]).to.deep.equal([503, { message: "Service Unavailable" }]);
      }
    });
  });

  it("answers browsers of other origins as it is configured", async () => {
    const CorsConfiguration = {
      AllowOrigins: ["https://a.example"],
      AllowMethods: ["GET", "PUT"],
      AllowHeaders: ["x-own"],
      ExposeHeaders: ["x-seen"],
      MaxAge: 60,
      AllowCredentials: true,
    };
    const { url, id } = await echoing(["GET /x"], { CorsConfiguration });
    const preflight = (origin: string) =>
      fetch(`${url}/x`, { method: "OPTIONS", headers: { origin, "access-control-request-method": "GET" } });
    const fine = await preflight("https://a.example");
    expect(fine.status).to.equal(204);
    expect(
      ["origin", "methods", "headers", "credentials"].map((name) => fine.headers.get(`access-control-allow-${name}`)),
    ).to.deep.equal(["https://a.example", "GET,PUT", "x-own", "true"]);
    expect((await preflight("https://b.example")).headers.get("access-control-allow-origin")).to.equal(null);
    const wanted = JSON.stringify({ statusCode: 200, headers: { "access-control-allow-origin": "*" } });
    const got = await fetch(`${url}/x`, { headers: { origin: "https://a.example", "x-answer": wanted } });
    expect([
      got.headers.get("access-control-allow-origin"),
      got.headers.get("access-control-expose-headers"),
    ]).to.deep.equal(["https://a.example", "x-seen"]);
    const wild = suite.client.send(
      new UpdateApiCommand({ ApiId: id, CorsConfiguration: { AllowOrigins: ["*"], AllowCredentials: true } }),
    );
    expect((await failure(wild)).name).to.equal("BadRequestException");
  });

  describe("is deployed", () => {
    it("by stages that do so by themselves, or when it is told to", async () => {
      const { id, url } = await echoing(["GET /a"]);
      const { client } = suite;
      await client.send(new CreateStageCommand({ ApiId: id, StageName: "dev", StageVariables: { color: "red" } }));
      expect((await answerOf(`${url}/dev/a`)).status).to.equal(404);
      await client.send(new CreateDeploymentCommand({ ApiId: id, StageName: "dev" }));
      const got = await event(`${url}/dev/a`);
      expect([got.rawPath, got.requestContext.stage, got.stageVariables]).to.deep.equal([
        "/dev/a",
        "dev",
        { color: "red" },
      ]);
      const { Items: integrations = [] } = await client.send(new GetIntegrationsCommand({ ApiId: id }));
      await suite.route(id, "GET /b", integrations[0]?.IntegrationId as string);
      expect((await answerOf(`${url}/b`)).status).to.equal(200);
      expect((await answerOf(`${url}/dev/b`)).status).to.equal(404);
      const before = await client.send(new GetStageCommand({ ApiId: id, StageName: "$default" }));
      expect(before.LastDeploymentStatusMessage).to.contain(before.DeploymentId);
      const manual = client.send(new CreateDeploymentCommand({ ApiId: id, StageName: "$default" }));
      expect((await failure(manual)).name).to.equal("BadRequestException");
    });

    it("with a limit for its routes", async () => {
      const { id, url } = await echoing(["GET /a", "GET /b"]);
      const RouteSettings = { "GET /a": { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 } };
      await suite.client.send(new UpdateStageCommand({ ApiId: id, StageName: "$default", RouteSettings }));
      expect((await answerOf(`${url}/a`)).status).to.equal(200);
      const limited = await answerOf(`${url}/a`);
      expect([limited.status, limited.body]).to.deep.equal([429, { message: "Too Many Requests" }]);
      expect((await answerOf(`${url}/b`)).status).to.equal(200);
    });

    it("with a log of its requests", async () => {
      const { id, url } = await echoing(["GET /a"]);
      const logs = suite.cloud.client(CloudWatchLogsClient);
      await logs.send(new CreateLogGroupCommand({ logGroupName: "http" }));
      const AccessLogSettings = {
        DestinationArn: "arn:aws:logs:us-east-1:000000000000:log-group:http",
        Format: "$context.routeKey $context.status $context.error.message $context.integrationStatus",
      };
      await suite.client.send(new UpdateStageCommand({ ApiId: id, StageName: "$default", AccessLogSettings }));
      await answerOf(`${url}/a`);
      await answerOf(`${url}/a`, { headers: { "x-answer": "throw" } });
      for (let attempt = 0, found: string[] = []; ; attempt++) {
        const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: "http" }));
        found = events.map(({ message = "" }) => message);
        if (found.length === 2) {
          expect(found.sort()).to.deep.equal(["GET /a 200 - 200", "GET /a 500 Internal Server Error 200"]);
          break;
        }
        expect(attempt).to.be.below(250);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    });
  });

  describe("is made", () => {
    it("the short way, with a backend at once", async () => {
      const { ApiId, ApiEndpoint } = await suite.client.send(
        new CreateApiCommand({ Name: "quick", ProtocolType: "HTTP", Target: echo }),
      );
      expect((await event(`${ApiEndpoint}/w`)).rawPath).to.equal("/w");
      expect((await suite.client.send(new GetApiCommand({ ApiId }))).ApiEndpoint).to.equal(ApiEndpoint);
      expect((await event(`${suite.cloud.endpoint}/_aws/execute-api/${ApiId}/x`)).rawPath).to.equal("/x");
      const { hostname, port } = new URL(suite.cloud.endpoint);
      const { request } = await import("node:http");
      const status = await new Promise((resolve) =>
        request(
          { hostname, port, path: "/y", headers: { host: `${ApiId}.execute-api.us-east-1.localhost:${port}` } },
          (response) => resolve(response.resume().statusCode),
        ).end(),
      );
      expect(status).to.equal(200);
    });

    it("of a document, and comes back as one", async () => {
      const integration = { type: "aws_proxy", uri: echo, httpMethod: "POST", payloadFormatVersion: "2.0" };
      const Body = JSON.stringify({
        openapi: "3.0.1",
        info: { title: "imported", version: "2" },
        "x-amazon-apigateway-cors": { allowOrigins: ["*"], maxAge: 5 },
        paths: {
          "/pets/{id}": {
            get: {
              operationId: "pet",
              responses: {},
              "x-amazon-apigateway-integration": { $ref: "#/components/x-amazon-apigateway-integrations/echo" },
            },
          },
          "/$default": {
            "x-amazon-apigateway-any-method": { isDefaultRoute: true, "x-amazon-apigateway-integration": integration },
          },
        },
        components: { "x-amazon-apigateway-integrations": { echo: integration } },
      });
      const { ApiId, Name, CorsConfiguration } = await suite.client.send(new ImportApiCommand({ Body }));
      expect({ Name, CorsConfiguration }).to.deep.equal({
        Name: "imported",
        CorsConfiguration: { AllowOrigins: ["*"], MaxAge: 5 },
      });
      const { Items: routes = [] } = await suite.client.send(new GetRoutesCommand({ ApiId }));
      expect(routes.map(({ RouteKey }) => RouteKey).sort()).to.deep.equal(["$default", "GET /pets/{id}"]);
      await suite.client.send(new CreateStageCommand({ ApiId, StageName: "$default", AutoDeploy: true }));
      expect((await event(`${suite.cloud.endpoint}/_aws/execute-api/${ApiId}/pets/7`)).pathParameters).to.deep.equal({
        id: "7",
      });
      const { body } = await suite.client.send(
        new ExportApiCommand({ ApiId, OutputType: "YAML", Specification: "OAS30" }),
      );
      const again = await suite.client.send(new ImportApiCommand({ Body: Buffer.from(body ?? []).toString() }));
      const { Items: other = [] } = await suite.client.send(new GetRoutesCommand({ ApiId: again.ApiId }));
      expect(other.map(({ RouteKey, OperationName }) => [RouteKey, OperationName]).sort()).to.deep.equal(
        routes.map(({ RouteKey, OperationName }) => [RouteKey, OperationName]).sort(),
      );
    });

    it("of a document that can be, or not at all", async () => {
      const { client } = suite;
      const { id: ApiId } = await echoing(["GET /a"]);
      const good = { type: "aws_proxy", uri: echo, httpMethod: "POST", payloadFormatVersion: "2.0" };
      const Body = JSON.stringify({
        openapi: "3.0.1",
        info: { title: "half", version: "1" },
        paths: {
          "/a": { post: { "x-amazon-apigateway-integration": good } },
          "/b": { post: { "x-amazon-apigateway-integration": { ...good, requestParameters: { "x:header.y": "1" } } } },
        },
      });
      const before = (await client.send(new GetApisCommand())).Items?.length;
      expect((await failure(client.send(new ImportApiCommand({ Body })))).name).to.equal("BadRequestException");
      expect((await client.send(new GetApisCommand())).Items).to.have.length(before ?? 0);
      expect((await failure(client.send(new ReimportApiCommand({ ApiId, Body })))).name).to.equal(
        "BadRequestException",
      );
      const { Items = [] } = await client.send(new GetRoutesCommand({ ApiId }));
      expect(Items.map(({ RouteKey }) => RouteKey)).to.deep.equal(["GET /a"]);
    });

    it("only with mappings that change something", async () => {
      const { id } = await suite.api();
      for (const [settings, problem] of [
        [{ RequestParameters: { "header.x": "1" } }, "Invalid mapping expression parameter specified: header.x"],
        [{ RequestParameters: { "append:path": "1" } }, "Invalid mapping expression parameter specified: append:path"],
        [{ RequestParameters: { "append:header.Via": "1" } }, "Operations on header Via are restricted"],
        [
          { ResponseParameters: { "200": { "append:querystring.x": "1" } } },
          "Invalid mapping expression parameter specified: append:querystring.x",
        ],
        [{ ResponseParameters: { abc: { "append:header.x": "1" } } }, "Invalid status code specified: abc"],
      ] as const) {
        const { name, message } = await failure(
          suite.integration(id, { IntegrationUri: echo, ...(settings as object) }),
        );
        expect([name, message]).to.deep.equal([
          "BadRequestException",
          `Invalid mapping expression specified: Validation Result: warnings : [], errors : [${problem}]`,
        ]);
      }
    });

    it("only of what can be, and nothing is kept of what can't", async () => {
      const { id, integration } = await echoing(["GET /a"]);
      const { client } = suite;
      for (const [key, code] of [
        ["GET /a", "ConflictException"],
        ["FETCH /a", "BadRequestException"],
        ["/a", "BadRequestException"],
        ["GET /{proxy+}/x", "BadRequestException"],
        ["GET /x{id}", "BadRequestException"],
      ] as const)
        expect((await failure(suite.route(id, key, integration))).name, key).to.equal(code);
      expect((await failure(suite.route(id, "GET /b", "nothing"))).name).to.equal("NotFoundException");
      for (const [settings, code] of [
        [{ IntegrationType: "AWS" }, "BadRequestException"],
        [{ IntegrationType: "HTTP_PROXY", IntegrationUri: "ftp://x" }, "BadRequestException"],
        [{ TimeoutInMillis: 30_001, IntegrationUri: echo }, "BadRequestException"],
        [
          { IntegrationSubtype: "EventBridge-PutEvents", CredentialsArn: "arn:aws:iam::000000000000:role/r" },
          "NotImplemented",
        ],
        [{ IntegrationSubtype: "Magic-Do", CredentialsArn: "arn:aws:iam::000000000000:role/r" }, "BadRequestException"],
        [{ ConnectionType: "VPC_LINK", IntegrationUri: echo }, "NotImplemented"],
      ] as const)
        expect((await failure(suite.integration(id, settings as object))).name, JSON.stringify(settings)).to.equal(
          code,
        );
      expect(
        (await failure(client.send(new DeleteIntegrationCommand({ ApiId: id, IntegrationId: integration })))).name,
      ).to.equal("ConflictException");
      expect((await failure(client.send(new DeleteRouteCommand({ ApiId: id, RouteId: "nothing" })))).name).to.equal(
        "NotFoundException",
      );
      expect((await client.send(new GetRoutesCommand({ ApiId: id }))).Items).to.have.length(1);
      const other = { credentials: { accessKeyId: "111111111111", secretAccessKey: "test" } };
      const { ApiGatewayV2Client } = await import("@aws-sdk/client-apigatewayv2");
      expect((await suite.cloud.client(ApiGatewayV2Client, other).send(new GetApisCommand())).Items).to.deep.equal([]);
    });
  });
});
