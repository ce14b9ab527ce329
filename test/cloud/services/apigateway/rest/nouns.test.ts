import {
  type APIGatewayClient,
  CreateApiKeyCommand,
  CreateAuthorizerCommand,
  CreateDeploymentCommand,
  CreateDocumentationPartCommand,
  CreateDocumentationVersionCommand,
  CreateDomainNameCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  DeleteModelCommand,
  DeleteResourceCommand,
  GetApiKeysCommand,
  GetDocumentationPartsCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetTagsCommand,
  GetUsageCommand,
  GetUsagePlanKeysCommand,
  ImportApiKeysCommand,
  ImportDocumentationPartsCommand,
  type PatchOperation,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  PutRestApiCommand,
  UpdateAuthorizerCommand,
  UpdateDocumentationPartCommand,
  UpdateIntegrationCommand,
  UpdateMethodResponseCommand,
  UpdateRequestValidatorCommand,
  UpdateResourceCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { expect } from "chai";
import { bad, mapping, missing, refused, replace, useChecks } from "./use-checks.ts";

const FUNCTION =
  "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations";
const conflict = (message: string) => ["ConflictException", message];

describe("REST APIs, noun by noun", () => {
  const suite = useChecks();
  let client: APIGatewayClient;
  let restApiId: string;
  let at: { restApiId: string; resourceId: string; httpMethod: string };
  beforeEach(async () => {
    ({ client, restApiId } = suite);
    at = { restApiId, resourceId: suite.root, httpMethod: "GET" };
    await client.send(new PutMethodCommand({ ...at, authorizationType: "NONE" }));
    await client.send(new PutIntegrationCommand({ ...at, type: "MOCK" }));
  });
  /** What an import of a document answers that has an operation at `/a`, and whatever more. */
  const imported = async (operation: object, more: object = {}) => {
    const document = { openapi: "3.0.1", info: { title: "x", version: "1" }, paths: { "/a": { get: operation } } };
    const body = Buffer.from(JSON.stringify({ ...document, ...more }));
    return await refused(client.send(new PutRestApiCommand({ restApiId, body })));
  };

  describe("an API", () => {
    const source = bad("Invalid ApiKeySourceType specified. Valid options are HEADER,AUTHORIZER");
    for (const [operation, problem] of [
      [replace("/apiKeySource", "BODY"), source],
      [replace("/name", " "), bad("The REST API name must not be empty.")],
      [replace("/name"), bad("The REST API name must not be empty.")],
    ] as const) {
      it(`is not changed by ${JSON.stringify(operation)}`, async () => {
        const changed = client.send(new UpdateRestApiCommand({ restApiId, patchOperations: [operation] }));
        expect(await refused(changed)).to.deep.equal(problem);
      });
    }

    it("has keys from nowhere else by an import either", async () => {
      expect(await imported({ responses: {} }, { "x-amazon-apigateway-api-key-source": "BODY" })).to.deep.equal(source);
    });

    it("is listed by pages that end", async () => {
      for (const limit of [0, -1])
        expect(await refused(client.send(new GetRestApisCommand({ limit })))).to.deep.equal(
          bad("Invalid limit parameter specified"),
        );
    });

    it("has tags in its own region, by an ARN", async () => {
      const tags = (resourceArn: string) => client.send(new GetTagsCommand({ resourceArn }));
      await tags(`arn:aws:apigateway:us-east-1::/restapis/${restApiId}`);
      expect((await refused(tags(`arn:aws:apigateway:eu-west-1::/restapis/${restApiId}`)))[0]).to.equal(
        "NotFoundException",
      );
      expect(await refused(tags("nothing"))).to.deep.equal(
        bad("Invalid ARN specified in the request. ARNs must start with 'arn:': nothing"),
      );
    });
  });

  describe("a resource", () => {
    const allowed =
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.";
    const sibling = "A sibling ({a}) of this resource already has a variable path part -- only one is allowed";
    const greedy = "Cannot create a child of a resource with a greedy path variable: {a+}";

    for (const [first, path, problem] of [
      ["/x", "/a{", allowed],
      ["/x", "/{a{a", allowed],
      ["/x", "/x{y+}", allowed],
      ["/{a}", "/{b}/c", sibling],
      ["/{a+}", "/{a+}/b", greedy],
    ] as const) {
      it(`is not made by a path like ${path} beside ${first}, nor by an import of it`, async () => {
        const paths = (...all: string[]) => Object.fromEntries(all.map((one) => [one, { get: { responses: {} } }]));
        const within = `Errors found during import:\n\tUnable to create resource at path '${path}': ${problem}`;
        expect(await imported({}, { paths: paths(first, path) })).to.deep.equal(bad(within));

        const { id, rootResourceId } = await client.send(new CreateRestApiCommand({ name: "tree" }));
        const made = async (whole: string) => {
          let parentId = rootResourceId as string;
          const { items = [] } = await client.send(new GetResourcesCommand({ restApiId: id }));
          const above = items.filter(({ path = "" }) => path !== "/" && whole.startsWith(`${path}/`)).at(-1);
          if (above?.id) parentId = above.id;
          const pathPart = whole.slice(above?.path?.length ?? 0).split("/")[1] as string;
          await client.send(new CreateResourceCommand({ restApiId: id, parentId, pathPart }));
        };
        await made(first);
        expect(await refused(made(path))).to.deep.equal(bad(problem));
      });
    }

    it("is not moved to where it could not be made", async () => {
      const made = async (pathPart: string) =>
        (await client.send(new CreateResourceCommand({ restApiId, parentId: suite.root, pathPart }))).id as string;
      const [above, resourceId] = [await made("{a+}"), await made("x")];
      const moved = (operation: PatchOperation) =>
        client.send(new UpdateResourceCommand({ restApiId, resourceId, patchOperations: [operation] }));
      expect(await refused(moved(replace("/parentId", above)))).to.deep.equal(bad(greedy));
      expect(await refused(moved(replace("/pathPart", "{b}")))).to.deep.equal(bad(sibling.replace("{a}", "{a+}")));
      expect(await refused(moved(replace("/pathPart", "b{")))).to.deep.equal(bad(allowed));
      await client.send(new DeleteResourceCommand({ restApiId, resourceId: above }));
      await client.send(new CreateResourceCommand({ restApiId, parentId: resourceId, pathPart: "below" }));
      expect(await refused(moved(replace("/pathPart", "{a+}")))).to.deep.equal(bad(greedy));
    });
  });

  describe("a model", () => {
    it("is not imported without a name or a schema that CreateModel would take", async () => {
      const large = { type: "object", description: "a".repeat(400 * 1024 + 1) };
      const within = (name: string, problem: string) =>
        bad(`Errors found during import:\n\tUnable to create model for '${name}': ${problem}`);
      const answer = (schemas: object) => imported({ responses: {} }, { components: { schemas } });
      expect(await answer({ ___: { type: "object" } })).to.deep.equal(within("", "Model name must be non-empty"));
      expect(await answer({ Large: large })).to.deep.equal(within("Large", "Model schema can have 400 KB at most"));
    });
  });

  describe("a method's response", () => {
    const unknown = bad("Invalid model identifier specified: None");
    const header = "Invalid mapping expression specified: header.x";
    for (const [response, problem] of [
      [{ responseModels: { "application/json": "None" } }, unknown],
      [{ responseParameters: { "header.x": true } }, mapping(header)],
    ] as const) {
      it(`is not put with ${JSON.stringify(response)}`, async () => {
        const put = client.send(new PutMethodResponseCommand({ ...at, statusCode: "200", ...response }));
        expect(await refused(put)).to.deep.equal(problem);
      });
    }

    it("has models that are there after a change, too, and keeps them", async () => {
      const response = { ...at, statusCode: "200" };
      await client.send(
        new CreateModelCommand({ restApiId, name: "Pet", contentType: "application/json", schema: "{}" }),
      );
      await client.send(new PutMethodResponseCommand({ ...response, responseModels: { "text/plain": "Pet" } }));
      const patchOperations = [replace("/responseModels/text~1plain", "None")];
      const changed = client.send(new UpdateMethodResponseCommand({ ...response, patchOperations }));
      expect(await refused(changed)).to.deep.equal(unknown);
      expect(await refused(client.send(new DeleteModelCommand({ restApiId, modelName: "Pet" })))).to.deep.equal(
        conflict("Cannot delete model 'Pet', is referenced in method response: //GET/200"),
      );
    });
  });

  describe("an integration", () => {
    const large = { "application/json": "a".repeat(300 * 1024 + 1) };
    const tooLarge = "Mapping templates can have 300 KB at most";
    const options = (what: string, valid: string) => `Invalid ${what} specified. Valid options are ${valid}`;
    const methods = options("HttpMethod", "GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY");
    const passing = options("PassthroughBehavior", "WHEN_NO_MATCH,WHEN_NO_TEMPLATES,NEVER");
    const handling = options("ContentHandlingStrategy", "CONVERT_TO_BINARY,CONVERT_TO_TEXT");
    const http = { type: "HTTP", uri: "http://example.com" } as const;

    for (const [input, problem] of [
      [{ requestTemplates: large }, tooLarge],
      [{ passthroughBehavior: "SOMETIMES" }, passing],
      [{ ...http, integrationHttpMethod: "LOOK" }, methods],
    ] as const) {
      it(`is not put where its answer would be: ${problem}`, async () => {
        const put = client.send(new PutIntegrationCommand({ ...at, type: "MOCK", ...input }));
        expect(await refused(put)).to.deep.equal(bad(problem));
      });
    }

    for (const [operation, problem] of [
      [replace("/requestTemplates/application~1json", large["application/json"]), tooLarge],
      [replace("/passthroughBehavior", "SOMETIMES"), passing],
      [replace("/contentHandling", "CONVERT"), handling],
      [replace("/httpMethod", "LOOK"), methods],
      [replace("/connectionType", "WIRE"), options("ConnectionType", "INTERNET,VPC_LINK")],
    ] as const) {
      it(`is not changed where its answer would be: ${problem}`, async () => {
        const changed = client.send(new UpdateIntegrationCommand({ ...at, patchOperations: [operation] }));
        expect(await refused(changed)).to.deep.equal(bad(problem));
      });
    }

    it("nor imported, whatever a document has for texts", async () => {
      const integration = { type: "mock", requestTemplates: large };
      const within = (problem: string, what = "integration") =>
        bad(`Errors found during import:\n\tUnable to put ${what} on 'GET' for resource at path '/a': ${problem}`);
      const operation = (node: object, more: object = {}) => ({
        responses: {},
        "x-amazon-apigateway-integration": node,
        ...more,
      });
      expect(await imported(operation(integration))).to.deep.equal(within(tooLarge));
      expect(await imported(operation({ type: "mock", passthroughBehavior: "x" }))).to.deep.equal(within(passing));
      const odd = { type: "mock", requestTemplates: { "application/json": { statusCode: 200 } }, uri: 5 };
      expect((await imported(operation({ ...odd, connectionType: "x" })))[1]).to.contain("ConnectionType");
      const responses = { default: { statusCode: 200, responseTemplates: large } };
      expect(await imported(operation({ type: "mock", responses }))).to.deep.equal(
        within(tooLarge, "integration response"),
      );
    });

    it("has responses of the same kind", async () => {
      const put = (responseTemplates: Record<string, string>) =>
        client.send(new PutIntegrationResponseCommand({ ...at, statusCode: "200", responseTemplates }));
      expect(await refused(put(large))).to.deep.equal(bad(tooLarge));
    });
  });

  describe("a stage", () => {
    const value = (text: string) =>
      bad(
        `Invalid stage variable value: ${text}.  Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','.`,
      );
    const name = bad("Invalid stage variable name: a:b.  Please use names with only word characters.");
    beforeEach(() => client.send(new CreateDeploymentCommand({ restApiId, stageName: "prod" })));
    const change = (operation: PatchOperation) =>
      client.send(new UpdateStageCommand({ restApiId, stageName: "prod", patchOperations: [operation] }));

    for (const [operation, problem] of [
      [replace("/variables/a:b", "x"), name],
      [replace("/variables/a", ""), value("")],
      [replace("/variables/a", "<x>"), value("<x>")],
      [replace("/canarySettings/stageVariableOverrides/a:b", "x"), name],
      [replace("/documentationVersion", "9"), missing("Invalid Documentation version identifier specified")],
      [replace("/clientCertificateId", "none"), missing("Invalid Client Certificate identifier specified")],
      [{ op: "add", path: "/description", value: "x" }, bad("Invalid add operation with path: /description")],
      [
        { op: "remove", path: "/description" },
        bad("Cannot remove method setting description because there is no method setting for this method "),
      ],
    ] as [PatchOperation, string[]][]) {
      it(`is not changed by ${JSON.stringify(operation)}`, async () => {
        expect(await refused(change(operation))).to.deep.equal(problem);
      });
    }

    it("has variables with spaces, and a description that is taken away by nothing", async () => {
      expect((await change(replace("/variables/a", "x y"))).variables).to.deep.equal({ a: "x y" });
      await change(replace("/description", "x"));
      expect(await change(replace("/description", ""))).not.to.have.property("description");
    });
  });

  describe("an authorizer", () => {
    const guard = { type: "REQUEST" as const, authorizerUri: FUNCTION, identitySource: "method.request.header.x" };
    const create = (name: string) => client.send(new CreateAuthorizerCommand({ restApiId, name, ...guard }));

    it("says how long its answers hold only if it was told", async () => {
      const { $metadata: _, id: __, ...made } = await create("guard");
      expect(made).to.deep.equal({ ...guard, name: "guard", authType: "custom" });
    });

    it("has a name of its own, whichever way it gets it", async () => {
      await create("guard");
      const taken = conflict("Authorizer name must be unique. Authorizer guard already exists in this RestApi.");
      expect(await refused(create("guard"))).to.deep.equal(taken);
      const { id: authorizerId } = await create("other");
      const patchOperations = [replace("/name", "guard")];
      const renamed = client.send(new UpdateAuthorizerCommand({ restApiId, authorizerId, patchOperations }));
      expect(await refused(renamed)).to.deep.equal(taken);
    });
  });

  it("a validator has a name of its own, whichever way it gets it", async () => {
    const create = (name?: string) => client.send(new CreateRequestValidatorCommand({ restApiId, name }));
    await create("v");
    const taken = bad("Request Validator name must be unique");
    expect(await refused(create("v"))).to.deep.equal(taken);
    expect(await refused(create(" "))).to.deep.equal(bad("Request Validator name cannot be blank"));
    const { id: requestValidatorId } = await create();
    const patchOperations = [replace("/name", "v")];
    const renamed = client.send(new UpdateRequestValidatorCommand({ restApiId, requestValidatorId, patchOperations }));
    expect(await refused(renamed)).to.deep.equal(taken);
  });

  it("a part of the documentation says something", async () => {
    const create = (properties: string) =>
      client.send(new CreateDocumentationPartCommand({ restApiId, location: { type: "API" }, properties }));
    const empty = bad("Documentation part properties must be non-empty");
    expect(await refused(create(""))).to.deep.equal(empty);
    const { id: documentationPartId } = await create("{}");
    const patchOperations = [replace("/properties", "")];
    const changed = client.send(
      new UpdateDocumentationPartCommand({ restApiId, documentationPartId, patchOperations }),
    );
    expect(await refused(changed)).to.deep.equal(empty);
    const without = client.send(new GetDocumentationPartsCommand({ restApiId, locationStatus: "UNDOCUMENTED" }));
    expect((await refused(without))[0]).to.equal("NotImplemented");
    const nameless = client.send(new CreateDocumentationVersionCommand({ restApiId, documentationVersion: "" }));
    expect((await refused(nameless))[0]).to.equal("BadRequestException");
  });

  describe("the documentation of an API", () => {
    const parts = (description: string) => ({
      "x-amazon-apigateway-documentation": {
        documentationParts: [
          { location: { type: "API" }, properties: { description } },
          { location: { type: "METHOD", path: "/", method: "GET" }, properties: { description } },
        ],
      },
    });
    const document = (more: object) =>
      Buffer.from(JSON.stringify({ openapi: "3.0.1", info: { title: "x", version: "1" }, paths: {}, ...more }));
    const all = async () => {
      const { items = [] } = await client.send(new GetDocumentationPartsCommand({ restApiId }));
      return items.map(({ location, properties }) => [location?.type, JSON.parse(properties ?? "").description]).sort();
    };

    it("is imported alone, or with the API", async () => {
      const body = document(parts("one"));
      const { ids = [] } = await client.send(new ImportDocumentationPartsCommand({ restApiId, body }));
      expect(ids).to.have.length(2);
      const [API, METHOD] = ["API", "METHOD"];
      expect(await all()).to.deep.equal([
        [API, "one"],
        [METHOD, "one"],
      ]);
      await client.send(new PutRestApiCommand({ restApiId, body: document(parts("two")) }));
      expect(await all()).to.deep.equal([
        [API, "two"],
        [METHOD, "two"],
      ]);
      const overwrite = { restApiId, body: document({}), mode: "overwrite" as const };
      expect((await client.send(new ImportDocumentationPartsCommand(overwrite))).ids).to.deep.equal([]);
      expect(await all()).to.deep.equal([]);
    });

    for (const [what, body, problem] of [
      ["no document", Buffer.from("a: ["), "Unable to build importer with provided input."],
      ["no JSON", Buffer.from("{"), "Unable to build importer with provided input."],
      [
        "a part of something else",
        document({ "x-amazon-apigateway-documentation": { documentationParts: [{ location: { type: "X" } }] } }),
        /^Invalid DocumentationPartType specified\./,
      ],
    ] as const) {
      it(`is not imported from ${what}`, async () => {
        const [name, message] = await refused(client.send(new ImportDocumentationPartsCommand({ restApiId, body })));
        expect(name).to.equal("BadRequestException");
        if (typeof problem === "string") expect(message).to.equal(problem);
        else expect(message).to.match(problem);
        expect(await all()).to.deep.equal([]);
      });
    }
  });

  it("what the model refuses is named as AWS names it: by the input where it travels in the body", async () => {
    const wrong = "wrong" as never;
    const response = { ...at, statusCode: wrong, patchOperations: [{ op: wrong, path: "/x" }] };
    const [name, message] = await refused(client.send(new UpdateMethodResponseCommand(response)));
    expect(name).to.equal("ValidationException");
    expect(message).to.contain("2 validation errors detected: ");
    expect(message).to.contain("Value 'wrong' at 'updateMethodResponseInput.patchOperations.1.member.op' failed to");
    expect(message).to.contain("Value 'wrong' at 'statusCode' failed to satisfy constraint");
  });

  describe("an API key", () => {
    const create = (value: string) => client.send(new CreateApiKeyCommand({ name: "k", value }));
    const secret = "a".repeat(19);

    it("is neither too short nor too long", async () => {
      expect(await refused(create(secret))).to.deep.equal(bad("API Key value should be at least 20 characters"));
      expect(await refused(create("a".repeat(129)))).to.deep.equal(
        bad("API Key value exceeds maximum size of 128 characters"),
      );
    });

    it("is of stages that are there", async () => {
      const made = client.send(new CreateApiKeyCommand({ name: "k", stageKeys: [{ restApiId, stageName: "none" }] }));
      expect(await refused(made)).to.deep.equal(missing("Invalid stage identifier specified"));
    });

    it("comes out of a file with all others, or none does", async () => {
      const lines = ["Name,Key", `one,${"b".repeat(20)}`, `two,${secret}`];
      const file = { body: Buffer.from(lines.join("\n")), format: "csv" as const };
      expect((await refused(client.send(new ImportApiKeysCommand(file))))[0]).to.equal("BadRequestException");
      const { items = [] } = await client.send(new GetApiKeysCommand({ nameQuery: "one" }));
      expect(items).to.deep.equal([]);
    });
  });

  describe("a usage plan", () => {
    it("that is not there has no keys", async () => {
      expect(await refused(client.send(new GetUsagePlanKeysCommand({ usagePlanId: "none" })))).to.deep.equal(
        missing("Invalid Usage Plan ID specified"),
      );
    });

    it("tells of the usage of a year at most, by pages", async () => {
      const { id: usagePlanId } = await client.send(new CreateUsagePlanCommand({ name: "p" }));
      for (const name of ["a", "b"]) {
        const { id: keyId } = await client.send(new CreateApiKeyCommand({ name }));
        await client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));
      }
      const usage = (startDate: string, more: object = {}) =>
        client.send(new GetUsageCommand({ usagePlanId, startDate, endDate: "2026-11-30", ...more }));
      expect((await refused(usage("0001-01-01")))[0]).to.equal("BadRequestException");
      const { items: first = {}, position } = await usage("2026-11-29", { limit: 1 });
      const { items: second = {} } = await usage("2026-11-29", { limit: 1, position });
      expect(new Set([...Object.keys(first), ...Object.keys(second)]).size).to.equal(2);
    });
  });

  it("a domain has the addresses of its type, and says what it is by default", async () => {
    const make = (domainName: string, type: "EDGE" | "REGIONAL" | "PRIVATE") =>
      client.send(new CreateDomainNameCommand({ domainName, endpointConfiguration: { types: [type] } }));
    const edge = await make("edge.example.com", "EDGE");
    expect(edge).to.include({ securityPolicy: "TLS_1_2", routingMode: "BASE_PATH_MAPPING_ONLY" });
    expect(edge.endpointConfiguration).to.deep.equal({ types: ["EDGE"], ipAddressType: "ipv4" });
    expect(edge).to.include.keys("distributionDomainName", "distributionHostedZoneId");
    expect(edge).not.to.have.any.keys("regionalDomainName", "regionalHostedZoneId");
    const regional = await make("regional.example.com", "REGIONAL");
    expect(regional).to.include.keys("regionalDomainName", "regionalHostedZoneId");
    expect(regional).not.to.have.any.keys("distributionDomainName", "distributionHostedZoneId");
    expect((await refused(make("private.example.com", "PRIVATE")))[0]).to.equal("NotImplemented");
  });
});
