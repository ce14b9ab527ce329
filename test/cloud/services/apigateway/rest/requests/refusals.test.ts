import {
  DeleteGatewayResponseCommand,
  GetGatewayResponsesCommand,
  PutGatewayResponseCommand,
  UpdateGatewayResponseCommand,
} from "@aws-sdk/client-api-gateway";
import { expect } from "chai";
import { failure } from "../../../../use-cloud.ts";
import { answerOf, mock, useRestApis } from "../use-rest-apis.ts";

const PET = {
  type: "object",
  required: ["name"],
  properties: {
    name: { type: "string", maxLength: 5 },
    owner: { $ref: "https://apigateway.amazonaws.com/restapis/x/models/Owner" },
  },
};
const OWNER = {
  type: "object",
  required: ["id"],
  properties: { id: { type: "integer", minimum: 0, exclusiveMinimum: true } },
};

describe("What a REST API refuses", () => {
  const suite = useRestApis();

  describe("by a validator", () => {
    let url: string;
    before(async () => {
      const validators = {
        all: { validateRequestBody: true, validateRequestParameters: true },
        body: { validateRequestBody: true, validateRequestParameters: false },
      };
      const body = { content: { "application/json": { schema: { $ref: "#/components/schemas/Pet" } } } };
      const parameters = [
        { name: "page", in: "query", required: true },
        { name: "x-id", in: "header", required: true },
        { name: "other", in: "query" },
      ];
      const id = await suite.define({
        "x-amazon-apigateway-request-validators": validators,
        "x-amazon-apigateway-request-validator": "body",
        paths: {
          "/pets": {
            post: mock("{}", { requestBody: body }),
            get: mock("{}", { parameters, "x-amazon-apigateway-request-validator": "all" }),
          },
        },
        components: { schemas: { Pet: PET, Owner: OWNER } },
      });
      url = await suite.deploy(id);
    });
    const post = (body: string, type = "application/json") =>
      answerOf(`${url}/pets`, { method: "POST", body, headers: { "content-type": type } });

    for (const [what, body, fine] of [
      ["what the model describes", '{"name": "Rex"}', true],
      ["another model's part", '{"name": "Rex", "owner": {"id": 1}}', true],
      ["a missing member", "{}", false],
      ["a member of another type", '{"name": 7}', false],
      ["a longer text", '{"name": "longer"}', false],
      ["another model's wrong part", '{"name": "Rex", "owner": {"id": 0}}', false],
      ["what is no JSON", "{name}", false],
    ] as const) {
      it(`${fine ? "is not" : "is"} ${what}`, async () => {
        const got = await post(body);
        expect([got.status, got.body]).to.deep.equal(fine ? [200, {}] : [400, { message: "Invalid request body" }]);
      });
    }

    it("is not a body of a type without a model", async () => {
      expect((await post("anything", "text/plain")).status).to.equal(200);
    });

    it("is a request that lacks parameters, all of which are named", async () => {
      const none = await answerOf(`${url}/pets`);
      expect([none.status, none.body]).to.deep.equal([
        400,
        { message: "Missing required request parameters: [page, x-id]" },
      ]);
      const one = await answerOf(`${url}/pets?page=1`);
      expect(one.body).to.deep.equal({ message: "Missing required request parameters: [x-id]" });
      expect((await answerOf(`${url}/pets?page=1`, { headers: { "X-Id": "1" } })).status).to.equal(200);
    });
  });

  describe("is answered", () => {
    it("as the API wants it, by the type of the refusal or for all of a kind", async () => {
      const id = await suite.define({
        "x-amazon-apigateway-gateway-responses": {
          MISSING_AUTHENTICATION_TOKEN: {
            statusCode: 404,
            responseTemplates: {
              "application/json": `{"what": $context.error.messageString, "path": "$context.path", "type": "$context.error.responseType"}`,
            },
          },
          DEFAULT_4XX: {
            responseParameters: {
              "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
              "gatewayresponse.header.x-asked": "method.request.header.x-asked",
            },
          },
        },
        "x-amazon-apigateway-request-validators": {
          all: { validateRequestBody: false, validateRequestParameters: true },
        },
        "x-amazon-apigateway-request-validator": "all",
        paths: { "/": { get: mock("{}", { parameters: [{ name: "q", in: "query", required: true }] }) } },
      });
      const url = await suite.deploy(id);
      const missing = await answerOf(`${url}/nothing`);
      expect([missing.status, missing.body]).to.deep.equal([
        404,
        { what: "Missing Authentication Token", path: "/prod/nothing", type: "MISSING_AUTHENTICATION_TOKEN" },
      ]);
      const bad = await answerOf(`${url}/`, { headers: { "x-asked": "me" } });
      expect([bad.status, bad.body]).to.deep.equal([400, { message: "Missing required request parameters: [q]" }]);
      expect(bad.headers.get("access-control-allow-origin")).to.equal("*");
      expect(bad.headers.get("x-asked")).to.equal("me");
    });

    it("with braces that are the template's own, after a variable too", async () => {
      const id = await suite.define({
        "x-amazon-apigateway-gateway-responses": {
          DEFAULT_4XX: {
            responseTemplates: {
              "application/json": `{"a": {"m": $context.error.messageString}, "s": "$\{context.stage}.$context.stage.", "v": {"n": $stageVariables.n}, "h": "{$method.request.header.x-asked}"}`,
            },
          },
        },
        paths: { "/": { get: mock() } },
      });
      const url = await suite.deploy(id, "dev", { n: "1" });
      expect((await answerOf(`${url}/nothing`, { headers: { "x-asked": "me" } })).body).to.deep.equal({
        a: { m: "Missing Authentication Token" },
        s: "dev.dev.",
        v: { n: 1 },
        h: "{me}",
      });
    });

    it("as responses say that are put, changed and deleted", async () => {
      const restApiId = await suite.define({ paths: { "/": { get: mock() } } });
      const { client } = suite;
      const responseType = "MISSING_AUTHENTICATION_TOKEN" as const;
      await client.send(new PutGatewayResponseCommand({ restApiId, responseType, statusCode: "418" }));
      await client.send(
        new UpdateGatewayResponseCommand({
          restApiId,
          responseType,
          patchOperations: [{ op: "add", path: "/responseParameters/gatewayresponse.header.x-a", value: "'b'" }],
        }),
      );
      const url = await suite.deploy(restApiId);
      const got = await answerOf(`${url}/nothing`);
      expect([got.status, got.headers.get("x-a")]).to.deep.equal([418, "b"]);
      const { items = [] } = await client.send(new GetGatewayResponsesCommand({ restApiId }));
      expect(items.filter(({ defaultResponse }) => !defaultResponse).map((one) => one.responseType)).to.deep.equal([
        responseType,
      ]);
      expect(items).to.have.length(21);
      await client.send(new DeleteGatewayResponseCommand({ restApiId, responseType }));
      const again = await suite.deploy(restApiId);
      expect((await answerOf(`${again}/nothing`)).status).to.equal(403);
      const wrong = client.send(
        new PutGatewayResponseCommand({
          restApiId,
          responseType,
          responseParameters: { "method.response.header.x": "'b'" },
        }),
      );
      expect((await failure(wrong)).name).to.equal("BadRequestException");
    });
  });
});
