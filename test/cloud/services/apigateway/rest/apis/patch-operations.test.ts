import {
  CreateApiKeyCommand,
  CreateAuthorizerCommand,
  CreateBasePathMappingCommand,
  CreateDeploymentCommand,
  CreateDocumentationPartCommand,
  CreateDocumentationVersionCommand,
  CreateDomainNameCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  GenerateClientCertificateCommand,
  type PatchOperation,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateAccountCommand,
  UpdateApiKeyCommand,
  UpdateAuthorizerCommand,
  UpdateBasePathMappingCommand,
  UpdateClientCertificateCommand,
  UpdateDeploymentCommand,
  UpdateDocumentationPartCommand,
  UpdateDocumentationVersionCommand,
  UpdateDomainNameCommand,
  UpdateGatewayResponseCommand,
  UpdateIntegrationCommand,
  UpdateIntegrationResponseCommand,
  UpdateMethodCommand,
  UpdateMethodResponseCommand,
  UpdateModelCommand,
  UpdateRequestValidatorCommand,
  UpdateResourceCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
  UpdateUsageCommand,
  UpdateUsagePlanCommand,
} from "@aws-sdk/client-api-gateway";
import { expect } from "chai";
import { refused, useChecks } from "../use-checks.ts";

type Update = (...patchOperations: PatchOperation[]) => Promise<unknown>;
/** A path, the operations that it takes in the order in which they can follow one another, and a value that fits. */
type Line = readonly [path: string, ops: string, value?: string];

const FUNCTION =
  "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations";
const certificate = "arn:aws:acm:us-east-1:000000000000:certificate/1";

