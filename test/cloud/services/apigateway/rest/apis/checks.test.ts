import {
  type APIGatewayClient,
  CreateApiKeyCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  GetApiKeyCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  GetUsagePlanCommand,
  type PatchOperation,
  PutMethodCommand,
  type PutMethodCommandInput,
  PutMethodResponseCommand,
  UpdateMethodCommand,
  UpdateMethodResponseCommand,
  UpdateResourceCommand,
  UpdateRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { expect } from "chai";
import { add, bad, mapping, missing, refused, remove, replace, useChecks } from "../use-checks.ts";

// Names, messages and what answers leave out are those that AWS gave.
describe("What API Gateway checks of", () => {
  const suite = useChecks();
  let client: APIGatewayClient;
  let restApiId: string;
  let root: string;
  beforeEach(() => {
    ({ client, restApiId, root } = suite);
  });

  describe("an API", () => {
    const compression = bad("Invalid minimum compression size, must be between 0 and 10485760");
    const privateOnly = bad("Only dualstack ipAddressType is supported for Private APIs.");
    const PRIVATE: ["PRIVATE"] = ["PRIVATE"];
    for (const [input, problem] of [
      [{ description: "" }, bad("Description cannot be an empty string")],
      [{ minimumCompressionSize: -1 }, compression],
      [{ minimumCompressionSize: 10_485_761 }, compression],
      [
        { endpointConfiguration: { types: [] } },
        bad("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED."),
      ],
      [
        { endpointConfiguration: { types: ["EDGE", "REGIONAL"] } },
        bad("Cannot create an api with multiple Endpoint Types."),
      ],
      [{ endpointConfiguration: { types: PRIVATE, ipAddressType: "ipv4" } }, privateOnly],
    ] as const) {
      it(`is not made with ${JSON.stringify(input)}`, async () => {
        const made = client.send(new CreateRestApiCommand({ name: "x", ...(input as object) }));
        expect(await refused(made)).to.deep.equal(problem);
      });
    }

    it("has addresses of the kind that its endpoint's type has", async () => {
      for (const [given, types, ipAddressType] of [
        [undefined, ["EDGE"], "ipv4"],
        [{}, ["EDGE"], "ipv4"],
        [{ types: ["REGIONAL"] }, ["REGIONAL"], "ipv4"],
        [{ types: PRIVATE }, PRIVATE, "dualstack"],
        [{ ipAddressType: "dualstack" }, ["EDGE"], "dualstack"],
      ] as const) {
        const endpointConfiguration = given as object | undefined;
        const made = await client.send(new CreateRestApiCommand({ name: "x", endpointConfiguration }));
        expect(made.endpointConfiguration).to.deep.equal({ types, ipAddressType });
      }
    });

    for (const [operation, problem] of [
      [replace("/minimumCompressionSize", "-1"), compression],
      [replace("/minimumCompressionSize", "test"), compression],
      [add("/minimumCompressionSize", "1"), bad("Invalid patch operation specified. Must be one of: [replace]")],
      [add("/binaryMediaTypes", "image/gif"), bad("Invalid patch path /binaryMediaTypes")],
      [remove("/binaryMediaTypes"), bad("Invalid patch path /binaryMediaTypes")],
      [
        replace("/endpointConfiguration/ipAddressType", "wrong"),
        bad("ipAddressType must be either ipv4 or dualstack."),
      ],
      [
        remove("/endpointConfiguration/ipAddressType"),
        bad("Invalid patch operation specified. Must be one of: [replace]"),
      ],
      [
        replace("/endpointConfiguration/types/EDGE", "wrong"),
        bad("Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE"),
      ],
      [replace("/nonsense", "x"), bad("Invalid patch path /nonsense")],
    ] as const) {
      it(`is not changed by ${JSON.stringify(operation)}`, async () => {
        const changed = client.send(new UpdateRestApiCommand({ restApiId, patchOperations: [operation] }));
        expect(await refused(changed)).to.deep.equal(problem);
      });
    }

    it("becomes private with addresses of both kinds, and compresses until it is told not to", async () => {
      const change = (...patchOperations: PatchOperation[]) =>
        client.send(new UpdateRestApiCommand({ restApiId, patchOperations }));
      const changed = await change(
        replace("/endpointConfiguration/types/EDGE", "PRIVATE"),
        replace("/minimumCompressionSize", "0"),
      );
      expect(changed.endpointConfiguration).to.deep.equal({ types: ["PRIVATE"], ipAddressType: "dualstack" });
      expect(changed.minimumCompressionSize).to.equal(0);
      expect(await refused(change(replace("/endpointConfiguration/ipAddressType", "ipv4")))).to.deep.equal(privateOnly);
      expect(await change(replace("/minimumCompressionSize", ""))).not.to.have.property("minimumCompressionSize");
    });

    it("has tags where it is answered alone, be they none; binary types only if there are any", async () => {
      const { $metadata: _, ...made } = await client.send(
        new CreateRestApiCommand({ name: "x", tags: {}, binaryMediaTypes: [] }),
      );
      expect(made).not.to.have.any.keys("tags", "binaryMediaTypes");
      expect((await client.send(new GetRestApiCommand({ restApiId: made.id }))).tags).to.deep.equal({});
      const { items = [] } = await client.send(new GetRestApisCommand({}));
      expect(items.find(({ id }) => id === made.id)).not.to.have.property("tags");
      const changed = await client.send(new UpdateRestApiCommand({ restApiId, patchOperations: [] }));
      expect(changed.tags).to.deep.equal({});
      const key = await client.send(new CreateApiKeyCommand({ name: "k" }));
      const plan = await client.send(new CreateUsagePlanCommand({ name: "p" }));
      for (const one of [key, plan]) expect(one).not.to.have.property("tags");
      expect((await client.send(new GetApiKeyCommand({ apiKey: key.id }))).tags).to.deep.equal({});
      expect((await client.send(new GetUsagePlanCommand({ usagePlanId: plan.id }))).tags).to.deep.equal({});
    });
  });

  describe("a resource", () => {
    const create = async (parentId: string, pathPart: string) =>
      (await client.send(new CreateResourceCommand({ restApiId, parentId, pathPart }))).id as string;
    const change = (resourceId: string, operation: PatchOperation) =>
      refused(client.send(new UpdateResourceCommand({ restApiId, resourceId, patchOperations: [operation] })));

    it("has one variable beside it, and nothing below a greedy one", async () => {
      const proxy = await create(root, "{proxy+}");
      expect(await refused(create(root, "{dynamic}"))).to.deep.equal(
        bad("A sibling ({proxy+}) of this resource already has a variable path part -- only one is allowed"),
      );
      for (const part of ["child", "{child}"])
        expect(await refused(create(proxy, part))).to.deep.equal(
          bad("Cannot create a child of a resource with a greedy path variable: {proxy+}"),
        );
    });

    it("is renamed and moved, in no other way, and not below itself", async () => {
      const pets = await create(root, "pets");
      const child = await create(pets, "child");
      expect(await change(pets, replace("/invalid", "x"))).to.deep.equal(
        bad("Invalid patch path  '/invalid' specified for op 'replace'. Must be one of: [/parentId, /pathPart]"),
      );
      for (const op of ["add", "remove"] as const)
        expect(await change(pets, { op, path: "/pathPart", value: "x" })).to.deep.equal(
          bad(`Invalid patch path  '/pathPart' specified for op '${op}'. Please choose supported operations`),
        );
      expect(await change(pets, replace("/parentId", child))).to.deep.equal(bad("Resources cannot be cyclical."));
      expect(await change(root, replace("/pathPart", "x"))).to.deep.equal(
        bad("Root resource cannot update its pathPart."),
      );
      expect(await change(root, replace("/parentId", pets))).to.deep.equal(
        bad("Root resource cannot update its parentId."),
      );
    });
  });

  describe("a method", () => {
    const put = (input: Partial<PutMethodCommandInput>) =>
      client.send(
        new PutMethodCommand({ restApiId, resourceId: root, httpMethod: "ANY", authorizationType: "NONE", ...input }),
      );
    const change = (...patchOperations: PatchOperation[]) =>
      client.send(new UpdateMethodCommand({ restApiId, resourceId: root, httpMethod: "ANY", patchOperations }));
    const noResource = missing("Invalid Resource identifier specified");
    const noAuthorizer = bad(
      "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.",
    );
    const noValidator = bad("Invalid Request Validator identifier specified");

    for (const [input, problem] of [
      [{ restApiId: "nope", httpMethod: "WRONG" }, noResource],
      [{ resourceId: "nope", httpMethod: "WRONG" }, noResource],
      [
        { httpMethod: "WRONG" },
        bad("Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY"),
      ],
      [{ authorizationType: "CUSTOM" }, noAuthorizer],
      [{ authorizationType: "custom", authorizerId: "nope" }, noAuthorizer],
      [{ requestValidatorId: "nope" }, noValidator],
      [{ requestModels: { "application/json": "petModel" } }, bad("Invalid model identifier specified: petModel")],
      [
        { requestParameters: { "method.request.querystring.a": false, "method.request.header.a": false } },
        bad("Parameter names must be unique across querystring, header and path"),
      ],
      [{ requestParameters: { true: true } }, mapping("Invalid mapping expression specified: true")],
    ] as const) {
      it(`is not put with ${JSON.stringify(input)}`, async () => {
        expect(await refused(put(input))).to.deep.equal(problem);
      });
    }

    for (const [operations, problem] of [
      [[add("/operationName", "x")], bad("Invalid patch operation specified. Must be one of: [replace]")],
      [[add("/requestValidatorId", "x")], bad("Invalid patch operation specified. Must be one of: [replace]")],
      [[add("/httpMethod", "PUT")], bad("Invalid patch path /httpMethod")],
      [[replace("/requestParameters", "x")], bad("Invalid patch path /requestParameters")],
      [[add("/requestModels/application/json", "Empty")], bad("Invalid patch path /requestModels/application/json")],
      [[replace("/authorizationType", "CUSTOM")], noAuthorizer],
      [[replace("/authorizationType", "CUSTOM"), replace("/authorizerId", "abc123")], noAuthorizer],
      [[replace("/requestValidatorId", "nope")], noValidator],
    ] as const) {
      it(`is not changed by ${JSON.stringify(operations)}`, async () => {
        await put({});
        expect(await refused(change(...operations))).to.deep.equal(problem);
      });
    }

    it("has an authorization type in capitals, and an authorizer only where that is asked", async () => {
      expect((await put({ authorizationType: "none" })).authorizationType).to.equal("NONE");
      expect(await change(replace("/authorizerId", "abc123"))).not.to.have.property("authorizerId");
      expect((await change(replace("/apiKeyRequired", "whatever"))).apiKeyRequired).to.equal(false);
    });

    it("loses its maps with their last entries", async () => {
      const at = "/requestParameters/method.request.querystring.q";
      await put({ requestModels: { "application/json": "Empty" } });
      expect(await change(add(at, "true"))).to.deep.include({
        requestParameters: { "method.request.querystring.q": true },
      });
      const { $metadata: _, ...method } = await change(remove(at), remove("/requestModels/application~1json"));
      expect(method).to.deep.equal({ apiKeyRequired: false, authorizationType: "NONE", httpMethod: "ANY" });
    });

    it("has responses whose empty maps are answered as they were put", async () => {
      await put({});
      const at = { restApiId, resourceId: root, httpMethod: "ANY", statusCode: "200" };
      const { $metadata: _, ...response } = await client.send(
        new PutMethodResponseCommand({ ...at, responseParameters: {}, responseModels: {} }),
      );
      expect(response).to.deep.equal({ statusCode: "200", responseParameters: {}, responseModels: {} });
      const changed = (...patchOperations: PatchOperation[]) =>
        client.send(new UpdateMethodResponseCommand({ ...at, patchOperations }));
      for (const [operation, problem] of [
        [remove("/responseParameters/method.response.header.x"), missing("Invalid parameter name specified")],
        [replace("/responseParameters/wrong", "true"), missing("Invalid parameter name specified")],
        [remove("/responseModels/application~1json"), missing("Content-Type specified was not found")],
        [remove("/wrong/method.response.header.x"), bad("Invalid patch path /wrong/method.response.header.x")],
      ] as const)
        expect(await refused(changed(operation))).to.deep.equal(problem);
      await changed(add("/responseModels/application~1json", "Empty"));
      expect(await changed(remove("/responseModels/application~1json"))).not.to.have.property("responseModels");
    });
  });
});
