import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import {
  CreateApiCommand,
  CreateDeploymentCommand,
  CreateIntegrationResponseCommand,
  CreateRouteResponseCommand,
  CreateStageCommand,
  DeleteApiCommand,
} from "@aws-sdk/client-apigatewayv2";
import { expect } from "chai";
import { WebSocket } from "ws";
import { failure } from "../../../../use-cloud.ts";
import { uriOf, useHttpApis } from "../use-http-apis.ts";

/** Logs its events, lets in who does not say no, and answers with what it was sent. */
const HANDLER = `export const handler = async (event) => {
  console.log("event " + JSON.stringify(event));
  const { routeKey } = event.requestContext;
  if (routeKey === "$connect") {
    if (event.queryStringParameters?.say === "no") return { statusCode: 403, body: "no" };
    if (event.queryStringParameters?.say === "throw") throw new Error("broken");
    return { statusCode: 200, headers: { "Sec-WebSocket-Protocol": "second" } };
  }
  if (event.body === "throw") throw new Error("broken");
  return { statusCode: 200, body: JSON.stringify({ routeKey, body: event.body, base64: event.isBase64Encoded }) };
};`;
const AUTHORIZER = `export const handler = async (event) => ({
  principalId: "me",
  policyDocument: { Version: "2012-10-17", Statement: [{ Effect: event.queryStringParameters.token === "yes" ? "Allow" : "Deny", Action: "execute-api:Invoke", Resource: event.methodArn }] },
  context: { who: "guest" },
});`;

