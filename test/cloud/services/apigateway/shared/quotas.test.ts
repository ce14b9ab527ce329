import {
  CreateAuthorizerCommand,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateStageCommand,
  GetResourcesCommand,
  ImportRestApiCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  PutRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateAuthorizerCommand as CreateAuthorizerV2,
  CreateStageCommand as CreateStageV2,
  ImportApiCommand,
} from "@aws-sdk/client-apigatewayv2";
import { expect } from "chai";
import { refused, useChecks } from "../rest/use-checks.ts";

const exceeded = (kind: string) => [
  "LimitExceededException",
  `Maximum number of ${kind} for this API has been reached.  Please contact AWS if you need additional ${kind}.`,
];
const FUNCTION =
  "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations";

/** A document with so many paths. */
function document(count: number, operation: object): string {
  const paths = Object.fromEntries(Array.from({ length: count }, (_, i) => [`/p${i}`, { get: operation }]));
  return JSON.stringify({ openapi: "3.0.1", info: { title: "x", version: "1" }, paths });
}

// The words are AWS's: https://github.com/hashicorp/terraform-provider-aws/issues/37605
describe("An API has AWS's default quotas", () => {
  const suite = useChecks();
  it("of resources, whichever way they come", async () => {
    const { client, restApiId, root } = suite;
    const body = (count: number) => Buffer.from(document(count, { responses: {} }));
    const put = (count: number) =>
      client.send(new PutRestApiCommand({ restApiId, mode: "overwrite", body: body(count) }));
    expect(await refused(put(300))).to.deep.equal(exceeded("Resources"));
    expect(await refused(client.send(new ImportRestApiCommand({ body: body(5000) })))).to.deep.equal(
      exceeded("Resources"),
    );
    const { items = [] } = await client.send(new GetResourcesCommand({ restApiId, limit: 500 }));
    expect(items).to.have.length(1);
    await put(299);
    const one = client.send(new CreateResourceCommand({ restApiId, parentId: root, pathPart: "more" }));
    expect(await refused(one)).to.deep.equal(exceeded("Resources"));
  });

  it("of stages and authorizers", async () => {
    const { client, restApiId, root } = suite;
    const at = { restApiId, resourceId: root, httpMethod: "GET" };
    await client.send(new PutMethodCommand({ ...at, authorizationType: "NONE" }));
    await client.send(new PutIntegrationCommand({ ...at, type: "MOCK" }));
    const { id: deploymentId } = await client.send(new CreateDeploymentCommand({ restApiId }));
    const stage = (i: number) => client.send(new CreateStageCommand({ restApiId, deploymentId, stageName: `s${i}` }));
    for (let i = 0; i < 10; i++) await stage(i);
    expect(await refused(stage(10))).to.deep.equal(exceeded("Stages"));
    const deployed = client.send(new CreateDeploymentCommand({ restApiId, stageName: "other" }));
    expect(await refused(deployed)).to.deep.equal(exceeded("Stages"));
    const identitySource = "method.request.header.x";
    const guard = { restApiId, type: "REQUEST" as const, authorizerUri: FUNCTION, identitySource };
    const authorizer = (i: number) => client.send(new CreateAuthorizerCommand({ ...guard, name: `a${i}` }));
    for (let i = 0; i < 10; i++) await authorizer(i);
    expect(await refused(authorizer(10))).to.deep.equal(exceeded("Authorizers"));
  });

  it("of routes, stages and authorizers of HTTP APIs", async () => {
    const client = suite.lab.client(ApiGatewayV2Client);
    const Body = document(301, { responses: {} });
    expect(await refused(client.send(new ImportApiCommand({ Body })))).to.deep.equal(exceeded("Routes"));
    const { ApiId } = await client.send(new CreateApiCommand({ Name: "x", ProtocolType: "HTTP" }));
    const stage = (i: number) => client.send(new CreateStageV2({ ApiId, StageName: `s${i}` }));
    for (let i = 0; i < 10; i++) await stage(i);
    expect(await refused(stage(10))).to.deep.equal(exceeded("Stages"));
    const guard = { ApiId, AuthorizerType: "REQUEST", AuthorizerUri: FUNCTION, IdentitySource: [] } as const;
    const authorizer = (i: number) =>
      client.send(
        new CreateAuthorizerV2({ ...guard, IdentitySource: [], Name: `a${i}`, AuthorizerPayloadFormatVersion: "2.0" }),
      );
    for (let i = 0; i < 10; i++) await authorizer(i);
    expect(await refused(authorizer(10))).to.deep.equal(exceeded("Authorizers"));
  });
});
