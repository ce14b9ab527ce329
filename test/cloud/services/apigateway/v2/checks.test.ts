import { APIGatewayClient, UpdateAccountCommand } from "@aws-sdk/client-api-gateway";
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  type CreateApiCommandInput,
  CreateApiMappingCommand,
  CreateAuthorizerCommand,
  type CreateAuthorizerCommandInput,
  CreateDomainNameCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  type CreateRouteCommandInput,
  CreateStageCommand,
  type CreateStageCommandInput,
  DeleteApiCommand,
  DeleteAuthorizerCommand,
  DeleteIntegrationCommand,
  GetApiMappingsCommand,
  GetDomainNameCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import { expect } from "chai";
import { useCloud } from "../../../use-cloud.ts";
import { bad, refused } from "../rest/use-checks.ts";

const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:f";
const INVOKED = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`;

// The words are AWS's, as users of Terraform, CDK, SST and the Serverless Framework reported them.
describe("HTTP and WebSocket APIs as AWS checks them", () => {
  const lab = useCloud();
  let client: ApiGatewayV2Client;
  before(() => {
    client = lab.client(ApiGatewayV2Client);
  });
  const api = async (more: Partial<CreateApiCommandInput> = {}) => {
    const input = { Name: "checked", ProtocolType: "HTTP", ...more } as const;
    return (await client.send(new CreateApiCommand(input))).ApiId as string;
  };
  const socket = () => api({ ProtocolType: "WEBSOCKET", RouteSelectionExpression: "$request.body.action" });
  const route = (ApiId: string, RouteKey: string, more: Partial<CreateRouteCommandInput> = {}) =>
    client.send(new CreateRouteCommand({ ApiId, RouteKey, ...more }));
  const authorizer = (ApiId: string, more: Partial<CreateAuthorizerCommandInput> = {}) => {
    const kind = { AuthorizerType: "REQUEST", AuthorizerUri: INVOKED, AuthorizerPayloadFormatVersion: "2.0" } as const;
    const input = { ApiId, Name: "guard", IdentitySource: ["$request.header.x"], ...kind, ...more };
    return client.send(new CreateAuthorizerCommand(input));
  };
  const stage = (ApiId: string, more: Partial<CreateStageCommandInput>) =>
    client.send(new CreateStageCommand({ ApiId, StageName: "made", ...more }));

  it("let no origin but named ones send credentials", async () => {
    const cors = { AllowCredentials: true, AllowMethods: ["*"], AllowHeaders: ["*"] };
    expect(await refused(api({ CorsConfiguration: { ...cors, AllowOrigins: ["*"] } }))).to.deep.equal(
      bad("allow-credentials is not supported if 'allow-origin' is *"),
    );
    await api({ CorsConfiguration: { ...cors, AllowOrigins: ["https://example.com"] } });
  });

  it("keep an integration that routes lead to", async () => {
    const ApiId = await api();
    const input = { ApiId, IntegrationType: "HTTP_PROXY", IntegrationUri: "https://example.com" } as const;
    const made = await client.send(
      new CreateIntegrationCommand({ ...input, IntegrationMethod: "GET", PayloadFormatVersion: "1.0" }),
    );
    const { RouteId } = await route(ApiId, "GET /a", { Target: `integrations/${made.IntegrationId}` });
    const IntegrationId = made.IntegrationId as string;
    expect(await refused(client.send(new DeleteIntegrationCommand({ ApiId, IntegrationId })))).to.deep.equal([
      "ConflictException",
      `Cannot delete Integration because it is referenced by the following Routes with Ids: [${RouteId}]`,
    ]);
  });

  it("keep an authorizer that guards a route, and have one for each route that wants one", async () => {
    const ApiId = await api();
    const { AuthorizerId = "" } = await authorizer(ApiId);
    await route(ApiId, "POST /pdf", { AuthorizationType: "CUSTOM", AuthorizerId });
    expect(await refused(client.send(new DeleteAuthorizerCommand({ ApiId, AuthorizerId })))).to.deep.equal([
      "ConflictException",
      "Cannot delete authorizer 'guard', is referenced in route: POST /pdf",
    ]);
    const invalid = "Invalid authorizer ID specified. Setting the authorization type to";
    for (const id of [undefined, "none"])
      expect(await refused(route(ApiId, "GET /a", { AuthorizationType: "CUSTOM", AuthorizerId: id }))).to.deep.equal(
        bad(`${invalid} CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.`),
      );
    expect(await refused(route(ApiId, "GET /a", { AuthorizationType: "JWT", AuthorizerId }))).to.deep.equal(
      bad(`${invalid} JWT requires a valid JWT authorizer.`),
    );
  });

  it("keep answers of an authorizer only by who asks", async () => {
    const given = { IdentitySource: [], AuthorizerResultTtlInSeconds: 300 };
    expect(await refused(authorizer(await api(), given))).to.deep.equal(
      bad("Identity source must be set if authorizer caching is enabled (TTL is greater than 0)"),
    );
  });

  it("have keys for their routes", async () => {
    const ApiId = await socket();
    expect(await refused(route(ApiId, ""))).to.deep.equal(bad("Route key is required"));
    expect(await refused(route(ApiId, "$getauthorized"))).to.deep.equal(
      bad("The provided route key is not formatted properly"),
    );
    for (const key of ["$connect", "$disconnect", "$default", "say"]) await route(ApiId, key);
  });

  it("write execution logs for WebSocket APIs alone, in an account that lets them", async () => {
    const LoggingLevel = "INFO";
    for (const settings of [{ LoggingLevel }, { DataTraceEnabled: true }] as const)
      expect(await refused(stage(await api(), { DefaultRouteSettings: settings }))).to.deep.equal(
        bad("Execution logs are not supported on protocolType HTTP"),
      );
    const ApiId = await socket();
    const logs = { DestinationArn: "arn:aws:logs:us-east-1:000000000000:log-group:x", Format: "$context.requestId" };
    const nobody = bad("CloudWatch Logs role ARN must be set in account settings to enable logging");
    expect(await refused(stage(ApiId, { RouteSettings: { $default: { LoggingLevel } } }))).to.deep.equal(nobody);
    expect(await refused(stage(ApiId, { AccessLogSettings: logs }))).to.deep.equal(nobody);
    const value = "arn:aws:iam::000000000000:role/logs";
    const patchOperations = [{ op: "replace", path: "/cloudwatchRoleArn", value }] as const;
    await lab.client(APIGatewayClient).send(new UpdateAccountCommand({ patchOperations: [...patchOperations] }));
    await stage(ApiId, { AccessLogSettings: logs });
    const input = { ApiId, StageName: "made", DefaultRouteSettings: { LoggingLevel } } as const;
    await client.send(new UpdateStageCommand(input));
  });

  describe("behind custom domains", () => {
    const domain = async (DomainName: string, more: object = {}) => {
      const CertificateArn = "arn:aws:acm:us-east-1:000000000000:certificate/1";
      const DomainNameConfigurations = [{ CertificateArn, ...more }];
      await client.send(new CreateDomainNameCommand({ DomainName, DomainNameConfigurations }));
      return DomainName;
    };

    it("have a key of whole parts in each mapping, and stay while one leads to them", async () => {
      const ApiId = await api();
      await stage(ApiId, { AutoDeploy: true });
      const DomainName = await domain("v2.example.com");
      const map = (ApiMappingKey: string) =>
        client.send(new CreateApiMappingCommand({ DomainName, ApiId, Stage: "made", ApiMappingKey }));
      for (const key of ["/", "/a", "a//b"])
        expect(await refused(map(key))).to.deep.equal(
          bad("API mapping key should not start with a '/' or have consecutive '/'s."),
        );
      expect(await refused(map("a b"))).to.deep.equal(
        bad("An ApiMapping key may contain only letters, numbers and one of $-_.+!*'()"),
      );
      await map("a/b!+(c)*'$");
      expect(await refused(client.send(new DeleteApiCommand({ ApiId })))).to.deep.equal(
        bad(`Deleting API ${ApiId} failed. Please remove all API mappings for the API from your custom domain names.`),
      );
    });

    it("have regional ones", async () => {
      const { CreateDomainNameCommand: Create } = await import("@aws-sdk/client-api-gateway");
      const rest = lab.client(APIGatewayClient);
      await rest.send(new Create({ domainName: "edge.example.com" }));
      const REGIONAL = ["REGIONAL" as const];
      const endpointConfiguration = { types: REGIONAL };
      await rest.send(new Create({ domainName: "old.example.com", endpointConfiguration, securityPolicy: "TLS_1_0" }));
      const [edge, old] = [
        "Only REGIONAL domain names can be managed through the API Gateway V2 API. For EDGE domain names, please use the API Gateway V1 API. Also note that only REST APIs can be attached to EDGE domain names.",
        "Only REGIONAL domain names with a security policy of TLS 1.2 can be managed through the API Gateway V2 API. For TLS 1.0 domain names, please use the API Gateway V1 API to upgrade your security policy to TLS 1.2. Currently, only REST APIs can be attached to a domain name with a security policy of TLS 1.0.",
      ];
      for (const [DomainName, message] of [
        ["edge.example.com", edge],
        ["old.example.com", old],
      ] as const) {
        const mappings = client.send(new GetApiMappingsCommand({ DomainName }));
        expect(await refused(mappings), DomainName).to.deep.equal(bad(message));
        const made = client.send(new CreateApiMappingCommand({ DomainName, ApiId: "a", Stage: "s" }));
        expect(await refused(made), DomainName).to.deep.equal(bad(message));
        // Looking is allowed.
        await client.send(new GetDomainNameCommand({ DomainName }));
      }
      expect(await refused(domain("new.example.com", { EndpointType: "EDGE" }))).to.deep.equal(bad(edge));
    });
  });
});