// https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html
describe("Each patch operation that AWS documents is done, and no other", () => {
  const suite = useChecks();
  const at = () => ({ restApiId: suite.restApiId, resourceId: suite.root, httpMethod: "GET" });
  const header = "method.response.header.x";

  /** A method with all that can belong to one, and a stage that has it. */
  async function make() {
    const { client, restApiId } = suite;
    await client.send(new PutMethodCommand({ ...at(), authorizationType: "NONE" }));
    await client.send(
      new PutMethodResponseCommand({ ...at(), statusCode: "200", responseParameters: { [header]: false } }),
    );
    const backend = { type: "HTTP", integrationHttpMethod: "GET", uri: "http://example.com" } as const;
    await client.send(new PutIntegrationCommand({ ...at(), ...backend }));
    await client.send(new PutIntegrationResponseCommand({ ...at(), statusCode: "200" }));
    const { id = "" } = await client.send(new CreateDeploymentCommand({ restApiId, stageName: "prod" }));
    return id;
  }

  async function check(update: Update, table: readonly Line[]) {
    for (const [path, ops, value] of table) {
      for (const op of ["add", "replace", "remove", "copy"] as const) {
        if (ops.split(" ").includes(op)) continue;
        const name = await update({ op, path, value }).then(
          () => "done",
          (error: Error) => error.name,
        );
        expect(name, `${op} ${path}`).to.equal("BadRequestException");
      }
    }
    for (const [path, ops, value] of table)
      for (const op of ops.split(" ").filter(Boolean)) await update({ op: op as "add", path, value });
    const [name] = await refused(update({ op: "replace", path: "/nonsense", value: "x" }));
    expect(name).to.equal("BadRequestException");
  }

  it("of the account", async () => {
    const update: Update = (...patchOperations) => suite.client.send(new UpdateAccountCommand({ patchOperations }));
    await check(update, [["/cloudwatchRoleArn", "replace", "arn:aws:iam::000000000000:role/r"]]);
  });

  it("of an API", async () => {
    const { restApiId } = suite;
    const update: Update = (...patchOperations) =>
      suite.client.send(new UpdateRestApiCommand({ restApiId, patchOperations }));
    await check(update, [
      ["/apiKeySource", "replace", "AUTHORIZER"],
      ["/binaryMediaTypes/image~1png", "add replace remove"],
      ["/description", "add replace remove", "x"],
      ["/disableExecuteApiEndpoint", "replace", "true"],
      ["/endpointConfiguration/ipAddressType", "replace", "dualstack"],
      ["/minimumCompressionSize", "replace", "1"],
      ["/name", "replace", "x"],
      ["/policy", "replace", '{"Version":"2012-10-17","Statement":[]}'],
      ["/securityPolicy", "replace", "TLS_1_2"],
      ["/endpointAccessMode", "replace", "BASIC"],
    ]);
  });

  it("of a resource", async () => {
    const { client, restApiId, root } = suite;
    const make = (pathPart: string) => client.send(new CreateResourceCommand({ restApiId, parentId: root, pathPart }));
    const [{ id: resourceId }, { id: parentId }] = [await make("a"), await make("b")];
    const update: Update = (...patchOperations) =>
      client.send(new UpdateResourceCommand({ restApiId, resourceId, patchOperations }));
    await check(update, [
      ["/pathPart", "replace", "c"],
      ["/parentId", "replace", parentId as string],
    ]);
  });

  it("of a method and what belongs to it", async () => {
    const { client, restApiId } = suite;
    await make();
    const { id: validator } = await client.send(new CreateRequestValidatorCommand({ restApiId, name: "v" }));
    await check(
      (...patchOperations) => client.send(new UpdateMethodCommand({ ...at(), patchOperations })),
      [
        ["/authorizationScopes", "add remove", "read"],
        ["/authorizationType", "replace", "AWS_IAM"],
        ["/authorizerId", "replace", "x"],
        ["/apiKeyRequired", "replace", "true"],
        ["/operationName", "replace", "x"],
        ["/requestParameters/method.request.header.x", "add replace remove", "true"],
        ["/requestModels/application~1json", "add replace remove", "Empty"],
        ["/requestValidatorId", "replace", validator as string],
      ],
    );
    await check(
      (...patchOperations) =>
        client.send(new UpdateMethodResponseCommand({ ...at(), statusCode: "200", patchOperations })),
      [
        ["/responseModels/application~1json", "add replace remove", "Empty"],
        ["/responseParameters/method.response.header.y", "add replace remove", "true"],
      ],
    );
    await check(
      (...patchOperations) => client.send(new UpdateIntegrationCommand({ ...at(), patchOperations })),
      [
        ["/cacheKeyParameters/method.request.header.x", "add replace remove"],
        ["/cacheNamespace", "replace", "x"],
        ["/connectionId", "replace", "x"],
        ["/connectionType", "replace", "INTERNET"],
        ["/contentHandling", "replace", "CONVERT_TO_TEXT"],
        ["/httpMethod", "replace", "POST"],
        ["/passthroughBehavior", "replace", "NEVER"],
        ["/requestParameters/integration.request.header.x", "add replace remove", "'y'"],
        ["/requestTemplates/application~1json", "add replace remove", "{}"],
        ["/responseTransferMode", "replace", "BUFFERED"],
        ["/timeoutInMillis", "replace", "50"],
        ["/tlsConfig/insecureSkipVerification", "replace", "true"],
        ["/type", ""],
        ["/uri", "replace", "http://example.org"],
      ],
    );
    await check(
      (...patchOperations) =>
        client.send(new UpdateIntegrationResponseCommand({ ...at(), statusCode: "200", patchOperations })),
      [
        ["/contentHandling", "replace", "CONVERT_TO_BINARY"],
        [`/responseParameters/${header}`, "add replace remove", "'y'"],
        ["/responseTemplates/application~1json", "add replace remove", "{}"],
        ["/selectionPattern", "replace", "2.."],
      ],
    );
  });

  it("of a deployment and a stage", async () => {
    const { client, restApiId } = suite;
    const deploymentId = await make();
    await client.send(
      new CreateDocumentationVersionCommand({ restApiId, documentationVersion: "1", stageName: "prod" }),
    );
    const { clientCertificateId = "" } = await client.send(new GenerateClientCertificateCommand({}));
    const role = "arn:aws:iam::000000000000:role/r";
    const patchOperations = [{ op: "replace" as const, path: "/cloudwatchRoleArn", value: role }];
    await client.send(new UpdateAccountCommand({ patchOperations }));
    await check(
      (...patchOperations) => client.send(new UpdateDeploymentCommand({ restApiId, deploymentId, patchOperations })),
      [["/description", "replace", "x"]],
    );
    const settings = [
      ["metrics/enabled", "true"],
      ["logging/dataTrace", "true"],
      ["logging/loglevel", "INFO"],
      ["throttling/burstLimit", "5"],
      ["throttling/rateLimit", "5"],
      ["caching/enabled", "true"],
      ["caching/dataEncrypted", "true"],
      ["caching/ttlInSeconds", "5"],
      ["caching/requireAuthorizationForCacheControl", "true"],
      ["caching/unauthorizedCacheControlHeaderStrategy", "FAIL_WITH_403"],
    ] as const;
    await check(
      (...patchOperations) => client.send(new UpdateStageCommand({ restApiId, stageName: "prod", patchOperations })),
      [
        ["/accessLogSettings/destinationArn", "add replace remove", "arn:aws:logs:us-east-1:000000000000:log-group:x"],
        ["/accessLogSettings/format", "add replace remove", "$context.requestId"],
        ["/accessLogSettings", "remove"],
        ["/cacheClusterEnabled", "replace", "true"],
        ["/cacheClusterSize", "replace", "1.6"],
        ["/canarySettings/deploymentId", "replace", deploymentId],
        ["/canarySettings/percentTraffic", "replace", "5"],
        ["/canarySettings/useStageCache", "replace", "true"],
        ["/canarySettings/stageVariableOverrides/x", "replace remove", "y"],
        ["/canarySettings", "remove"],
        ["/clientCertificateId", "replace", clientCertificateId],
        ["/deploymentId", "replace", deploymentId],
        ["/description", "replace", "x"],
        ["/documentationVersion", "replace", "1"],
        ["/tracingEnabled", "replace", "true"],
        ["/variables/x", "replace remove", "y"],
        ...["/*/*", "/~1/GET"].flatMap((method) =>
          settings.map(([name, value]): Line => [`${method}/${name}`, "replace", value]),
        ),
      ],
    );
  });

  it("of the parts of an API", async () => {
    const { client, restApiId } = suite;
    const { id: authorizerId } = await client.send(
      new CreateAuthorizerCommand({
        restApiId,
        name: "a",
        type: "REQUEST",
        identitySource: "method.request.header.x",
        authorizerUri: FUNCTION,
      }),
    );
    await check(
      (...patchOperations) => client.send(new UpdateAuthorizerCommand({ restApiId, authorizerId, patchOperations })),
      [
        ["/authorizerUri", "replace", FUNCTION],
        ["/authorizerCredentials", "replace", "arn:aws:iam::000000000000:role/r"],
        ["/authType", "replace", "custom"],
        ["/identityValidationExpression", "replace", "x"],
        ["/name", "replace", "b"],
        ["/providerARNs", "add remove", "arn:aws:cognito-idp:us-east-1:000000000000:userpool/x"],
        ["/type", "replace", "REQUEST"],
        ["/authorizerResultTtlInSeconds", "replace", "0"],
        ["/identitySource", "add replace remove", "method.request.header.y"],
      ],
    );
    const model = { restApiId, contentType: "application/json", schema: '{"type": "object"}' };
    await client.send(new CreateModelCommand({ ...model, name: "Pet" }));
    await check(
      (...patchOperations) => client.send(new UpdateModelCommand({ restApiId, modelName: "Pet", patchOperations })),
      [
        ["/description", "replace", "x"],
        ["/schema", "replace", "{}"],
      ],
    );
    const { id: requestValidatorId } = await client.send(new CreateRequestValidatorCommand({ restApiId, name: "v" }));
    await check(
      (...patchOperations) =>
        client.send(new UpdateRequestValidatorCommand({ restApiId, requestValidatorId, patchOperations })),
      [
        ["/name", "replace", "w"],
        ["/validateRequestBody", "replace", "true"],
        ["/validateRequestParameters", "replace", "true"],
      ],
    );
    await check(
      (...patchOperations) =>
        client.send(new UpdateGatewayResponseCommand({ restApiId, responseType: "DEFAULT_4XX", patchOperations })),
      [
        ["/statusCode", "replace", "418"],
        ["/responseParameters/gatewayresponse.header.x", "add replace remove", "'y'"],
        ["/responseTemplates/text~1plain", "add replace remove", "x"],
      ],
    );
    const { id: documentationPartId } = await client.send(
      new CreateDocumentationPartCommand({ restApiId, location: { type: "API" }, properties: "{}" }),
    );
    await check(
      (...patchOperations) =>
        client.send(new UpdateDocumentationPartCommand({ restApiId, documentationPartId, patchOperations })),
      [["/properties", "replace", "{}"]],
    );
    const documentationVersion = "1";
    await client.send(new CreateDocumentationVersionCommand({ restApiId, documentationVersion }));
    await check(
      (...patchOperations) =>
        client.send(new UpdateDocumentationVersionCommand({ restApiId, documentationVersion, patchOperations })),
      [["/description", "replace", "x"]],
    );
    const { clientCertificateId } = await client.send(new GenerateClientCertificateCommand({}));
    await check(
      (...patchOperations) => client.send(new UpdateClientCertificateCommand({ clientCertificateId, patchOperations })),
      [["/description", "replace", "x"]],
    );
  });

  it("of keys and plans", async () => {
    const { client, restApiId } = suite;
    await make();
    const { id: apiKey } = await client.send(new CreateApiKeyCommand({ name: "k" }));
    await check(
      (...patchOperations) => client.send(new UpdateApiKeyCommand({ apiKey, patchOperations })),
      [
        ["/customerId", "replace", "x"],
        ["/description", "replace", "x"],
        ["/enabled", "replace", "true"],
        ["/name", "replace", "x"],
        ["/stages", "add remove", `${restApiId}/prod`],
      ],
    );
    const { id: usagePlanId } = await client.send(
      new CreateUsagePlanCommand({
        name: "p",
        quota: { limit: 1, period: "DAY" },
        throttle: { burstLimit: 1, rateLimit: 1 },
        apiStages: [{ apiId: restApiId, stage: "prod" }],
      }),
    );
    await client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId: apiKey, keyType: "API_KEY" }));
    await check(
      (...patchOperations) => client.send(new UpdateUsageCommand({ usagePlanId, keyId: apiKey, patchOperations })),
      [["/remaining", "replace", "5"]],
    );
    const stage = `/apiStages/${restApiId}:prod/throttle`;
    await check(
      (...patchOperations) => client.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations })),
      [
        ["/description", "replace", "x"],
        ["/name", "replace", "x"],
        ["/productCode", "add replace remove", "x"],
        ["/quota/limit", "add replace", "5"],
        ["/quota/offset", "add replace", "0"],
        ["/quota/period", "add replace", "DAY"],
        ["/quota", "remove"],
        ["/throttle/burstLimit", "add replace", "5"],
        ["/throttle/rateLimit", "add replace", "5"],
        ["/throttle", "remove"],
        [`${stage}/~1pets/GET/rateLimit`, "add replace", "5"],
        [`${stage}/~1pets/GET/burstLimit`, "add replace", "5"],
        [`${stage}/~1pets/GET`, "remove"],
        [stage, "add replace remove", '{"/pets/GET": {"rateLimit": 1, "burstLimit": 1}}'],
        ["/apiStages", "remove add", `${restApiId}:prod`],
      ],
    );
  });

  it("of a domain and its mappings", async () => {
    const { client, restApiId } = suite;
    await make();
    const domainName = "patched.example.com";
    await client.send(new CreateDomainNameCommand({ domainName, certificateArn: certificate }));
    await client.send(new CreateBasePathMappingCommand({ domainName, restApiId, basePath: "a" }));
    await check(
      (...patchOperations) =>
        client.send(new UpdateBasePathMappingCommand({ domainName, basePath: "a", patchOperations })),
      [
        ["/restapiId", "replace", restApiId],
        ["/stage", "replace", "prod"],
        ["/basePath", "replace", "a"],
        ["/basepath", "replace", "a"],
      ],
    );
    await check(
      (...patchOperations) => client.send(new UpdateDomainNameCommand({ domainName, patchOperations })),
      [
        ["/certificateName", "add replace remove", "x"],
        ["/certificateArn", "add replace remove", certificate],
        ["/endpointConfiguration/ipAddressType", "replace", "dualstack"],
        ["/endpointAccessMode", "replace", "BASIC"],
        ["/mutualTlsAuthentication/truststoreUri", "add replace remove", "s3://b/k"],
        ["/mutualTlsAuthentication/truststoreVersion", "add replace remove", "1"],
        ["/routingMode", "replace", "BASE_PATH_MAPPING_ONLY"],
        ["/securityPolicy", "replace", "TLS_1_2"],
        ["/ownershipVerificationCertificateArn", "add replace remove", certificate],
      ],
    );
    const types = async (op: "add" | "remove" | "replace", path: string, value: string) => {
      const patchOperations = [{ op, path: `/endpointConfiguration/types${path}`, value }];
      const changed = await client.send(new UpdateDomainNameCommand({ domainName, patchOperations }));
      return changed.endpointConfiguration?.types;
    };
    expect(await types("add", "", "REGIONAL")).to.deep.equal(["EDGE", "REGIONAL"]);
    await check(
      (...patchOperations) => client.send(new UpdateDomainNameCommand({ domainName, patchOperations })),
      [
        ["/regionalCertificateName", "add replace remove", "x"],
        ["/regionalCertificateArn", "add replace remove", certificate],
      ],
    );
    expect(await types("remove", "", "EDGE")).to.deep.equal(["REGIONAL"]);
    expect(await types("replace", "/0", "EDGE")).to.deep.equal(["EDGE"]);
  });

  it("limits a method of a plan's stage by any way in which its path is written", async () => {
    const { client, restApiId } = suite;
    await make();
    const apiStages = [{ apiId: restApiId, stage: "prod" }];
    const { id: usagePlanId } = await client.send(new CreateUsagePlanCommand({ name: "p", apiStages }));
    for (const [i, method] of ["~1pets~1GET", "~1pets/GET", "/pets/GET", "pets/GET"].entries()) {
      const path = `/apiStages/${restApiId}:prod/throttle/${method}/rateLimit`;
      const patchOperations = [{ op: "replace" as const, path, value: String(i + 1) }];
      const changed = await client.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }));
      expect(changed.apiStages?.[0]?.throttle, method).to.deep.equal({ "/pets/GET": { rateLimit: i + 1 } });
    }
  });
});