describe("A WebSocket API", () => {
  const suite = useHttpApis();
  let handler: string;
  let server: Server;
  let backend: string;
  const sockets: WebSocket[] = [];
  before(async () => {
    handler = await suite.functionArn("talk", HANDLER);
    server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      response.end(JSON.stringify({ got: body, header: request.headers["x-connection"] }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    backend = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.terminate();
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  /** An API whose routes lead to the function, and answer; deployed. */
  const talking = async (routes: readonly string[], connect: object = {}) => {
    const { ApiId = "", ApiEndpoint } = await suite.client.send(
      new CreateApiCommand({
        Name: "talk",
        ProtocolType: "WEBSOCKET",
        RouteSelectionExpression: "$request.body.action",
      }),
    );
    const integration = await suite.integration(ApiId, { IntegrationUri: uriOf(handler), PayloadFormatVersion: "1.0" });
    for (const route of routes) {
      const settings = route === "$connect" ? connect : { RouteResponseSelectionExpression: "$default" };
      const RouteId = await suite.route(ApiId, route, integration, settings);
      if (!route.includes("connect"))
        await suite.client.send(new CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: "$default" }));
    }
    const deployed = await deploy(ApiId);
    expect(deployed.url).to.equal(`${ApiEndpoint}/dev`);
    return { id: ApiId, ...deployed };
  };
  const deploy = async (ApiId: string) => {
    await suite.client.send(
      new CreateStageCommand({ ApiId, StageName: "dev", AutoDeploy: true, StageVariables: { color: "red" } }),
    );
    const path = `/_aws/execute-api/${ApiId}/dev`;
    return { url: `${suite.cloud.endpoint.replace("http", "ws")}${path}`, callback: `${suite.cloud.endpoint}${path}` };
  };
  /** Connects; what comes in waits until it is asked for. */
  const connect = async (url: string, protocols?: string[], headers: Record<string, string> = {}) => {
    const socket = new WebSocket(url, protocols, { headers });
    sockets.push(socket);
    const waiting: string[] = [];
    const wanted: ((text: string) => void)[] = [];
    socket.on("message", (data) => {
      const next = wanted.shift();
      if (next) next(String(data));
      else waiting.push(String(data));
    });
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    const closed = new Promise<{ code: number; reason: string }>((resolve) =>
      socket.once("close", (code, reason) => resolve({ code, reason: String(reason) })),
    );
    const next = () =>
      new Promise<string>((resolve) =>
        waiting.length > 0 ? resolve(waiting.shift() as string) : wanted.push(resolve),
      );
    const say = async (message: string | Buffer) => {
      socket.send(message);
      return JSON.parse(await next());
    };
    return { socket, next, say, closed };
  };
  const refusal = (url: string) =>
    new Promise<number | undefined>((resolve) => {
      const socket = new WebSocket(url);
      socket.once("unexpected-response", (_request, response) => {
        resolve(response.statusCode);
        response.resume();
        socket.terminate();
      });
      socket.on("error", () => undefined);
    });
  /** The events that the function has seen of a route. */
  const seen = async (routeKey: string, id: string) => {
    const mark = `"routeKey":"${routeKey}"`;
    for (let attempt = 0; attempt < 250; attempt++) {
      const lines = await suite.functions.logged("talk", "event ").catch(() => []);
      const events = lines
        .filter((line) => line.includes(mark) && line.includes(id))
        .map((line) => JSON.parse(line.slice(line.indexOf("event ") + 6)));
      if (events.length > 0) return events;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`The function never saw ${routeKey}`);
  };

  it("tells a function who connects, what they say, and that they are gone", async () => {
    const { url, id } = await talking(["$connect", "$disconnect", "$default", "greet"]);
    const { socket, say } = await connect(`${url}?a=1&a=2`, undefined, { "x-own": "1" });
    const [connected] = await seen("$connect", id);
    expect(connected).to.deep.include({
      queryStringParameters: { a: "2" },
      multiValueQueryStringParameters: { a: ["1", "2"] },
      stageVariables: { color: "red" },
      isBase64Encoded: false,
    });
    expect(connected.headers).to.include({ "x-own": "1" });
    expect(connected.requestContext).to.deep.include({
      eventType: "CONNECT",
      stage: "dev",
      apiId: id,
      messageDirection: "IN",
    });
    const { connectionId } = connected.requestContext;
    expect(connectionId).to.match(/^[\w-]{15}=$/);

    expect(await say('{"action": "greet", "name": "a"}')).to.deep.equal({
      routeKey: "greet",
      body: '{"action": "greet", "name": "a"}',
      base64: false,
    });
    expect((await say('{"action": "unknown"}')).routeKey).to.equal("$default");
    expect(await say("no json")).to.deep.include({ routeKey: "$default", body: "no json" });
    expect(await say(Buffer.from([0, 255]))).to.deep.include({ routeKey: "$default", body: "AP8=", base64: true });
    expect((await say('{"action": "$disconnect"}')).routeKey).to.equal("$default");
    const [message] = await seen("greet", id);
    expect(message.requestContext).to.deep.include({ eventType: "MESSAGE", connectionId });
    expect(message.requestContext.messageId).to.be.a("string");
    expect(message.headers).to.equal(undefined);

    socket.close(4000, "bye");
    const [gone] = await seen("$disconnect", id);
    expect(gone.requestContext).to.deep.include({
      eventType: "DISCONNECT",
      connectionId,
      disconnectStatusCode: 4000,
      disconnectReason: "bye",
    });
  });

  it("says when a message has no route, or its backend fails", async () => {
    const { url, id } = await talking(["$connect", "greet"]);
    const { say } = await connect(url);
    const lost = await say('{"action": "unknown"}');
    expect(lost).to.have.keys("message", "connectionId", "requestId");
    expect(lost.message).to.equal("Forbidden");
    await suite.route(
      id,
      "$default",
      await suite.integration(id, { IntegrationUri: uriOf(handler), PayloadFormatVersion: "1.0" }),
      {},
    );
    expect((await say("throw")).message).to.equal("Internal server error");
  });

  it("lets in whom its $connect route lets in, by the protocol that it chooses", async () => {
    const { url } = await talking(["$connect", "$default"]);
    expect(await refusal(`${url}?say=no`)).to.equal(403);
    expect(await refusal(`${url}?say=throw`)).to.equal(502);
    expect(await refusal(url.replace("/dev", "/nowhere"))).to.equal(403);
    expect(await refusal(url.replace(/execute-api\/\w+/, "execute-api/nothing"))).to.equal(404);
    const { socket } = await connect(url, ["first", "second"]);
    expect(socket.protocol).to.equal("second");
  });

  it("may ask a function who may connect", async () => {
    const arn = await suite.functionArn("door", AUTHORIZER);
    const { ApiId = "" } = await suite.client.send(
      new CreateApiCommand({
        Name: "guarded",
        ProtocolType: "WEBSOCKET",
        RouteSelectionExpression: "$request.body.action",
      }),
    );
    const AuthorizerId = await suite.authorizer(ApiId, {
      AuthorizerUri: uriOf(arn),
      IdentitySource: ["route.request.querystring.token"],
    });
    const integration = await suite.integration(ApiId, { IntegrationUri: uriOf(handler), PayloadFormatVersion: "1.0" });
    await suite.route(ApiId, "$connect", integration, { AuthorizationType: "CUSTOM", AuthorizerId });
    const elsewhere = suite.route(ApiId, "$default", integration, { AuthorizationType: "CUSTOM", AuthorizerId });
    expect((await failure(elsewhere)).message).to.contain("$connect route only");
    const { url } = await deploy(ApiId);
    expect(await refusal(url)).to.equal(401);
    expect(await refusal(`${url}?token=no`)).to.equal(403);
    await connect(`${url}?token=yes`);
    const [event] = await seen("$connect", ApiId);
    expect(event.requestContext.authorizer).to.deep.equal({ who: "guest", principalId: "me" });
  });

  it("is spoken to by backends, through its connections", async () => {
    const { url, id, callback } = await talking(["$connect", "$default"]);
    const { next, closed } = await connect(url, undefined, { "user-agent": "tester" });
    const [{ requestContext }] = await seen("$connect", id);
    const ConnectionId = requestContext.connectionId;
    const client = suite.cloud.client(ApiGatewayManagementApiClient, { endpoint: callback });
    await client.send(new PostToConnectionCommand({ ConnectionId, Data: "hello" }));
    expect(await next()).to.equal("hello");
    const { ConnectedAt, Identity } = await client.send(new GetConnectionCommand({ ConnectionId }));
    expect([ConnectedAt?.getTime(), Identity?.SourceIp, Identity?.UserAgent]).to.deep.equal([
      requestContext.connectedAt,
      "127.0.0.1",
      "tester",
    ]);
    const large = client.send(new PostToConnectionCommand({ ConnectionId, Data: Buffer.alloc(128 * 1024 + 1) }));
    expect((await failure(large)).name).to.equal("PayloadTooLargeException");
    await client.send(new DeleteConnectionCommand({ ConnectionId }));
    expect((await closed).code).to.equal(1000);
    const gone = await failure(client.send(new PostToConnectionCommand({ ConnectionId, Data: "x" })));
    expect([gone.name, gone.$metadata?.httpStatusCode]).to.deep.equal(["GoneException", 410]);
    const unsigned = await fetch(`${callback}/@connections/${encodeURIComponent(ConnectionId)}`, {
      method: "POST",
      body: "x",
    });
    expect(unsigned.status).to.equal(403);
  });

  it("ends what is silent for ten minutes, and all after two hours, by the lab's clock", async () => {
    const { url } = await talking(["$connect", "$default"]);
    const silent = await connect(url);
    suite.advance(599_000);
    await silent.say("here");
    suite.advance(599_000);
    await silent.say("still here");
    suite.advance(601_000);
    expect(await silent.closed).to.deep.equal({ code: 1001, reason: "Going away" });
    const talkative = await connect(url);
    for (let i = 0; i < 12; i++) {
      await talkative.say("x");
      suite.advance(599_000);
    }
    await talkative.say("x");
    suite.advance(599_000);
    expect((await talkative.closed).code).to.equal(1001);
  });

  it("takes no message that is too large", async () => {
    const { url } = await talking(["$connect", "$default"]);
    const { socket, closed } = await connect(url);
    socket.send("x".repeat(128 * 1024 + 1));
    expect((await closed).code).to.equal(1009);
  });

  it("hands messages to other backends by templates, and their answers back", async () => {
    const { ApiId = "" } = await suite.client.send(
      new CreateApiCommand({
        Name: "mapped",
        ProtocolType: "WEBSOCKET",
        RouteSelectionExpression: "$request.body.action",
      }),
    );
    const route = async (key: string, settings: object) => {
      const integration = await suite.integration(ApiId, { PayloadFormatVersion: "1.0", ...settings });
      const RouteId = await suite.route(ApiId, key, integration, { RouteResponseSelectionExpression: "$default" });
      await suite.client.send(new CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: "$default" }));
      return integration;
    };
    await route("proxy", {
      IntegrationType: "HTTP_PROXY",
      IntegrationMethod: "POST",
      IntegrationUri: backend,
      RequestParameters: { "integration.request.header.x-connection": "context.connectionId" },
    });
    await route("http", {
      IntegrationType: "HTTP",
      IntegrationMethod: "POST",
      IntegrationUri: backend,
      TemplateSelectionExpression: "\\$default",
      RequestTemplates: { $default: `{"n": $input.json('$.n')}` },
    });
    const mock = await route("mock", {
      IntegrationType: "MOCK",
      RequestTemplates: { "200": '{"statusCode": 200}' },
      TemplateSelectionExpression: "200",
    });
    const IntegrationResponseKey = "/200/";
    await suite.client.send(
      new CreateIntegrationResponseCommand({
        ApiId,
        IntegrationId: mock,
        IntegrationResponseKey,
        TemplateSelectionExpression: "\\$default",
        ResponseTemplates: { $default: '{"route": "$context.routeKey"}' },
      }),
    );
    await suite.client.send(new CreateStageCommand({ ApiId, StageName: "dev" }));
    await suite.client.send(new CreateDeploymentCommand({ ApiId, StageName: "dev" }));
    const { say } = await connect(`${suite.cloud.endpoint.replace("http", "ws")}/_aws/execute-api/${ApiId}/dev`);
    const proxied = await say('{"action": "proxy"}');
    expect(proxied.got).to.equal('{"action": "proxy"}');
    expect(proxied.header).to.match(/=$/);
    expect(await say('{"action": "http", "n": 7}')).to.deep.equal({ got: '{"n": 7}' });
    expect(await say('{"action": "mock"}')).to.deep.equal({ route: "mock" });
  });

  it("ends its connections when it is deleted", async () => {
    const { url, id } = await talking(["$connect"]);
    const { closed } = await connect(url);
    await suite.client.send(new DeleteApiCommand({ ApiId: id }));
    expect((await closed).code).to.equal(1001);
  });
});
