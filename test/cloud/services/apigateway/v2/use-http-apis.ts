import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateAuthorizerCommand,
  CreateIntegrationCommand,
  type CreateIntegrationCommandInput,
  CreateRouteCommand,
  type CreateRouteCommandInput,
  CreateStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import { type SuiteApis, useApis } from "../use-apis.ts";

/** HTTP and WebSocket APIs for a suite: a cloud of its own, a client, and short ways to make what tests need. */
export interface SuiteHttpApis extends SuiteApis<ApiGatewayV2Client> {
  /** Moves the lab's time forward, and with it the time with which the clients sign. */
  advance(ms: number): void;
  /** Makes an HTTP API whose $default stage deploys by itself. */
  api(settings?: object): Promise<{ id: string; url: string }>;
  integration(ApiId: string, settings: Partial<CreateIntegrationCommandInput>): Promise<string>;
  route(
    ApiId: string,
    RouteKey: string,
    integration: string,
    settings?: Partial<CreateRouteCommandInput>,
  ): Promise<string>;
  authorizer(ApiId: string, settings: object): Promise<string>;
  /** Makes a function that API Gateway may invoke. @returns its ARN */
  functionArn(name: string, code: string): Promise<string>;
}

export function useHttpApis(): SuiteHttpApis {
  const apis = useApis(ApiGatewayV2Client);
  const { cloud } = apis;
  return Object.assign(apis, {
    advance(ms) {
      apis.functions.advance(cloud.clock, ms);
      apis.client.config.systemClockOffset += ms;
    },
    async api(settings = {}) {
      const { ApiId = "" } = await apis.client.send(
        new CreateApiCommand({ Name: "made", ProtocolType: "HTTP", ...settings }),
      );
      await apis.client.send(new CreateStageCommand({ ApiId, StageName: "$default", AutoDeploy: true }));
      return { id: ApiId, url: `${cloud.endpoint}/_aws/execute-api/${ApiId}` };
    },
    async integration(ApiId, settings) {
      const { IntegrationId } = await apis.client.send(
        new CreateIntegrationCommand({ ApiId, IntegrationType: "AWS_PROXY", PayloadFormatVersion: "2.0", ...settings }),
      );
      return IntegrationId as string;
    },
    async route(ApiId, RouteKey, integration, settings = {}) {
      const Target = `integrations/${integration}`;
      const { RouteId } = await apis.client.send(new CreateRouteCommand({ ApiId, RouteKey, Target, ...settings }));
      return RouteId as string;
    },
    async authorizer(ApiId, settings) {
      const input = {
        ApiId,
        Name: "authorizer",
        AuthorizerType: "REQUEST" as const,
        IdentitySource: ["$request.header.Authorization"],
      };
      const { AuthorizerId } = await apis.client.send(new CreateAuthorizerCommand({ ...input, ...settings }));
      return AuthorizerId as string;
    },
    functionArn: (name, code) => apis.functions.createFor("apigateway.amazonaws.com", name, code),
  } satisfies Omit<SuiteHttpApis, keyof SuiteApis<unknown>>);
}

/** The URI by which an authorizer names a function. */
export const uriOf = (arn: string) =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
