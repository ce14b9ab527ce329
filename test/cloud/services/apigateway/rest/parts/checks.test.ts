import {
  type APIGatewayClient,
  CreateAuthorizerCommand,
  CreateDocumentationPartCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  DeleteGatewayResponseCommand,
  GetDocumentationPartCommand,
  GetGatewayResponsesCommand,
  GetModelCommand,
  GetRequestValidatorCommand,
  type PatchOperation,
  PutGatewayResponseCommand,
  UpdateDocumentationPartCommand,
  UpdateGatewayResponseCommand,
  UpdateModelCommand,
  UpdateRequestValidatorCommand,
} from "@aws-sdk/client-api-gateway";
import { expect } from "chai";
import { add, bad, missing, refused, remove, replace, useChecks } from "../use-checks.ts";

// Names, messages and what answers leave out are those that AWS gave.
describe("What API Gateway checks of", () => {
  const suite = useChecks();
  let client: APIGatewayClient;
  let restApiId: string;
  beforeEach(() => {
    ({ client, restApiId } = suite);
  });

  describe("a model", () => {
    const create = (name: string, schema?: string, id = restApiId) =>
      client.send(
        new CreateModelCommand({ restApiId: id, name, contentType: "application/json", description: "", schema }),
      );
    const change = (operation: PatchOperation) =>
      client.send(new UpdateModelCommand({ restApiId, modelName: "Pet", patchOperations: [operation] }));
    const noSchema = bad("Model schema must have at least 1 property or array items defined");

    it("has a name and a schema, and a description only if it says something", async () => {
      const schema = '{"type": "object"}';
      expect(await create("Pet", schema)).not.to.have.property("description");
      expect(await refused(create("", schema))).to.deep.equal(bad("Model name must be non-empty"));
      expect(await refused(create("None"))).to.deep.equal(noSchema);
      expect(await refused(create("None", ""))).to.deep.equal(noSchema);
      expect(await refused(change(replace("/schema", "")))).to.deep.equal(noSchema);
      expect(await refused(change(add("/wrong", "x")))).to.deep.equal(
        bad("Invalid patch path  '/wrong' specified for op 'add'. Please choose supported operations"),
      );
      expect(await refused(change(replace("/name", "x")))).to.deep.equal(
        bad("Invalid patch path  '/name' specified for op 'replace'. Must be one of: [/description, /schema]"),
      );
      expect(await refused(client.send(new GetModelCommand({ restApiId: "nope", modelName: "Pet" })))).to.deep.equal(
        missing("Invalid model name specified: Pet"),
      );
      expect(await refused(create("Pet", schema, "nope"))).to.deep.equal(
        missing("Invalid API identifier specified 000000000000:nope"),
      );
    });
  });

  describe("a validator", () => {
    it("is changed by replacing what it has, and has a name", async () => {
      const { id: requestValidatorId } = await client.send(new CreateRequestValidatorCommand({ restApiId, name: "v" }));
      const change = (operation: PatchOperation) =>
        client.send(new UpdateRequestValidatorCommand({ restApiId, requestValidatorId, patchOperations: [operation] }));
      expect((await change(replace("/validateRequestBody", "true"))).validateRequestBody).to.equal(true);
      expect((await change(replace("/validateRequestBody"))).validateRequestBody).to.equal(false);
      expect(await refused(change(remove("/validateRequestBody")))).to.deep.equal(
        bad("Invalid patch path  '/validateRequestBody' specified for op 'remove'. Please choose supported operations"),
      );
      expect(await refused(change(replace("/no", "true")))).to.deep.equal(
        bad(
          "Invalid patch path  '/no' specified for op 'replace'. Must be one of: [/name, /validateRequestParameters, /validateRequestBody]",
        ),
      );
      expect(await refused(change(replace("/name")))).to.deep.equal(bad("Request Validator name cannot be blank"));
      const elsewhere = { restApiId: "nope", name: "v" };
      expect(await refused(client.send(new CreateRequestValidatorCommand(elsewhere)))).to.deep.equal(
        bad("Invalid REST API identifier specified"),
      );
      const got = client.send(new GetRequestValidatorCommand({ restApiId: "nope", requestValidatorId }));
      expect(await refused(got)).to.deep.equal(missing("Invalid Request Validator identifier specified"));
    });
  });

  describe("a part of the documentation", () => {
    it("is changed by replacing its properties", async () => {
      const { id: documentationPartId } = await client.send(
        new CreateDocumentationPartCommand({ restApiId, location: { type: "API" }, properties: "{}" }),
      );
      const change = (operation: PatchOperation, id = restApiId) =>
        refused(
          client.send(
            new UpdateDocumentationPartCommand({ restApiId: id, documentationPartId, patchOperations: [operation] }),
          ),
        );
      expect(await change(add("/properties", "{}"))).to.deep.equal(
        bad("Invalid patch path  '/properties' specified for op 'add'. Please choose supported operations"),
      );
      expect(await change(replace("/no", "{}"))).to.deep.equal(
        bad("Invalid patch path  '/no' specified for op 'replace'. Must be one of: [/properties]"),
      );
      const none = missing("Invalid Documentation part identifier specified");
      expect(await change(replace("/properties", "{}"), "nope")).to.deep.equal(none);
      const got = client.send(new GetDocumentationPartCommand({ restApiId: "nope", documentationPartId }));
      expect(await refused(got)).to.deep.equal(none);
    });
  });

  describe("a gateway response", () => {
    const header = "/responseParameters/gatewayresponse.header.x";
    for (const [operation, problem] of [
      [add("/statusCode", "444"), bad("Invalid patch path /statusCode")],
      [remove("/statusCode"), bad("Invalid patch path /statusCode")],
      [replace(header, "'y'"), missing("Invalid parameter name specified")],
      [{ op: "add", value: "'y'" }, bad("Invalid patch path null")],
      [add("/wrongPath", "'y'"), bad("Invalid patch path /wrongPath")],
      [add(header), bad("Invalid null or empty value in responseParameters")],
      [replace("/responseTemplates/application~1json"), bad("Invalid null or empty value in responseTemplates")],
    ] as [PatchOperation, string[]][]) {
      it(`is not changed by ${JSON.stringify(operation)}`, async () => {
        const change = { restApiId, responseType: "DEFAULT_4XX" as const, patchOperations: [operation] };
        expect(await refused(client.send(new UpdateGatewayResponseCommand(change)))).to.deep.equal(problem);
      });
    }

    it("for all of a kind is that of each of them, and can be deleted once", async () => {
      const responseType = "DEFAULT_5XX" as const;
      await client.send(new PutGatewayResponseCommand({ restApiId, responseType, statusCode: "599" }));
      const { items = [] } = await client.send(new GetGatewayResponsesCommand({ restApiId }));
      expect(items.find((one) => one.responseType === "INTEGRATION_TIMEOUT")).to.include({
        statusCode: "599",
        defaultResponse: true,
      });
      expect(items.find((one) => one.responseType === "THROTTLED")?.statusCode).to.equal("429");
      await client.send(new DeleteGatewayResponseCommand({ restApiId, responseType }));
      const again = client.send(new DeleteGatewayResponseCommand({ restApiId, responseType }));
      expect(await refused(again)).to.deep.equal(missing("Gateway response type not defined on api"));
    });
  });

  it("an authorizer of an API that is not there", async () => {
    const uri =
      "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations";
    const input = { name: "a", type: "TOKEN" as const, identitySource: "method.request.header.Authorization" };
    const made = client.send(new CreateAuthorizerCommand({ ...input, restApiId: "nope", authorizerUri: uri }));
    expect(await refused(made)).to.deep.equal([
      "ConflictException",
      "Unable to complete operation due to concurrent modification. Please try again later.",
    ]);
  });
});
