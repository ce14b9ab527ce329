import { request } from "node:http";
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteMethodCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  LambdaClient,
  RemovePermissionCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { useCloud } from "../../../../use-cloud.ts";
import { zip } from "../../../lambda/functions.ts";

/** Answers with the event it was given, or as the request's x-answer header wants. */
const ECHO = `
  exports.handler = async (event) => {
    const wanted = event.headers && event.headers["x-answer"];
    if (wanted === "throw") throw new Error("broken");
    if (wanted) return JSON.parse(wanted);
    return { statusCode: 200, headers: { "x-echo": "yes" }, multiValueHeaders: { "set-cookie": ["a=1", "b=2"] }, body: JSON.stringify(event) };
  };
  exports.plain = async (event) => {
    if (event.fail) throw new Error("no " + event.fail);
    return { got: event };
  };`;

describe("A deployed REST API", () => {
  const lab = useCloud();
  let client: APIGatewayClient;
  let restApiId: string;
  let root: string;

  before(async function () {
    this.timeout(60_000);
    client = lab.client(APIGatewayClient);
    const api = await client.send(new CreateRestApiCommand({ name: "echo", binaryMediaTypes: ["image/png"] }));
    restApiId = api.id as string;
    root = api.rootResourceId as string;
    const { id: proxy } = await client.send(
      new CreateResourceCommand({ restApiId, parentId: root, pathPart: "{proxy+}" }),
    );
    const { id: pets } = await client.send(new CreateResourceCommand({ restApiId, parentId: root, pathPart: "pets" }));
    const { id: pet } = await client.send(new CreateResourceCommand({ restApiId, parentId: pets, pathPart: "{id}" }));
    const { id: plain } = await client.send(
      new CreateResourceCommand({ restApiId, parentId: root, pathPart: "plain" }),
    );
    const echo = await createFunction("echo", "index.handler");
    await lambda(root, "ANY", "AWS_PROXY", echo);
    await lambda(proxy as string, "ANY", "AWS_PROXY", echo);
    await lambda(pet as string, "GET", "AWS_PROXY", echo);
    await mapped(plain as string, await createFunction("plain", "index.plain"));
    await preflight(pets as string);
    await client.send(new CreateDeploymentCommand({ restApiId, stageName: "prod", variables: { color: "red" } }));
  });

  async function createFunction(FunctionName: string, Handler: string): Promise<string> {
    const document = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    };
    const { Role } = await lab
      .client(IAMClient)
      .send(new CreateRoleCommand({ RoleName: FunctionName, AssumeRolePolicyDocument: JSON.stringify(document) }));
    const functions = lab.client(LambdaClient);
    const ZipFile = await zip({ "index.js": ECHO });
    const { FunctionArn } = await functions.send(
      new CreateFunctionCommand({ FunctionName, Handler, Role: Role?.Arn, Runtime: "nodejs22.x", Code: { ZipFile } }),
    );
    await waitUntilFunctionActiveV2({ client: functions, maxWaitTime: 20 }, { FunctionName });
    await permit(FunctionName, `arn:aws:execute-api:us-east-1:000000000000:${restApiId}/*`);
    return `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FunctionArn}/invocations`;
  }

  async function permit(FunctionName: string, SourceArn: string): Promise<void> {
    const statement = { StatementId: "api", Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com" };
    await lab.client(LambdaClient).send(new AddPermissionCommand({ ...statement, FunctionName, SourceArn }));
  }

  async function lambda(
    resourceId: string,
    httpMethod: string,
    type: "AWS" | "AWS_PROXY",
    uri: string,
    more: object = {},
  ): Promise<void> {
    await client.send(new PutMethodCommand({ restApiId, resourceId, httpMethod, authorizationType: "NONE" }));
    await client.send(
      new PutIntegrationCommand({
        restApiId,
        resourceId,
        httpMethod,
        type,
        integrationHttpMethod: "POST",
        uri,
        ...more,
      }),
    );
  }

  async function mapped(resourceId: string, uri: string): Promise<void> {
    const at = { restApiId, resourceId, httpMethod: "POST" };
    const template = `{"name": $input.json('$.pet.name'), "who": "$input.params('who')", "stage": "$context.stage", "color": "$stageVariables.color", "fail": "$input.params('fail')"}`;
    await lambda(resourceId, "POST", "AWS", uri, {
      requestTemplates: { "application/json": template },
      passthroughBehavior: "NEVER",
    });
    for (const statusCode of ["200", "404"]) await client.send(new PutMethodResponseCommand({ ...at, statusCode }));
    await client.send(
      new PutIntegrationResponseCommand({
        ...at,
        statusCode: "200",
        responseTemplates: { "application/json": "$input.json('$.got')" },
      }),
    );
    await client.send(
      new PutIntegrationResponseCommand({
        ...at,
        statusCode: "404",
        selectionPattern: "no .*",
        responseTemplates: { "application/json": `{"why": $input.json('$.errorMessage')}` },
      }),
    );
  }

  /** As the CDK generates it. */
  async function preflight(resourceId: string): Promise<void> {
    const at = { restApiId, resourceId, httpMethod: "OPTIONS" };
    const headers = {
      "Access-Control-Allow-Headers": "'*'",
      "Access-Control-Allow-Origin": "'*'",
      "Access-Control-Allow-Methods": "'GET,PUT'",
    };
    const named = <T>(value: (text: string) => T) =>
      Object.fromEntries(
        Object.entries(headers).map(([name, text]) => [`method.response.header.${name}`, value(text)]),
      );
    await client.send(new PutMethodCommand({ ...at, authorizationType: "NONE" }));
    await client.send(
      new PutMethodResponseCommand({ ...at, statusCode: "204", responseParameters: named(() => true) }),
    );
    await client.send(
      new PutIntegrationCommand({
        ...at,
        type: "MOCK",
        requestTemplates: { "application/json": "{ statusCode: 204 }" },
      }),
    );
    await client.send(
      new PutIntegrationResponseCommand({ ...at, statusCode: "204", responseParameters: named((text) => text) }),
    );
  }

  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${lab.endpoint}/_aws/execute-api/${restApiId}/prod${path}`, init);
  // biome-ignore lint/suspicious/noExplicitAny: an event is what it is
  const event = async (path: string, init: RequestInit = {}): Promise<any> => await (await call(path, init)).json();
  const answer = (wanted: unknown) =>
    call("/", { headers: { "x-answer": typeof wanted === "string" ? wanted : JSON.stringify(wanted) } });

  describe("hands a function an event", () => {
    it("with path, parameters and stage", async () => {
      const got = await event("/pets/7?a=1&b=2&a=3");
      expect(got).to.deep.include({
        resource: "/pets/{id}",
        path: "/pets/7",
        httpMethod: "GET",
        pathParameters: { id: "7" },
        queryStringParameters: { a: "3", b: "2" },
        multiValueQueryStringParameters: { a: ["1", "3"], b: ["2"] },
        stageVariables: { color: "red" },
        body: null,
        isBase64Encoded: false,
      });
      expect(got.requestContext).to.deep.include({
        resourcePath: "/pets/{id}",
        path: "/prod/pets/7",
        stage: "prod",
        apiId: restApiId,
        accountId: "000000000000",
        httpMethod: "GET",
        protocol: "HTTP/1.1",
      });
      expect(got.requestContext.requestTime).to.match(/^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
      expect(got.requestContext.identity).to.include({ sourceIp: "127.0.0.1", accountId: null });
    });

    it("with nulls where there is nothing", async () => {
      expect(await event("/")).to.deep.include({
        resource: "/",
        path: "/",
        pathParameters: null,
        queryStringParameters: null,
        multiValueQueryStringParameters: null,
      });
    });

    it("with the path as it was sent, and its parameters decoded", async () => {
      const got = await event("/a%20b/%C3%BC%2F%25");
      expect(got.path).to.equal("/a%20b/%C3%BC%2F%25");
      expect(got.pathParameters).to.deep.equal({ proxy: "a%20b/%C3%BC%2F%25" });
    });

    it("with headers as they were spelled, once and all", async () => {
      const { hostname, port } = new URL(lab.endpoint);
      const text = await new Promise<string>((resolve, reject) => {
        const path = `/_aws/execute-api/${restApiId}/prod/headers`;
        request({ hostname, port, path, headers: { "X-CuStOm": ["one", "two"], "user-agent": "test" } }, (response) => {
          let body = "";
          response.on("data", (chunk) => {
            body += chunk;
          });
          response.on("end", () => resolve(body));
        })
          .on("error", reject)
          .end();
      });
      const got = JSON.parse(text);
      expect(got.headers["X-CuStOm"]).to.equal("two");
      expect(got.multiValueHeaders["X-CuStOm"]).to.deep.equal(["one", "two"]);
      expect(got.headers).to.include({ "X-Forwarded-Proto": "http", "User-Agent": "test" });
      expect(got.headers).to.have.property("Host");
      expect(got.headers).not.to.have.any.keys("Connection", "connection", "content-length");
    });

    it("with a text body as text, and one of the API's binary types in base64", async () => {
      const text = await event("/x", { method: "POST", body: "häh", headers: { "content-type": "text/plain" } });
      expect([text.body, text.isBase64Encoded]).to.deep.equal(["häh", false]);
      const bytes = Buffer.from([0, 255, 128]);
      const binary = await event("/x", { method: "POST", body: bytes, headers: { "content-type": "image/png" } });
      expect([binary.body, binary.isBase64Encoded]).to.deep.equal([bytes.toString("base64"), true]);
    });
  });

  describe("answers", () => {
    it("with the function's status, headers and body", async () => {
      const got = await call("/");
      expect(got.headers.get("x-echo")).to.equal("yes");
      expect(got.headers.getSetCookie()).to.deep.equal(["a=1", "b=2"]);
      expect(got.headers.get("content-type")).to.equal("application/json");
      const teapot = await answer({ statusCode: 418, body: "short" });
      expect([teapot.status, await teapot.text()]).to.deep.equal([418, "short"]);
    });

    it("with decoded bytes to who asks for a binary type", async () => {
      const bytes = Buffer.from([1, 2, 255]);
      const wanted = JSON.stringify({
        statusCode: 200,
        headers: { "content-type": "image/png" },
        body: bytes.toString("base64"),
        isBase64Encoded: true,
      });
      const got = await call("/", { headers: { accept: "image/png", "x-answer": wanted } });
      expect(Buffer.from(await got.arrayBuffer())).to.deep.equal(bytes);
    });

    for (const [name, wanted] of [
      ["that is no object", "42"],
      ["with members that are none", { statusCode: 200, bodyText: "x" }],
      ["with a body that is no text", { statusCode: 200, body: { a: 1 } }],
      ["with a status that is none", { statusCode: "abc" }],
      ["with a status that ends no request", { statusCode: 100 }],
      ["with headers that are none", { statusCode: 200, headers: "a" }],
      ["with a header that can't be sent", { statusCode: 200, headers: { "a b": "c\n" } }],
      ["with a header that is no text", { statusCode: 200, headers: { a: { toString: 1 } } }],
      ["with one value where there are several", { statusCode: 200, multiValueHeaders: { a: "b" } }],
    ] as const) {
      it(`502 to an answer ${name}`, async () => {
        const got = await answer(wanted);
        expect([got.status, await got.json()]).to.deep.equal([502, { message: "Internal server error" }]);
      });
    }

    it("with their own length, whatever the function says of the connection", async () => {
      const headers = {
        "content-length": "1000",
        "transfer-encoding": "chunked",
        connection: "upgrade",
        upgrade: "h2c",
      };
      const got = await answer({ statusCode: 200, headers, body: "short" });
      expect([await got.text(), got.headers.get("content-length")]).to.deep.equal(["short", "5"]);
    });

    it("502 when the function fails", async () => {
      expect((await answer("throw")).status).to.equal(502);
    });

    it("500 when the function does not let this API in", async () => {
      const functions = lab.client(LambdaClient);
      const revoke = () => functions.send(new RemovePermissionCommand({ FunctionName: "echo", StatementId: "api" }));
      await revoke();
      await permit("echo", "arn:aws:execute-api:us-east-1:000000000000:anotherapi/*");
      const refused = await call("/x");
      expect([refused.status, await refused.json()]).to.deep.equal([500, { message: "Internal server error" }]);
      await revoke();
      await permit("echo", `arn:aws:execute-api:us-east-1:000000000000:${restApiId}/prod/GET/{proxy+}`);
      expect((await call("/x")).status).to.equal(200);
      await revoke();
      await permit("echo", `arn:aws:execute-api:us-east-1:000000000000:${restApiId}/*`);
    });

    it("403 where nothing is deployed", async () => {
      const elsewhere = await fetch(`${lab.endpoint}/_aws/execute-api/${restApiId}/nowhere/`);
      expect([elsewhere.status, await elsewhere.json()]).to.deep.equal([403, { message: "Forbidden" }]);
      const nobody = await fetch(`${lab.endpoint}/_aws/execute-api/aaaaaaaaaa/prod/`);
      expect(nobody.headers.get("x-amzn-errortype")).to.equal("ForbiddenException");
    });

    it("413 to more than ten megabytes", async () => {
      const got = await call("/", { method: "POST", body: Buffer.alloc(10 * 1024 * 1024 + 1) });
      expect(got.status).to.equal(413);
    });
  });

  it("answers a preflight without a function", async () => {
    const got = await call("/pets", { method: "OPTIONS" });
    expect(got.status).to.equal(204);
    expect(got.headers.get("access-control-allow-methods")).to.equal("GET,PUT");
    expect(got.headers.get("access-control-allow-origin")).to.equal("*");
  });

  describe("maps requests and answers by templates", () => {
    const post = (path: string, body: string, type = "application/json") =>
      call(path, { method: "POST", body, headers: { "content-type": type } });

    it("to what the function wants, and back", async () => {
      const got = await post("/plain?who=me", `{"pet": {"name": "Rex \\"the\\" dog"}}`);
      expect([got.status, await got.json()]).to.deep.equal([
        200,
        { name: 'Rex "the" dog', who: "me", stage: "prod", color: "red", fail: "" },
      ]);
    });

    it("and chooses the answer by the error's message", async () => {
      const got = await post("/plain?fail=luck", "{}");
      expect([got.status, await got.json()]).to.deep.equal([404, { why: "no luck" }]);
    });

    it("and refuses a type that no template is for", async () => {
      const got = await post("/plain", "<pet/>", "text/xml");
      expect([got.status, await got.json()]).to.deep.equal([415, { message: "Unsupported Media Type" }]);
    });
  });

  describe("changed afterwards", () => {
    it("stays as it was deployed until it is deployed again", async () => {
      await client.send(new DeleteMethodCommand({ restApiId, resourceId: root, httpMethod: "ANY" }));
      await client.send(
        new UpdateRestApiCommand({
          restApiId,
          patchOperations: [{ op: "remove", path: "/binaryMediaTypes/image~1png" }],
        }),
      );
      expect((await call("/")).status).to.equal(200);
      await client.send(new CreateDeploymentCommand({ restApiId, stageName: "prod" }));
      const gone = await call("/");
      expect([gone.status, await gone.json()]).to.deep.equal([403, { message: "Missing Authentication Token" }]);
      expect(gone.headers.get("x-amzn-errortype")).to.equal("MissingAuthenticationTokenException");
    });
  });
});
