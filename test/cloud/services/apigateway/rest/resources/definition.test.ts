import { GetResourcesCommand } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client, GetRoutesCommand } from "@aws-sdk/client-apigatewayv2";
import { DescribeStackResourcesCommand } from "@aws-sdk/client-cloudformation";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { Stacks } from "../../../cloudformation/stacks.ts";
import { mock, useRestApis } from "../use-rest-apis.ts";

describe("An API of a stack whose definition is in a bucket", () => {
  const suite = useRestApis();
  let stacks: Stacks;
  before(async () => {
    stacks = new Stacks(suite.cloud);
    const s3 = suite.cloud.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: "definitions" }));
    const document = { openapi: "3.0.1", info: { title: "kept", version: "1" } };
    const proxy = { type: "http_proxy", httpMethod: "GET", uri: "http://127.0.0.1:9", payloadFormatVersion: "1.0" };
    for (const [Key, paths, more] of [
      ["small.json", { "/pets": { get: mock() } }, {}],
      ["large.json", { "/pets": { get: mock() } }, { "x-comment": "-".repeat(1_000_000) }],
      ["http.json", { "/pets": { get: { "x-amazon-apigateway-integration": proxy } } }, {}],
    ] as const)
      await s3.send(
        new PutObjectCommand({ Bucket: "definitions", Key, Body: JSON.stringify({ ...document, paths, ...more }) }),
      );
  });

  const idOf = async (StackName: string, Type: string, Key: string) => {
    const Properties = { BodyS3Location: { Bucket: "definitions", Key } };
    const { StackStatus } = await stacks.create(StackName, { Resources: { Api: { Type, Properties } } });
    expect(StackStatus).to.equal("CREATE_COMPLETE");
    const { StackResources = [] } = await stacks.client.send(new DescribeStackResourcesCommand({ StackName }));
    return StackResources[0]?.PhysicalResourceId;
  };

  for (const size of ["small", "large"]) {
    it(`is what that says, be it ${size}`, async () => {
      const restApiId = await idOf(`rest-${size}`, "AWS::ApiGateway::RestApi", `${size}.json`);
      const { items = [] } = await suite.client.send(new GetResourcesCommand({ restApiId }));
      expect(items.map(({ path }) => path).sort()).to.deep.equal(["/", "/pets"]);
    });
  }

  it("is what that says, an HTTP API too", async () => {
    const ApiId = await idOf("http", "AWS::ApiGatewayV2::Api", "http.json");
    const { Items = [] } = await suite.cloud.client(ApiGatewayV2Client).send(new GetRoutesCommand({ ApiId }));
    expect(Items.map(({ RouteKey }) => RouteKey)).to.deep.equal(["GET /pets"]);
  });
});
