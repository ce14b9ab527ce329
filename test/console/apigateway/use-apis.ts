import { APIGatewayClient, CreateDeploymentCommand, ImportRestApiCommand } from "@aws-sdk/client-api-gateway";
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateAuthorizerCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateRouteResponseCommand,
  CreateStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import { mock } from "../../cloud/services/apigateway/rest/use-rest-apis.ts";
import { Functions } from "../../cloud/services/lambda/functions.ts";
import { type OpenedConsole, useConsole } from "../opened.ts";

/** A console, and an API of each kind to look at: their ids. */
export interface SuiteApis {
  readonly lab: OpenedConsole;
  readonly rest: APIGatewayClient;
  readonly v2: ApiGatewayV2Client;
  readonly pets: string;
  readonly shop: string;
  readonly chat: string;
}

/** Answers with what it was asked. */
const ECHO = `export const handler = async (event) => ({
  statusCode: event.requestContext.routeKey?.startsWith("$") ? 200 : 201,
  headers: { "x-color": "red", "content-type": "application/json" },
  body: event.requestContext.connectionId
    ? JSON.stringify({ heard: event.body })
    : JSON.stringify({ method: event.httpMethod, path: event.path, parameters: event.pathParameters, body: event.body }),
});`;

export function useApis(): SuiteApis {
  const lab = useConsole();
  let rest: APIGatewayClient;
  let v2: ApiGatewayV2Client;
  let functions: Functions;
  let pets = "";
  let shop = "";
  let chat = "";
  before(async () => {
    rest = new APIGatewayClient(lab.settings);
    v2 = new ApiGatewayV2Client(lab.settings);
    functions = new Functions(lab.cloud.endpoint);
    await functions.makeRole();
    const echo = await functions.createFor("apigateway.amazonaws.com", "echo", ECHO);
    const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${echo}/invocations`;
    pets = await restApi(rest, uri);
    shop = await httpApi(v2, echo);
    chat = await webSocketApi(v2, uri);
  });
  after(() => {
    for (const client of [rest, v2, functions]) client?.destroy();
  });
  return {
    lab,
    get rest() {
      return rest;
    },
    get v2() {
      return v2;
    },
    get pets() {
      return pets;
    },
    get shop() {
      return shop;
    },
    get chat() {
      return chat;
    },
  };
}

async function restApi(client: APIGatewayClient, uri: string): Promise<string> {
  const proxy = { type: "aws_proxy", httpMethod: "POST", uri };
  const document = {
    openapi: "3.0.1",
    info: { title: "pets", version: "1", description: "What barks and purrs." },
    paths: {
      "/health": { get: mock('{"healthy": true}') },
      "/pets/{id}": {
        "x-amazon-apigateway-any-method": { "x-amazon-apigateway-integration": proxy },
      },
      "/owners": { get: mock("{}", { security: [{ api_key: [] }] }) },
    },
    components: {
      securitySchemes: { api_key: { type: "apiKey", name: "x-api-key", in: "header" } },
      schemas: { Pet: { type: "object", required: ["name"] } },
    },
  };
  const { id: restApiId = "" } = await client.send(
    new ImportRestApiCommand({ body: Buffer.from(JSON.stringify(document)) }),
  );
  const variables = { color: "red" };
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: "prod", variables }));
  return restApiId;
}

async function httpApi(client: ApiGatewayV2Client, Target: string): Promise<string> {
  const { ApiId = "" } = await client.send(new CreateApiCommand({ Name: "shop", ProtocolType: "HTTP", Target }));
  const JwtConfiguration = { Issuer: "https://tokens.example.com", Audience: ["shop"] };
  await client.send(
    new CreateAuthorizerCommand({
      ApiId,
      Name: "customers",
      AuthorizerType: "JWT",
      IdentitySource: ["$request.header.Authorization"],
      JwtConfiguration,
    }),
  );
  return ApiId;
}

async function webSocketApi(client: ApiGatewayV2Client, IntegrationUri: string): Promise<string> {
  const { ApiId = "" } = await client.send(
    new CreateApiCommand({
      Name: "chat",
      ProtocolType: "WEBSOCKET",
      RouteSelectionExpression: "$request.body.action",
    }),
  );
  const { IntegrationId } = await client.send(
    new CreateIntegrationCommand({ ApiId, IntegrationType: "AWS_PROXY", IntegrationUri }),
  );
  const Target = `integrations/${IntegrationId}`;
  const { RouteId } = await client.send(
    new CreateRouteCommand({ ApiId, RouteKey: "$default", Target, RouteResponseSelectionExpression: "$default" }),
  );
  await client.send(new CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: "$default" }));
  await client.send(new CreateStageCommand({ ApiId, StageName: "dev", AutoDeploy: true }));
  return ApiId;
}
