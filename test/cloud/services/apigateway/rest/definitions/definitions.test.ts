import {
  CreateRestApiCommand,
  GetAuthorizersCommand,
  GetExportCommand,
  GetModelCommand,
  GetModelsCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  ImportRestApiCommand,
  PutRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { expect } from "chai";
import { parse, stringify } from "yaml";
import { failure } from "../../../../use-cloud.ts";
import { answerOf, mock, useRestApis } from "../use-rest-apis.ts";

const SWAGGER = `swagger: "2.0"
info: { title: pets, version: "7" }
basePath: /v1/all
x-amazon-apigateway-binary-media-types: ["image/png"]
definitions:
  Pet: { type: object, properties: { name: { type: string } } }
paths:
  /pets/{id}:
    parameters: [{ name: id, in: path, required: true, type: string }]
    get:
      operationId: getPet
      parameters: [{ name: full, in: query, type: string }, { $ref: "#/parameters/page" }]
      responses:
        "200": { description: fine, schema: { $ref: "#/definitions/Pet" }, headers: { x-count: { type: string } } }
      security: [{ api_key: [] }]
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses: { default: { statusCode: 200, responseTemplates: { application/json: '{"id": "$input.params(''id'')"}' } } }
parameters:
  page: { name: page, in: query, type: string, required: true }
securityDefinitions:
  api_key: { type: apiKey, name: x-api-key, in: header }
`;

describe("A REST API's definition", () => {
  const suite = useRestApis();
  const importOf = (body: string, parameters?: Record<string, string>) =>
    suite.client.send(new ImportRestApiCommand({ body: Buffer.from(body), parameters }));
  const resourcesOf = async (restApiId: string | undefined) => {
    const { items = [] } = await suite.client.send(
      new GetResourcesCommand({ restApiId, embed: ["methods"], limit: 500 }),
    );
    return items;
  };

  const operation = (parameters: object[]) => ({ get: { parameters, responses: {} } });
  const openapi = (more: object) => JSON.stringify({ openapi: "3.0.1", info: { title: "x", version: "1" }, ...more });
  const circle = { a: { $ref: "#/components/parameters/b" }, b: { $ref: "#/components/parameters/a" } };
  const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
  for (const [what, body] of [
    [
      "whose references go in a circle",
      openapi({ paths: { "/": operation([circle.a]) }, components: { parameters: circle } }),
    ],
    ["that refers to what all objects have", openapi({ paths: { "/": operation([{ $ref: "#/constructor" }]) } })],
    ["that is JSON without a bottom", openapi({}).replace("}", `,"x":${deep(20_000)}}`)],
    ["that is YAML without a bottom", "[".repeat(500_000)],
    [
      "whose models refer to nothing",
      openapi({ components: { schemas: { A: { $ref: "#/components/schemas/B" } } }, paths: {} }),
    ],
    [
      "whose aliases multiply",
      `openapi: 3.0.1\na0: &a0 [1]\n${Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`).join("")}`,
    ],
  ] as const) {
    it(`refuses a document ${what}`, async () => {
      expect((await failure(importOf(body))).name).to.equal("BadRequestException");
    });
  }

  for (const [what, text] of [
    ["that nobody could read in time", `openapi: 3.0.1\nx: "${"a\\n".repeat(250_000)}`],
    ["that is nothing but mistakes", `openapi: 3.0.1\nx: ${"[]".repeat(20_000)}`],
  ] as const) {
    it(`serves others while it reads YAML ${what}`, async () => {
      const importing = failure(importOf(text));
      let answers = 0;
      let isDone = false;
      const done = importing.then(() => {
        isDone = true;
      });
      while (!isDone && answers < 5) {
        const begin = performance.now();
        await suite.client.send(new GetResourcesCommand({ restApiId: "none" })).catch(() => undefined);
        if (performance.now() - begin < 1000) answers++;
      }
      await done;
      expect((await importing).name).to.equal("BadRequestException");
      expect(answers).to.be.greaterThan(2);
    }).timeout(60_000);
  }

  it("makes an API with all that it says, from Swagger in YAML", async () => {
    const { id: restApiId, name, version, binaryMediaTypes } = await importOf(SWAGGER);
    expect({ name, version, binaryMediaTypes }).to.deep.equal({
      name: "pets",
      version: "7",
      binaryMediaTypes: ["image/png"],
    });
    const pet = (await resourcesOf(restApiId)).find(({ path }) => path === "/pets/{id}");
    const method = pet?.resourceMethods?.GET;
    expect(method).to.deep.include({
      authorizationType: "NONE",
      apiKeyRequired: true,
      operationName: "getPet",
      requestParameters: {
        "method.request.path.id": true,
        "method.request.querystring.full": false,
        "method.request.querystring.page": true,
      },
    });
    expect(method?.methodResponses?.["200"]).to.deep.equal({
      statusCode: "200",
      responseModels: { "application/json": "Pet" },
      responseParameters: { "method.response.header.x-count": false },
    });
    expect(method?.methodIntegration).to.deep.include({ type: "MOCK", timeoutInMillis: 29_000 });
    const { schema } = await suite.client.send(new GetModelCommand({ restApiId, modelName: "Pet" }));
    expect(JSON.parse(schema ?? "")).to.deep.equal({ type: "object", properties: { name: { type: "string" } } });
  });

  for (const [basepath, path] of [
    ["ignore", "/pets/{id}"],
    ["prepend", "/v1/all/pets/{id}"],
    ["split", "/all/pets/{id}"],
  ] as const) {
    it(`may ${basepath} its base path`, async () => {
      const { id } = await importOf(SWAGGER, { basepath });
      expect((await resourcesOf(id)).map((one) => one.path)).to.include(path);
    });
  }

  it("is merged with what is there, or takes its place", async () => {
    const { id: restApiId } = await suite.client.send(new CreateRestApiCommand({ name: "kept" }));
    const put = (mode: "merge" | "overwrite", paths: object) =>
      suite.client.send(
        new PutRestApiCommand({
          restApiId,
          mode,
          body: Buffer.from(JSON.stringify({ openapi: "3.0.1", info: { title: mode, version: "1" }, paths })),
        }),
      );
    const paths = async () => (await resourcesOf(restApiId)).map(({ path }) => path).sort();
    await put("merge", { "/a": { get: mock() } });
    await put("merge", { "/b/c": { get: mock() } });
    expect(await paths()).to.deep.equal(["/", "/a", "/b", "/b/c"]);
    await put("overwrite", { "/d": { get: mock() } });
    expect(await paths()).to.deep.equal(["/", "/d"]);
    expect((await suite.client.send(new GetRestApiCommand({ restApiId }))).name).to.equal("overwrite");
    const { items = [] } = await suite.client.send(new GetModelsCommand({ restApiId }));
    expect(items.map(({ name }) => name)).to.deep.equal(["Empty", "Error"]);
  });

  it("gives bodies that are described in place models of their own", async () => {
    const body = { content: { "application/json": { schema: { type: "object", required: ["a"] } } } };
    const api = await suite.define({
      "x-amazon-apigateway-request-validators": { body: { validateRequestBody: true } },
      "x-amazon-apigateway-request-validator": "body",
      paths: { "/": { post: mock("{}", { requestBody: body }) } },
    });
    const url = await suite.deploy(api);
    expect(
      (await answerOf(`${url}/`, { method: "POST", body: "{}", headers: { "content-type": "application/json" } }))
        .status,
    ).to.equal(400);
  });

  it("has models that refer to one another, and to any place of it", async () => {
    const schemas = {
      Order: {
        type: "object",
        required: ["pets"],
        properties: { pets: { type: "array", items: { $ref: "#/components/schemas/Pet" } } },
      },
      Pet: {
        type: "object",
        properties: {
          tag: { $ref: "#/components/schemas/Tag-Name" },
          kin: { $ref: "#/components/schemas/Pet" },
          first: { $ref: "#/components/schemas/Order/properties/pets" },
        },
      },
      "Tag-Name": { type: "string", enum: ["a", "b"] },
    };
    const body = { content: { "application/json": { schema: { $ref: "#/components/schemas/Order" } } } };
    const api = await suite.define({
      "x-amazon-apigateway-request-validators": { body: { validateRequestBody: true } },
      "x-amazon-apigateway-request-validator": "body",
      paths: { "/": { post: mock("{}", { requestBody: body }) } },
      components: { schemas },
    });
    const { schema } = await suite.client.send(new GetModelCommand({ restApiId: api, modelName: "Order" }));
    expect(JSON.parse(schema ?? "")).to.have.nested.property(
      "properties.pets.items.$ref",
      `https://apigateway.amazonaws.com/restapis/${api}/models/Pet`,
    );
    const url = await suite.deploy(api);
    const post = async (pets: unknown) =>
      (
        await answerOf(`${url}/`, {
          method: "POST",
          body: JSON.stringify({ pets }),
          headers: { "content-type": "application/json" },
        })
      ).status;
    expect(await post([{ tag: "a", kin: { tag: "b" }, first: [{ tag: "b" }] }])).to.equal(200);
    for (const wrong of [{ tag: "c" }, { kin: { tag: "c" } }, { first: [{ tag: "c" }] }, { first: {} }])
      expect([wrong, await post([wrong])]).to.deep.equal([wrong, 400]);
  });

  it("comes back as it was, in both versions, and makes the same API again", async () => {
    const authorizerUri = await suite.functionUri("asked", "export const handler = async () => ({})");
    const scheme = {
      type: "apiKey",
      name: "Auth",
      in: "header",
      "x-amazon-apigateway-authtype": "custom",
      "x-amazon-apigateway-authorizer": { type: "token", authorizerUri, authorizerResultTtlInSeconds: 60 },
    };
    const restApiId = await suite.define({
      "x-amazon-apigateway-request-validators": { all: { validateRequestBody: true, validateRequestParameters: true } },
      "x-amazon-apigateway-gateway-responses": { DEFAULT_5XX: { statusCode: "599" } },
      paths: {
        "/pets": {
          post: mock("{}", {
            operationId: "addPet",
            parameters: [{ name: "q", in: "query", required: true }],
            requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Pet" } } } },
            security: [{ asked: [] }],
            "x-amazon-apigateway-request-validator": "all",
          }),
          "x-amazon-apigateway-any-method": mock("{}", { security: [{ key: [] }] }),
        },
      },
      components: {
        schemas: { Pet: { type: "object" } },
        securitySchemes: { asked: scheme, key: { type: "apiKey", name: "x-api-key", in: "header" } },
      },
    });
    await suite.deploy(restApiId);
    const described = async (id: string | undefined) => {
      const resources = await resourcesOf(id);
      const { items = [] } = await suite.client.send(new GetAuthorizersCommand({ restApiId: id }));
      const plain = JSON.stringify(
        resources
          .map(({ path, resourceMethods }) => ({ path, resourceMethods }))
          .sort((a, b) => (`${a.path}` < `${b.path}` ? -1 : 1)),
      );
      const ids = [...resources.map((one) => one.id), ...items.map((one) => one.id)];
      const validator = /"requestValidatorId":"(\w+)"/.exec(plain)?.[1];
      return [...ids, validator].reduce<string>((text, one) => text.replaceAll(`"${one}"`, '"id"'), plain);
    };
    for (const exportType of ["oas30", "swagger"]) {
      for (const accepts of ["application/json", "application/yaml"]) {
        const { body, contentType, contentDisposition } = await suite.client.send(
          new GetExportCommand({
            restApiId,
            stageName: "prod",
            exportType,
            accepts,
            parameters: { extensions: "apigateway" },
          }),
        );
        const text = Buffer.from(body ?? []).toString();
        const { version } = parse(text).info;
        expect(version).to.equal("1");
        expect([contentType, contentDisposition]).to.deep.equal([
          "application/octet-stream",
          `attachment; filename="${exportType}_${version}.${accepts.split("/")[1]}"`,
        ]);
        expect(parse(text)).to.have.nested.property(
          "x-amazon-apigateway-gateway-responses.DEFAULT_5XX.statusCode",
          "599",
        );
        const again = await importOf(text);
        expect(sorted(await described(again.id))).to.deep.equal(sorted(await described(restApiId)));
      }
    }
    const plain = await suite.client.send(new GetExportCommand({ restApiId, stageName: "prod", exportType: "oas30" }));
    expect(Buffer.from(plain.body ?? []).toString()).not.to.contain("x-amazon-apigateway-integration");
  });

  it("says what AWS says of it, and leaves out what it leaves out", async () => {
    const pets = {
      200: { description: "fine", content: { "application/json": { schema: { $ref: "#/components/schemas/Pets" } } } },
    };
    const restApiId = await suite.define({
      paths: {
        "/pets": {
          get: {
            parameters: [{ name: "page", in: "query" }],
            responses: pets,
            "x-amazon-apigateway-integration": {
              type: "http",
              httpMethod: "GET",
              uri: "http://127.0.0.1:9",
              responses: { default: { statusCode: "200" } },
            },
          },
          options: mock(),
        },
      },
      components: {
        schemas: { Pets: { type: "array", items: { $ref: "#/components/schemas/Pet" } }, Pet: { type: "object" } },
      },
    });
    const unversioned = { openapi: "3.0.1", info: { title: "none" }, paths: { "/": { get: mock() } } };
    const { id } = await importOf(JSON.stringify(unversioned));
    await suite.deploy(id as string);
    const dated = await suite.client.send(
      new GetExportCommand({ restApiId: id, stageName: "prod", exportType: "oas30" }),
    );
    expect(dated.contentDisposition).to.match(/^attachment; filename="oas30_\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\.json"$/);
    expect(JSON.parse(Buffer.from(dated.body ?? []).toString()).components).to.deep.equal({});
    await suite.deploy(restApiId);
    const exported = async (exportType: string) => {
      const parameters = { extensions: "integrations" };
      const { body } = await suite.client.send(
        new GetExportCommand({ restApiId, stageName: "prod", exportType, parameters }),
      );
      return JSON.parse(Buffer.from(body ?? []).toString());
    };
    const swagger = await exported("swagger");
    expect(swagger.definitions.Pets.items.$ref).to.equal("#/definitions/Pet");
    expect(swagger.paths["/pets"].get).to.deep.include({
      produces: ["application/json"],
      parameters: [{ name: "page", in: "query", required: false, type: "string" }],
      "x-amazon-apigateway-integration": {
        type: "http",
        httpMethod: "GET",
        uri: "http://127.0.0.1:9",
        passthroughBehavior: "when_no_match",
        responses: { default: { statusCode: "200" } },
      },
    });
    expect(swagger.paths["/pets"].get).not.to.have.property("consumes");
    expect(swagger.paths["/pets"].options.consumes).to.include("application/json");
    const openapi = await exported("oas30");
    expect(openapi.components.schemas.Pets.items.$ref).to.equal("#/components/schemas/Pet");
    expect(openapi.servers[0].variables.basePath).to.deep.equal({ default: "prod" });
    expect(openapi.paths["/pets"].get.parameters).to.deep.equal([
      { name: "page", in: "query", schema: { type: "string" } },
    ]);
  });

  it("that is imported has nothing else", async () => {
    const authorizer = {
      type: "token",
      authorizerUri: await suite.functionUri("else", "export const handler = async () => ({})"),
    };
    const document = (more: object = {}) => ({
      openapi: "3.0.1",
      info: { title: "alone", version: "1" },
      paths: { "/": { get: { responses: {}, "x-amazon-apigateway-integration": { type: "mock" } } } },
      components: {
        securitySchemes: {
          asked: {
            type: "apiKey",
            name: "Auth",
            in: "header",
            "x-amazon-apigateway-authtype": "oauth2",
            "x-amazon-apigateway-authorizer": authorizer,
          },
        },
      },
      ...more,
    });
    const types = (...binaryMediaTypes: string[]) => ({ "x-amazon-apigateway-binary-media-types": binaryMediaTypes });
    const { id: restApiId, tags, binaryMediaTypes } = await importOf(JSON.stringify(document(types("image/png"))));
    expect([tags, binaryMediaTypes]).to.deep.equal([undefined, ["image/png"]]);
    const { items } = await suite.client.send(new GetModelsCommand({ restApiId }));
    expect(items).to.deep.equal([]);
    const method = (await resourcesOf(restApiId))[0]?.resourceMethods?.GET;
    expect(method).not.to.have.any.keys("methodResponses", "requestParameters", "requestModels");
    expect(method?.methodIntegration).not.to.have.any.keys("integrationResponses", "connectionType");
    const { items: authorizers = [] } = await suite.client.send(new GetAuthorizersCommand({ restApiId }));
    expect(authorizers[0]).to.include({ authType: "oauth2", type: "TOKEN" });
    expect(authorizers[0]).not.to.have.property("authorizerResultTtlInSeconds");
    const merged = await suite.client.send(
      new PutRestApiCommand({ restApiId, mode: "merge", body: Buffer.from(JSON.stringify(document(types("a/b")))) }),
    );
    expect([merged.tags, merged.binaryMediaTypes]).to.deep.equal([{}, ["image/png", "a/b"]]);
  });

  for (const [what, body] of [
    ["no document", "text"],
    ["another version", stringify({ swagger: "1.2", paths: {} })],
    [
      "a reference to nothing",
      stringify({
        openapi: "3.0.0",
        paths: { "/": { get: { parameters: [{ $ref: "#/components/parameters/no" }] } } },
      }),
    ],
    [
      "an unknown integration",
      stringify({
        openapi: "3.0.0",
        paths: { "/": { get: { "x-amazon-apigateway-integration": { type: "magic" } } } },
      }),
    ],
    ["what is cut off", '{"openapi": "3.0.1", '],
  ] as const) {
    it(`is refused when it is ${what}, and nothing is made`, async () => {
      expect((await failure(importOf(body))).name).to.equal("BadRequestException");
    });
  }
});

/** Text of JSON with the members of its objects in order. */
function sorted(text: string): unknown {
  return JSON.parse(text, (_key, value) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
