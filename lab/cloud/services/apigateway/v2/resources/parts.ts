import type { ResourceProvider } from "../../../../service/service.ts";
import { type Shape, typed, unlessGone } from "./properties.ts";

interface PartProperties {
  readonly ApiId: string;
}

const INTEGRATION: Shape = {
  ConnectionId: "text",
  ConnectionType: "text",
  ContentHandlingStrategy: "text",
  CredentialsArn: "text",
  Description: "text",
  IntegrationMethod: "text",
  IntegrationSubtype: "text",
  IntegrationType: "text",
  IntegrationUri: "text",
  PassthroughBehavior: "text",
  PayloadFormatVersion: "text",
  RequestParameters: "json",
  RequestTemplates: "json",
  TemplateSelectionExpression: "text",
  TimeoutInMillis: "number",
  TlsConfig: "json",
};

interface IntegrationProperties extends PartProperties {
  readonly IntegrationType: "AWS_PROXY";
  readonly ResponseParameters?: Record<
    string,
    { ResponseParameters?: { Destination: string; Source: string }[] } | Record<string, string>
  >;
}

/** A template lists the parameters of a status, where the API has a map. */
function integrationInput({ ResponseParameters, ...properties }: IntegrationProperties): Record<string, unknown> {
  const mapped = Object.entries(ResponseParameters ?? {}).map(([status, value]) => {
    const list = value.ResponseParameters;
    return [
      status,
      Array.isArray(list) ? Object.fromEntries(list.map(({ Destination, Source }) => [Destination, Source])) : value,
    ];
  });
  return {
    ...typed(properties, INTEGRATION),
    ...(ResponseParameters && { ResponseParameters: Object.fromEntries(mapped) }),
  };
}

const integration: ResourceProvider<IntegrationProperties> = {
  replacedBy: ["ApiId"],
  async create(properties, { call }) {
    const { ApiId, IntegrationType } = properties;
    const input = { ...integrationInput(properties), ApiId, IntegrationType };
    const { IntegrationId = "" } = await call.apigatewayv2.CreateIntegration(input);
    return { id: IntegrationId, attributes: { IntegrationId } };
  },
  async update(IntegrationId, properties, _previous, { call }) {
    await call.apigatewayv2.UpdateIntegration({
      ...integrationInput(properties),
      ApiId: properties.ApiId,
      IntegrationId,
    });
    return { id: IntegrationId, attributes: { IntegrationId } };
  },
  delete: (IntegrationId, { ApiId }, { call }) =>
    unlessGone(call.apigatewayv2.DeleteIntegration({ ApiId, IntegrationId })),
};

const ROUTE: Shape = {
  ApiKeyRequired: "flag",
  AuthorizationScopes: "json",
  AuthorizationType: "text",
  AuthorizerId: "text",
  ModelSelectionExpression: "text",
  OperationName: "text",
  RequestModels: "json",
  RequestParameters: "json",
  RouteKey: "text",
  RouteResponseSelectionExpression: "text",
  Target: "text",
};

const route: ResourceProvider<PartProperties & { readonly RouteKey: string }> = {
  replacedBy: ["ApiId"],
  async create(properties, { call }) {
    const { ApiId, RouteKey } = properties;
    const { RouteId = "" } = await call.apigatewayv2.CreateRoute({ ...typed(properties, ROUTE), ApiId, RouteKey });
    return { id: RouteId, attributes: { RouteId } };
  },
  async update(RouteId, properties, _previous, { call }) {
    const usual = { AuthorizationType: "NONE" } as const;
    await call.apigatewayv2.UpdateRoute({ ...usual, ...typed(properties, ROUTE), ApiId: properties.ApiId, RouteId });
    return { id: RouteId, attributes: { RouteId } };
  },
  delete: (RouteId, { ApiId }, { call }) => unlessGone(call.apigatewayv2.DeleteRoute({ ApiId, RouteId })),
};

const AUTHORIZER: Shape = {
  AuthorizerCredentialsArn: "text",
  AuthorizerPayloadFormatVersion: "text",
  AuthorizerResultTtlInSeconds: "number",
  AuthorizerUri: "text",
  EnableSimpleResponses: "flag",
  IdentitySource: "json",
  IdentityValidationExpression: "text",
  JwtConfiguration: "json",
  Name: "text",
};

interface AuthorizerProperties extends PartProperties {
  readonly AuthorizerType: "JWT" | "REQUEST";
  readonly IdentitySource?: string[];
  readonly Name: string;
}

