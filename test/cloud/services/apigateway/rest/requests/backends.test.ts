import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { GetResourcesCommand, PutIntegrationCommand } from "@aws-sdk/client-api-gateway";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { failure } from "../../../../use-cloud.ts";
import { answerOf, useRestApis } from "../use-rest-apis.ts";

describe("A REST API's backend", () => {
  const suite = useRestApis();
  let server: Server;
  let backend: string;
  let role: string;
  before(async () => {
    server = createServer(async (request, response) => {
      const body = await textOf(request);
      const { method, url, headers } = request;
      if (url?.startsWith("/slow")) return;
      const status = Number(new URL(url ?? "/", "http://x").searchParams.get("status") ?? 200);
      const answer = url?.startsWith("/bytes")
        ? Buffer.from([0, 255, 1])
        : JSON.stringify({ method, url, headers, body });
      const type = url?.startsWith("/bytes") ? "image/png" : "application/json";
      response.writeHead(status, { "content-type": type, "x-backend": "yes", etag: '"1"' }).end(answer);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    backend = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const Statement = { Effect: "Allow", Principal: { Service: "apigateway.amazonaws.com" }, Action: "sts:AssumeRole" };
    const document = JSON.stringify({ Version: "2012-10-17", Statement });
    const { Role } = await suite.cloud
      .client(IAMClient)
      .send(new CreateRoleCommand({ RoleName: "gateway", AssumeRolePolicyDocument: document }));
    role = Role?.Arn as string;
    const allowed = { Effect: "Allow", Action: ["ssm:GetParameter", "s3:*Object", "s3:ListBucket"], Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: allowed });
    await suite.cloud
      .client(IAMClient)
      .send(new PutRolePolicyCommand({ RoleName: "gateway", PolicyName: "backends", PolicyDocument }));
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const deployed = async (paths: object, more: object = {}) =>
    await suite.deploy(await suite.define({ paths, ...more }));
  const integration = (settings: object, more: object = {}) => ({
    responses: { 200: { description: "fine", headers: { etag: {}, "x-method": {}, "x-text": {} } } },
    ...more,
    "x-amazon-apigateway-integration": settings,
  });

  describe("of type HTTP_PROXY", () => {
    it("gets the request as it is, and answers for itself", async () => {
      const url = await deployed({
        "/{proxy+}": {
          "x-amazon-apigateway-any-method": integration(
            {
              type: "http_proxy",
              httpMethod: "ANY",
              uri: `${backend}/base/{proxy}`,
              requestParameters: {
                "integration.request.path.proxy": "method.request.path.proxy",
                "integration.request.header.x-static": "'text'",
                "integration.request.header.x-stage": "context.stage",
                "integration.request.querystring.color": "stageVariables.color",
              },
            },
            { parameters: [{ name: "proxy", in: "path", required: true }] },
          ),
        },
      });
      const got = await answerOf(`${url}/a/b%20c?x=1&x=2`, { method: "PUT", body: "text", headers: { "x-own": "1" } });
      expect(got.status).to.equal(200);
      expect(got.headers.get("x-backend")).to.equal("yes");
      const seen = got.body as { method: string; url: string; body: string; headers: Record<string, string> };
      expect(seen).to.include({ method: "PUT", url: "/base/a/b%20c?x=1&x=2", body: "text" });
      expect(seen.headers).to.include({ "x-own": "1", "x-static": "text", "x-stage": "prod" });
      expect(seen.headers["x-forwarded-for"]).to.equal("127.0.0.1");
      expect((await answerOf(`${url}/a?status=404`)).status).to.equal(404);
    });

    it("is named by stage variables, too", async () => {
      const id = await suite.define({
        paths: {
          "/": { get: integration({ type: "http_proxy", httpMethod: "GET", uri: `http://$\{stageVariables.host}/v` }) },
        },
      });
      const url = await suite.deploy(id, "dev", { host: backend.slice("http://".length) });
      expect((await answerOf(`${url}/`)).body).to.include({ url: "/v" });
    });

    it("is unreachable, or late", async () => {
      const url = await deployed({
        "/closed": { get: integration({ type: "http_proxy", httpMethod: "GET", uri: "http://127.0.0.1:9" }) },
        "/slow": {
          get: integration({ type: "http_proxy", httpMethod: "GET", uri: `${backend}/slow`, timeoutInMillis: 60 }),
        },
      });
      const closed = await answerOf(`${url}/closed`);
      expect([closed.status, closed.body]).to.deep.equal([
        504,
        { message: "Network error communicating with endpoint" },
      ]);
      const slow = await answerOf(`${url}/slow`);
      expect([slow.status, slow.body]).to.deep.equal([504, { message: "Endpoint request timed out" }]);
    });

    it("gets a compressed body as it was, where the API takes those", async () => {
      const proxy = { post: integration({ type: "http_proxy", httpMethod: "POST", uri: backend }) };
      const url = await deployed({ "/": proxy }, { "x-amazon-apigateway-minimum-compression-size": 1_000_000 });
      const init = { method: "POST", body: gzipSync("text"), headers: { "content-encoding": "gzip" } };
      const seen = (await answerOf(`${url}/`, init)).body as { body: string; headers: Record<string, string> };
      expect([seen.body, seen.headers["content-encoding"]]).to.deep.equal(["text", undefined]);
    });

    it("answers bytes as they are", async () => {
      const url = await deployed(
        { "/": { get: integration({ type: "http_proxy", httpMethod: "GET", uri: `${backend}/bytes` }) } },
        { "x-amazon-apigateway-binary-media-types": ["image/*"] },
      );
      const answer = await fetch(`${url}/`);
      expect(Buffer.from(await answer.arrayBuffer())).to.deep.equal(Buffer.from([0, 255, 1]));
    });
  });

  describe("of type HTTP", () => {
    it("gets what the templates make of the request, and its answer is mapped", async () => {
      const responses = {
        "4\\d\\d": {
          statusCode: "400",
          responseTemplates: { "application/json": '{"failed": $input.json("$.method")}' },
        },
        default: {
          statusCode: "200",
          responseParameters: {
            "method.response.header.etag": "integration.response.header.ETag",
            "method.response.header.x-method": "integration.response.body.method",
            "method.response.header.x-text": "'text'",
          },
          responseTemplates: { "application/json": "#set($b = $input.path('$.body'))$b" },
        },
      };
      const template = `#set($names = $input.path('$.pets'))
[#foreach($pet in $names)"$pet.name"#if($foreach.hasNext),#end#end]`;
      const url = await deployed({
        "/pets": {
          post: integration(
            {
              type: "http",
              httpMethod: "POST",
              uri: `${backend}/x`,
              requestParameters: { "integration.request.querystring.status": "method.request.querystring.status" },
              requestTemplates: { "application/json": template },
              responses,
            },
            { parameters: [{ name: "status", in: "query" }] },
          ),
        },
      });
      const init = {
        method: "POST",
        body: `{"pets": [{"name": "a"}, {"name": "b"}]}`,
        headers: { "content-type": "application/json" },
      };
      const got = await answerOf(`${url}/pets`, init);
      expect(got.body).to.deep.equal(["a", "b"]);
      expect(["etag", "x-method", "x-text"].map((name) => got.headers.get(name))).to.deep.equal([
        '"1"',
        "POST",
        "text",
      ]);
      const failed = await answerOf(`${url}/pets?status=418`, init);
      expect([failed.status, failed.body]).to.deep.equal([400, { failed: "POST" }]);
    });

    it("takes numbers of a template for its path", async () => {
      const template = "#set($context.requestOverride.path.id = 7){}";
      const settings = { type: "http", httpMethod: "GET", uri: `${backend}/pets/{id}` };
      const mapping = {
        requestTemplates: { "application/json": template },
        responses: { default: { statusCode: 200 } },
      };
      const url = await deployed({ "/": { get: integration({ ...settings, ...mapping }) } });
      expect((await answerOf(`${url}/`)).body).to.include({ url: "/pets/7" });
    });

    it("may be overridden by its template", async () => {
      const template = `#set($context.requestOverride.header.x-made = "made")#set($context.requestOverride.path.id = "7"){}`;
      const url = await deployed({
        "/": {
          get: integration({
            type: "http",
            httpMethod: "GET",
            uri: `${backend}/pets/{id}`,
            requestTemplates: { "application/json": template },
            responses: {
              default: {
                statusCode: "200",
                responseTemplates: {
                  "application/json": `#set($context.responseOverride.status = 202)#set($context.responseOverride.header.x-over = "ridden")$input.body`,
                },
              },
            },
          }),
        },
      });
      const got = await answerOf(`${url}/`);
      expect([got.status, got.headers.get("x-over")]).to.deep.equal([202, "ridden"]);
      expect(got.body).to.include({ url: "/pets/7" });
    });
  });

  describe("of type MOCK", () => {
    it("answers what its request's template hands on to that of its response", async () => {
      const echo = (set: string, template: string) => ({
        post: integration({
          type: "mock",
          requestTemplates: {
            "application/json": `#set($context.requestOverride.path.body = ${set}){"statusCode": 200}`,
          },
          responses: { default: { statusCode: "200", responseTemplates: { "application/json": template } } },
        }),
      });
      const url = await deployed({
        "/text": echo("$input.body", '#set($b = $util.parseJson($context.requestOverride.path.body)){"n": "$b.name"}'),
        "/value": echo("$input.path('$')", '{"n": "$context.requestOverride.path.body.name"}'),
        "/function": echo("$util", '{"n": "Rex"}'),
      });
      const init = { method: "POST", body: '{"name": "Rex"}', headers: { "content-type": "application/json" } };
      for (const path of ["text", "value", "function"]) {
        const { status, body } = await answerOf(`${url}/${path}`, init);
        expect([path, status, body]).to.deep.equal([path, 200, { n: "Rex" }]);
      }
    });

    // The first two as LocalStack recorded them on AWS, in test_apigateway_integrations.snapshot.json.
    it("answers with the status and the headers that its request's template set, unless its response's sets others", async () => {
      const set = `#set($context.responseOverride.status = "444")#set($context.responseOverride.header.foo = "bar")#set($context.responseOverride.custom = "passed on")`;
      const mock = (responseTemplates?: object) => ({
        get: integration({
          type: "mock",
          requestTemplates: { "application/json": `${set}{"statusCode": 200}` },
          responses: { default: { statusCode: "200", responseTemplates } },
        }),
      });
      const { status, header } = {
        status: "$context.responseOverride.status",
        header: "$context.responseOverride.header",
      };
      const seen = `{"status": "${status}", "foo": "${header}.foo", "custom": "$context.responseOverride.custom"}`;
      const url = await deployed({
        "/alone": mock(),
        "/seen": mock({ "application/json": seen }),
        "/changed": mock({ "application/json": "#set($context.responseOverride.status = 418){}" }),
      });
      const answers = await Promise.all(["alone", "seen", "changed"].map((path) => answerOf(`${url}/${path}`)));
      expect(answers.map((answer) => [answer.status, answer.headers.get("foo")])).to.deep.equal([
        [444, "bar"],
        [444, "bar"],
        [418, "bar"],
      ]);
      expect(answers[1]?.body).to.deep.equal({ status: "444", foo: "bar", custom: "passed on" });
    });

    it("sees an empty object in a request without a body", async () => {
      const template = `{"statusCode": 200}#set($context.requestOverride.path.body = "$input.body $input.json('$')")`;
      const response = { "application/json": '"$context.requestOverride.path.body"' };
      const url = await deployed({
        "/": {
          get: integration({
            type: "mock",
            requestTemplates: { "application/json": template },
            responses: { default: { statusCode: "200", responseTemplates: response } },
          }),
        },
      });
      expect((await answerOf(`${url}/`)).body).to.equal("{} {}");
    });

    it("is an error soon where its template sets what has no end", async () => {
      const lists = `#set($l = [1])${"#set($l = [$l, $l])".repeat(40)}`;
      const mock = (set: string) => ({
        get: integration({
          type: "mock",
          requestTemplates: { "application/json": `${lists}${set}{"statusCode": 200}` },
          responses: { default: { statusCode: "200" } },
        }),
      });
      const url = await deployed({
        "/request": mock("#set($context.requestOverride.header.x = $l)"),
        "/response": mock("#set($context.responseOverride.header.x = $l)"),
      });
      for (const path of ["request", "response"]) expect((await answerOf(`${url}/${path}`)).status).to.equal(500);
    });
  });

  describe("of type AWS", () => {
    it("is a service that takes an action in JSON", async () => {
      await suite.cloud
        .client(SSMClient)
        .send(new PutParameterCommand({ Name: "word", Value: "said", Type: "String" }));
      const url = await deployed({
        "/{name}": {
          get: integration(
            {
              type: "aws",
              httpMethod: "POST",
              uri: "arn:aws:apigateway:us-east-1:ssm:action/GetParameter",
              credentials: role,
              requestTemplates: { "application/json": `{"Name": "$input.params('name')"}` },
              responses: {
                default: {
                  statusCode: "200",
                  responseTemplates: { "application/json": "$input.json('$.Parameter.Value')" },
                },
                "400": { statusCode: "404", responseTemplates: { "application/json": "$input.json('$.__type')" } },
              },
            },
            { parameters: [{ name: "name", in: "path", required: true }] },
          ),
        },
      });
      expect((await answerOf(`${url}/word`)).body).to.equal("said");
      const missing = await answerOf(`${url}/nothing`);
      expect([missing.status, missing.body]).to.deep.equal([404, "ParameterNotFound"]);
    });

    it("is a bucket, by its paths", async () => {
      const s3 = suite.cloud.client(S3Client);
      await s3.send(new CreateBucketCommand({ Bucket: "behind" }));
      const object = (httpMethod: string) =>
        integration(
          {
            type: "aws",
            httpMethod,
            uri: "arn:aws:apigateway:us-east-1:s3:path/behind/{key}",
            credentials: role,
            passthroughBehavior: "when_no_match",
            requestParameters: { "integration.request.path.key": "method.request.path.key" },
            responses: {
              default: {
                statusCode: "200",
                responseParameters: { "method.response.header.etag": "integration.response.header.ETag" },
              },
              "404": { statusCode: "404", responseTemplates: { "application/json": '{"no": "such key"}' } },
            },
          },
          { parameters: [{ name: "key", in: "path", required: true }] },
        );
      const url = await deployed({ "/{key}": { put: object("PUT"), get: object("GET") } });
      const put = await answerOf(`${url}/a%20b`, {
        method: "PUT",
        body: "text",
        headers: { "content-type": "text/plain" },
      });
      expect([put.status, put.headers.get("etag")]).to.deep.equal([200, '"1cb251ec0d568de6a929b520c4aed8d1"']);
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: "behind", Key: "a b" }));
      expect(await Body?.transformToString()).to.equal("text");
      expect((await answerOf(`${url}/a%20b`)).body).to.equal("text");
      const missing = await answerOf(`${url}/c`);
      expect([missing.status, missing.body]).to.deep.equal([404, { no: "such key" }]);
    });

    it("is a service that takes an action in a form", async () => {
      const url = await deployed({
        "/": {
          get: integration({
            type: "aws",
            httpMethod: "POST",
            uri: "arn:aws:apigateway:us-east-1:sts:action/GetCallerIdentity",
            credentials: role,
            requestTemplates: { "application/json": "Action=GetCallerIdentity&Version=2011-06-15" },
            responses: { default: { statusCode: "200" } },
          }),
        },
      });
      expect((await answerOf(`${url}/`)).body).to.include("assumed-role/gateway/BackplaneAssumeRoleSession");
    });

    it("is called as no role of another account, whoever trusts API Gateway there", async () => {
      const other = suite.cloud.client(IAMClient, {
        credentials: { accessKeyId: "222222222222", secretAccessKey: "test" },
      });
      const Statement = {
        Effect: "Allow",
        Principal: { Service: "apigateway.amazonaws.com" },
        Action: "sts:AssumeRole",
      };
      const document = JSON.stringify({ Version: "2012-10-17", Statement });
      const { Role } = await other.send(
        new CreateRoleCommand({ RoleName: "theirs", AssumeRolePolicyDocument: document }),
      );
      const credentials = Role?.Arn as string;
      expect(credentials).to.include("222222222222");
      const uri = "arn:aws:apigateway:us-east-1:sts:action/GetCallerIdentity";
      const responses = { default: { statusCode: "200" } };
      const called = (as: string) => ({
        paths: { "/": { get: integration({ type: "aws", httpMethod: "POST", uri, responses, credentials: as }) } },
      });
      const refused = { name: "AccessDeniedException", message: "Cross-account pass role is not allowed." };
      expect(await failure(suite.define(called(credentials)))).to.include(refused);
      const restApiId = await suite.define(called(role));
      const { items = [] } = await suite.client.send(new GetResourcesCommand({ restApiId }));
      const put = new PutIntegrationCommand({
        restApiId,
        resourceId: items[0]?.id,
        httpMethod: "GET",
        type: "AWS",
        integrationHttpMethod: "POST",
        uri,
        credentials,
      });
      expect(await failure(suite.client.send(put))).to.include(refused);
    });

    it("is called as the role that a stage variable names, in an account that it does not", async () => {
      const statusAs = async (credentials: string, variables: Record<string, string>) => {
        const restApiId = await suite.define({
          paths: {
            "/": {
              get: integration({
                type: "aws",
                httpMethod: "POST",
                uri: "arn:aws:apigateway:us-east-1:sts:action/GetCallerIdentity",
                credentials,
                responses: { default: { statusCode: "200" } },
              }),
            },
          },
        });
        return (await answerOf(`${await suite.deploy(restApiId, "prod", variables)}/`)).status;
      };
      const named = `${role.slice(0, role.lastIndexOf(":"))}:\${stageVariables.role}`;
      expect(await statusAs(named, { role: "role/gateway" })).to.equal(200);
      expect(await statusAs(named, { role: "role/missing" })).to.equal(500);
      expect(await statusAs(`\${stageVariables.role}`, { role: "role/gateway" })).to.equal(500);
      expect(await failure(statusAs(`arn:aws:iam::\${stageVariables.a}:role/gateway`, { a: "1" }))).to.include({
        name: "AccessDeniedException",
      });
    });

    it("needs a role to be called as", async () => {
      const url = await deployed({
        "/": {
          get: integration({
            type: "aws",
            httpMethod: "POST",
            uri: "arn:aws:apigateway:us-east-1:ssm:action/GetParameter",
            responses: { default: { statusCode: "200" } },
          }),
        },
      });
      expect((await answerOf(`${url}/`)).status).to.equal(500);
    });
  });
});

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}
