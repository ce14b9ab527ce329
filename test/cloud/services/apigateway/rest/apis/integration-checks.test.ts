import {
  type APIGatewayClient,
  DeleteIntegrationResponseCommand,
  GetIntegrationCommand,
  ImportRestApiCommand,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  type PutIntegrationResponseCommandInput,
  PutMethodCommand,
  PutMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";
import { expect } from "chai";
import { bad, mapping, missing, refused, useChecks } from "../use-checks.ts";

// Names, messages and what answers leave out are those that AWS gave.
describe("What API Gateway checks of", () => {
  const suite = useChecks();
  let client: APIGatewayClient;
  let restApiId: string;
  let root: string;
  beforeEach(() => {
    ({ client, restApiId, root } = suite);
  });

  describe("an integration", () => {
    const at = () => ({ restApiId, resourceId: root, httpMethod: "GET" });
    beforeEach(() => client.send(new PutMethodCommand({ ...at(), authorizationType: "NONE" })));
    const put = (input: Partial<PutIntegrationCommandInput>) =>
      client.send(new PutIntegrationCommand({ ...at(), type: "MOCK", ...input }));
    const bucket = "arn:aws:apigateway:us-east-1:s3:path/b/k";
    const POST = { integrationHttpMethod: "POST" };
    const noMethod = bad("Enumeration value for HttpMethod must be non-empty");

    for (const [input, problem] of [
      [{ type: "HTTP", uri: "http://example.com" }, noMethod],
      [{ type: "HTTP_PROXY", uri: "http://example.com" }, noMethod],
      [{ type: "AWS", uri: bucket }, noMethod],
      [{ ...POST, type: "HTTP", uri: "non-valid-http" }, bad("Invalid HTTP endpoint specified for URI")],
      [{ ...POST, type: "AWS", uri: "non-valid-arn" }, bad("Invalid ARN specified in the request")],
      [
        { ...POST, type: "AWS", uri: "arn:aws:iam::0000:role/x" },
        bad("AWS ARN for integration must contain path or action"),
      ],
      [
        { ...POST, type: "AWS_PROXY", uri: bucket },
        bad(
          "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
        ),
      ],
      [{ requestParameters: { x: "'y'" } }, mapping("Invalid mapping expression specified: x")],
      [
        { requestParameters: { "integration.request.header.x": "y" } },
        mapping("Invalid mapping expression specified: y"),
      ],
    ] as const) {
      it(`is not put with ${JSON.stringify(input)}`, async () => {
        expect(await refused(put(input))).to.deep.equal(problem);
      });
    }

    it("reaches HTTP backends through the internet, unless it says otherwise", async () => {
      const { $metadata: _, ...made } = await put({ ...POST, type: "HTTP", uri: "http://example.com" });
      expect(made).to.deep.equal({
        cacheKeyParameters: [],
        cacheNamespace: root,
        connectionType: "INTERNET",
        httpMethod: "POST",
        passthroughBehavior: "WHEN_NO_MATCH",
        timeoutInMillis: 29_000,
        type: "HTTP",
        uri: "http://example.com",
      });
      expect(await put({})).not.to.have.property("connectionType");
    });

    it("has responses before its method has them, and no longer than there are any", async () => {
      await put({});
      const response = { ...at(), statusCode: "200" };
      const respond = (more: Partial<PutIntegrationResponseCommandInput>) =>
        client.send(new PutIntegrationResponseCommand({ ...response, ...more }));
      const { $metadata: _, ...made } = await respond({ selectionPattern: "2\\d{2}", responseTemplates: {} });
      expect(made).to.deep.equal({ statusCode: "200", selectionPattern: "2\\d{2}", responseTemplates: {} });
      expect(await refused(respond({ responseTemplates: { 123: "x" } }))).to.deep.equal(
        bad("Validation Result: warnings : [], errors : [Invalid content type specified: 123]"),
      );
      const responseParameters = { "method.response.header.x": "'y'" };
      expect(await refused(respond({ responseParameters }))).to.deep.equal(
        mapping("Invalid mapping expression parameter specified: method.response.header.x"),
      );
      await client.send(
        new PutMethodResponseCommand({ ...response, responseParameters: { "method.response.header.x": false } }),
      );
      await respond({ responseParameters });
      await client.send(new DeleteIntegrationResponseCommand(response));
      expect(await client.send(new GetIntegrationCommand(at()))).not.to.have.property("integrationResponses");
      const gone = (more: object) =>
        refused(client.send(new DeleteIntegrationResponseCommand({ ...response, ...more })));
      expect(await gone({ httpMethod: "PUT" })).to.deep.equal(missing("Invalid Integration identifier specified"));
      expect(await gone({})).to.deep.equal(missing("Invalid Response status code specified"));
      expect(await gone({ restApiId: "nope" })).to.deep.equal(missing("Invalid Resource identifier specified"));
    });

    it("that is refused is refused on every way in", async () => {
      const uri =
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations";
      const streaming = uri
        .replace("2015-03-31", "2021-11-15")
        .replace(/invocations$/, "response-streaming-invocations");
      const imported = (settings: object, more: object = {}) => {
        const paths = { "/a": { get: { responses: {}, "x-amazon-apigateway-integration": settings, ...more } } };
        const document = { openapi: "3.0.1", info: { title: "x", version: "1" }, paths };
        return refused(client.send(new ImportRestApiCommand({ body: Buffer.from(JSON.stringify(document)) })));
      };
      const proxy = { type: "aws_proxy", httpMethod: "POST", uri };
      const put1 = put({ ...POST, type: "AWS_PROXY", uri, responseTransferMode: "STREAM" });
      for (const one of [
        await refused(put1),
        await refused(put({ ...POST, type: "AWS_PROXY", uri: streaming })),
        await imported({ ...proxy, responseTransferMode: "stream" }),
        await imported({ ...proxy, uri: streaming }),
        await refused(put({ ...POST, type: "AWS", uri, responseTransferMode: "STREAM" })),
      ])
        expect(one[0]).to.equal("BadRequestException");
      expect((await imported({ ...proxy, connectionType: "VPC_LINK" }))[0]).to.equal("NotImplemented");
      const at = "on 'GET' for resource at path '/a'";
      expect(await imported({ type: "http", httpMethod: "GET", uri: "nope" })).to.deep.equal(
        bad(`Errors found during import:\n\tUnable to put integration ${at}: Invalid HTTP endpoint specified for URI`),
      );
      const responses = { default: { statusCode: 200, responseParameters: { "method.response.header.x": "'y'" } } };
      expect((await imported({ type: "mock", responses }))[1]).to.contain(
        `Unable to put integration response ${at}: Invalid mapping expression specified`,
      );
    });
  });
});
