import { gzipSync } from "node:zlib";
import {
  CreateDeploymentCommand,
  DeleteDeploymentCommand,
  GetDeploymentCommand,
  GetResourcesCommand,
  GetStageCommand,
  type PatchOperation,
  TestInvokeMethodCommand,
  UpdateAccountCommand,
  UpdateResourceCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { expect } from "chai";
import { failure } from "../../../../use-cloud.ts";
import { answerOf, mock, useRestApis } from "../use-rest-apis.ts";

describe("A stage of a REST API", () => {
  const suite = useRestApis();
  const patch = (restApiId: string, ...patchOperations: PatchOperation[]) =>
    suite.client.send(new UpdateStageCommand({ restApiId, stageName: "prod", patchOperations }));
  const replace = (path: string, value: string): PatchOperation => ({ op: "replace", path, value });
  const says = (text: string) => ({
    paths: {
      "/": { get: mock(`{"says": "${text}", "color": "$stageVariables.color", "canary": "$context.isCanaryRequest"}`) },
    },
  });

  it("sends some requests to its canary, which may become all of it", async () => {
    const api = await suite.define(says("old"));
    const url = await suite.deploy(api, "prod", { color: "red" });
    await suite.define(says("new"), api);
    const canarySettings = { percentTraffic: 100, stageVariableOverrides: { color: "blue" } };
    const { id } = await suite.client.send(
      new CreateDeploymentCommand({ restApiId: api, stageName: "prod", canarySettings }),
    );
    expect((await answerOf(`${url}/`)).body).to.deep.equal({ says: "new", color: "blue", canary: "true" });
    await patch(api, replace("/canarySettings/percentTraffic", "0"));
    expect((await answerOf(`${url}/`)).body).to.deep.equal({ says: "old", color: "red", canary: "false" });
    const active = failure(suite.client.send(new DeleteDeploymentCommand({ restApiId: api, deploymentId: id })));
    expect((await active).name).to.equal("BadRequestException");
    await patch(
      api,
      { op: "copy", from: "/canarySettings/deploymentId", path: "/deploymentId" },
      { op: "copy", from: "/canarySettings/stageVariableOverrides", path: "/variables" },
      { op: "remove", path: "/canarySettings" },
    );
    expect((await answerOf(`${url}/`)).body).to.deep.equal({ says: "new", color: "blue", canary: "false" });
    const { canarySettings: gone } = await suite.client.send(
      new GetStageCommand({ restApiId: api, stageName: "prod" }),
    );
    expect(gone).to.equal(undefined);
  });

  describe("logs", () => {
    const lines = async (logGroupName: string, count: number) => {
      const logs = suite.cloud.client(CloudWatchLogsClient);
      for (let attempt = 0; attempt < 250; attempt++) {
        const { events = [] } = await logs
          .send(new FilterLogEventsCommand({ logGroupName }))
          .catch(() => ({ events: [] }));
        if (events.length >= count) return events.map(({ message = "" }) => message);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`${logGroupName} never had ${count} lines`);
    };

    it("each request in the format that it is told", async () => {
      const api = await suite.define(says("hello"));
      const url = await suite.deploy(api);
      const logGroupName = "access";
      await suite.cloud.client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName }));
      const format =
        "$context.httpMethod $context.resourcePath $context.status $context.responseLength $context.identity.sourceIp $context.authorizer.principalId $context.error.message";
      await patch(
        api,
        replace("/accessLogSettings/destinationArn", `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}`),
        replace("/accessLogSettings/format", format),
      );
      await answerOf(`${url}/`);
      await answerOf(`${url}/nothing`);
      expect((await lines(logGroupName, 2)).sort()).to.deep.equal([
        "GET - 403 42 127.0.0.1 - Missing Authentication Token",
        "GET / 200 49 127.0.0.1 - -",
      ]);
    });

    it("the steps of requests, once the account has a role for that", async () => {
      const api = await suite.define(says("hello"));
      const url = await suite.deploy(api);
      const info = [replace("/*/*/logging/loglevel", "INFO"), replace("/*/*/logging/dataTrace", "true")];
      const refused = await failure(patch(api, ...info));
      expect(refused.message).to.equal("CloudWatch Logs role ARN must be set in account settings to enable logging");
      const role = replace("/cloudwatchRoleArn", "arn:aws:iam::000000000000:role/logs");
      await suite.client.send(new UpdateAccountCommand({ patchOperations: [role] }));
      await patch(api, ...info);
      await answerOf(`${url}/`);
      const text = (await lines(`API-Gateway-Execution-Logs_${api}/prod`, 8)).join("\n");
      expect(text).to.contain("HTTP Method: GET, Resource Path: /").and.to.contain("Method completed with status: 200");
    });
  });

  it("has a canary with what AWS gives it, and refuses what can be no canary", async () => {
    const api = await suite.define(says("old"));
    const canary = (stageName?: string) =>
      suite.client.send(
        new CreateDeploymentCommand({ restApiId: api, stageName, canarySettings: { percentTraffic: 50 } }),
      );
    const problem = "Invalid deployment content specified.";
    expect((await failure(canary())).message).to.equal(
      `${problem}Non null and non empty stageName must be provided for canary deployment. Provided value is null`,
    );
    expect((await failure(canary("none"))).message).to.equal(
      `${problem}Stage none must already be created before making a canary release deployment`,
    );
    await suite.deploy(api);
    const { deploymentId, canarySettings } = await patch(api, replace("/canarySettings/percentTraffic", "50"));
    expect(canarySettings).to.deep.equal({ deploymentId, percentTraffic: 50, useStageCache: false });
    for (const path of ["*/*", "canarySettings/stageVariableOverrides", "canarySettings/badPath"])
      expect((await failure(patch(api, { op: "remove", path: `/${path}` }))).message).to.equal(
        `Cannot remove method setting ${path} because there is no method setting for this method `,
      );
    expect((await failure(patch(api, replace("/canarySettings/badPath", "1")))).message).to.match(
      /^Invalid method setting path: \/canarySettings\/badPath\. Must be one of: /,
    );
  });

  it("has settings for methods, which are put and taken away one by one", async () => {
    const api = await suite.define(says("hello"));
    await suite.deploy(api);
    const { methodSettings } = await patch(
      api,
      replace("/*/*/metrics/enabled", "true"),
      replace("/~1pets~1{id}/GET/caching/ttlInSeconds", "60"),
    );
    expect(Object.keys(methodSettings ?? {})).to.deep.equal(["*/*", "~1pets~1{id}/GET"]);
    expect(methodSettings?.["~1pets~1{id}/GET"]).to.include({ cacheTtlInSeconds: 60, dataTraceEnabled: false });
    expect(methodSettings?.["~1pets~1{id}/GET"]).not.to.have.property("loggingLevel");
    const after = await patch(api, { op: "remove", path: "/~1pets~1{id}/GET" });
    expect(Object.keys(after.methodSettings ?? {})).to.deep.equal(["*/*"]);
    const named = await patch(api, replace("/pets/GET/throttling/burstLimit", "0"));
    expect(named.methodSettings?.["pets/GET"]).to.include({ throttlingBurstLimit: 0 });
    expect((await failure(patch(api, replace("/documentation_version", "1")))).message).to.match(
      /^Invalid method setting path: \/documentation_version\. Must be one of: \[\/deploymentId, .*, \/tracingEnabled\]$/,
    );
    expect((await failure(patch(api, replace("/*/*/nonsense", "1")))).name).to.equal("BadRequestException");
  });

  it("is a picture of the API: what changes later is not in it", async () => {
    const api = await suite.define(says("before"));
    const url = await suite.deploy(api);
    const { deploymentId = "" } = await suite.client.send(new GetStageCommand({ restApiId: api, stageName: "prod" }));
    const { apiSummary } = await suite.client.send(
      new GetDeploymentCommand({ restApiId: api, deploymentId, embed: ["apisummary"] }),
    );
    expect(apiSummary).to.deep.equal({ "/": { GET: { authorizationType: "NONE", apiKeyRequired: false } } });
    await suite.define(says("after"), api);
    expect((await answerOf(`${url}/`)).body).to.include({ says: "before" });
    await suite.deploy(api);
    expect((await answerOf(`${url}/`)).body).to.include({ says: "after" });
  });

  it("compresses answers of some size, for who takes them so, and takes bodies so", async () => {
    const api = await suite.define({ paths: { "/": { post: mock('{"more": "12345678901234567890"}') } } });
    const minimum = replace("/minimumCompressionSize", "20");
    await suite.client.send(new UpdateRestApiCommand({ restApiId: api, patchOperations: [minimum] }));
    const url = await suite.deploy(api);
    const headers = { "accept-encoding": "gzip", "content-encoding": "gzip", "content-type": "application/json" };
    const got = await answerOf(`${url}/`, { method: "POST", headers, body: gzipSync('{"n": 7}') });
    expect([got.headers.get("content-encoding"), got.body]).to.deep.equal(["gzip", { more: "12345678901234567890" }]);
    const plain = await answerOf(`${url}/`, { method: "POST", headers: { "accept-encoding": "identity" }, body: "{}" });
    expect(plain.headers.get("content-encoding")).to.equal(null);
    const broken = await answerOf(`${url}/`, { method: "POST", headers, body: "no gzip" });
    expect(broken.status).to.equal(400);
  });

  it("can be closed but for custom domains", async () => {
    const api = await suite.define(says("hello"));
    const closed = replace("/disableExecuteApiEndpoint", "true");
    await suite.client.send(new UpdateRestApiCommand({ restApiId: api, patchOperations: [closed] }));
    const url = await suite.deploy(api);
    expect((await answerOf(`${url}/`)).status).to.equal(403);
  });

  it("answers 403 for more headers than it takes", async () => {
    const url = await suite.deploy(await suite.define(says("hello")));
    expect((await answerOf(`${url}/`, { headers: { "x-long": "a".repeat(11_000) } })).status).to.equal(400);
  });

  it("need not be there to try a method", async () => {
    const restApiId = await suite.define({
      paths: {
        "/pets/{id}": {
          get: mock(`{"id": "$input.params('id')", "q": "$input.params('q')", "v": "$stageVariables.v"}`),
        },
      },
    });
    const { items = [] } = await suite.client.send(new GetResourcesCommand({ restApiId }));
    const resourceId = items.find(({ path }) => path === "/pets/{id}")?.id;
    const tried = await suite.client.send(
      new TestInvokeMethodCommand({
        restApiId,
        resourceId,
        httpMethod: "GET",
        pathWithQueryString: "/pets/7?q=x",
        stageVariables: { v: "1" },
      }),
    );
    expect(tried).to.deep.include({ status: 200, body: `{"id": "7", "q": "x", "v": "1"}` });
    expect(tried.headers).to.deep.equal({ "Content-Type": "application/json" });
    const id = /^Execution log for request (\S+)\n/.exec(tried.log ?? "")?.[1];
    const at = /\n(\w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4}) : /.exec(tried.log ?? "")?.[1];
    expect(tried.log?.split("\n")).to.deep.equal([
      `Execution log for request ${id}`,
      `${at} : Starting execution for request: ${id}`,
      `${at} : HTTP Method: GET, Resource Path: /pets/7`,
      `${at} : Method request path: {id=7}`,
      `${at} : Method request query string: {q=x}`,
      `${at} : Method request headers: {}`,
      `${at} : Method request body before transformations: `,
      `${at} : Method response body after transformations: {"id": "7", "q": "x", "v": "1"}`,
      `${at} : Method response headers: {Content-Type=application/json}`,
      `${at} : Successfully completed execution`,
      `${at} : Method completed with status: 200`,
      "",
    ]);
    const elsewhere = await suite.client.send(
      new TestInvokeMethodCommand({ restApiId, resourceId, httpMethod: "GET", pathWithQueryString: "/other/path" }),
    );
    expect(elsewhere).to.include({ status: 200, body: `{"id": "", "q": "", "v": ""}` });
    // What is below a resource moves with it.
    const pets = items.find(({ path }) => path === "/pets");
    await suite.client.send(
      new UpdateResourceCommand({ restApiId, resourceId: pets?.id, patchOperations: [replace("/pathPart", "cats")] }),
    );
    const moved = await suite.client.send(new GetResourcesCommand({ restApiId }));
    expect(moved.items?.map(({ path }) => path).sort()).to.deep.equal(["/", "/cats", "/cats/{id}"]);
  });
});