const authorizer: ResourceProvider<AuthorizerProperties> = {
  replacedBy: ["ApiId"],
  async create(properties, { call }) {
    const { ApiId, AuthorizerType, IdentitySource = [], Name } = properties;
    const input = { ...typed(properties, AUTHORIZER), ApiId, AuthorizerType, IdentitySource, Name };
    const { AuthorizerId = "" } = await call.apigatewayv2.CreateAuthorizer(input);
    return { id: AuthorizerId, attributes: { AuthorizerId } };
  },
  async update(AuthorizerId, properties, _previous, { call }) {
    const { ApiId, AuthorizerType } = properties;
    const input = { ...typed(properties, AUTHORIZER), ApiId, AuthorizerId, AuthorizerType };
    await call.apigatewayv2.UpdateAuthorizer(input);
    return { id: AuthorizerId, attributes: { AuthorizerId } };
  },
  delete: (AuthorizerId, { ApiId }, { call }) =>
    unlessGone(call.apigatewayv2.DeleteAuthorizer({ ApiId, AuthorizerId })),
};

const ROUTE_RESPONSE: Shape = { ModelSelectionExpression: "text", ResponseModels: "json", ResponseParameters: "json" };

const routeResponse: ResourceProvider<PartProperties & { RouteId: string; RouteResponseKey: string }> = {
  replacedBy: ["ApiId", "RouteId"],
  async create(properties, { call }) {
    const { ApiId, RouteId, RouteResponseKey } = properties;
    const input = { ...typed(properties, ROUTE_RESPONSE), ApiId, RouteId, RouteResponseKey };
    const { RouteResponseId = "" } = await call.apigatewayv2.CreateRouteResponse(input);
    return { id: RouteResponseId, attributes: { RouteResponseId } };
  },
  async update(RouteResponseId, properties, _previous, { call }) {
    const { ApiId, RouteId, RouteResponseKey } = properties;
    const input = { ...typed(properties, ROUTE_RESPONSE), ApiId, RouteId, RouteResponseKey, RouteResponseId };
    await call.apigatewayv2.UpdateRouteResponse(input);
    return { id: RouteResponseId, attributes: { RouteResponseId } };
  },
  delete: (RouteResponseId, { ApiId, RouteId }, { call }) =>
    unlessGone(call.apigatewayv2.DeleteRouteResponse({ ApiId, RouteId, RouteResponseId })),
};

const RESPONSE: Shape = {
  ContentHandlingStrategy: "text",
  ResponseParameters: "json",
  ResponseTemplates: "json",
  TemplateSelectionExpression: "text",
};

const integrationResponse: ResourceProvider<
  PartProperties & { IntegrationId: string; IntegrationResponseKey: string }
> = {
  replacedBy: ["ApiId", "IntegrationId"],
  async create(properties, { call }) {
    const { ApiId, IntegrationId, IntegrationResponseKey } = properties;
    const input = { ...typed(properties, RESPONSE), ApiId, IntegrationId, IntegrationResponseKey };
    const { IntegrationResponseId = "" } = await call.apigatewayv2.CreateIntegrationResponse(input);
    return { id: IntegrationResponseId, attributes: { IntegrationResponseId } };
  },
  async update(IntegrationResponseId, properties, _previous, { call }) {
    const { ApiId, IntegrationId, IntegrationResponseKey } = properties;
    const input = {
      ...typed(properties, RESPONSE),
      ApiId,
      IntegrationId,
      IntegrationResponseKey,
      IntegrationResponseId,
    };
    await call.apigatewayv2.UpdateIntegrationResponse(input);
    return { id: IntegrationResponseId, attributes: { IntegrationResponseId } };
  },
  delete: (IntegrationResponseId, { ApiId, IntegrationId }, { call }) =>
    unlessGone(call.apigatewayv2.DeleteIntegrationResponse({ ApiId, IntegrationId, IntegrationResponseId })),
};

interface ModelProperties extends PartProperties {
  readonly Name: string;
  readonly ContentType?: string;
  readonly Description?: string;
  readonly Schema: object | string;
}

const model: ResourceProvider<ModelProperties> = {
  replacedBy: ["ApiId"],
  async create(properties, { call }) {
    const { ModelId = "" } = await call.apigatewayv2.CreateModel(modelInput(properties));
    return { id: ModelId, attributes: { ModelId } };
  },
  async update(ModelId, properties, _previous, { call }) {
    await call.apigatewayv2.UpdateModel({ ...modelInput(properties), ModelId });
    return { id: ModelId, attributes: { ModelId } };
  },
  delete: (ModelId, { ApiId }, { call }) => unlessGone(call.apigatewayv2.DeleteModel({ ApiId, ModelId })),
};

function modelInput({ ApiId, Name, ContentType, Description, Schema }: ModelProperties) {
  return {
    ApiId,
    Name,
    ContentType,
    Description,
    Schema: typeof Schema === "string" ? Schema : JSON.stringify(Schema),
  };
}

export const resources: Record<string, ResourceProvider> = {
  "AWS::ApiGatewayV2::Authorizer": authorizer,
  "AWS::ApiGatewayV2::Integration": integration,
  "AWS::ApiGatewayV2::IntegrationResponse": integrationResponse,
  "AWS::ApiGatewayV2::Model": model,
  "AWS::ApiGatewayV2::Route": route,
  "AWS::ApiGatewayV2::RouteResponse": routeResponse,
};
