import type { ResourceContext, ResourceProvider } from "../../../../service/service.ts";
import { mapValues, unlessGone } from "./properties.ts";

interface ResponseProperties {
  readonly StatusCode: string;
  readonly ResponseParameters?: Record<string, boolean | string>;
}

interface MethodProperties {
  readonly RestApiId: string;
  readonly ResourceId: string;
  readonly HttpMethod: string;
  readonly AuthorizationType?: string;
  readonly ApiKeyRequired?: boolean;
  readonly OperationName?: string;
  readonly RequestParameters?: Record<string, boolean | string>;
  readonly RequestModels?: Record<string, string>;
  readonly RequestValidatorId?: string;
  readonly AuthorizerId?: string;
  readonly AuthorizationScopes?: string[];
  readonly MethodResponses?: readonly (ResponseProperties & { readonly ResponseModels?: Record<string, string> })[];
  readonly Integration?: IntegrationProperties;
}

interface IntegrationProperties {
  readonly Type: "AWS" | "AWS_PROXY" | "HTTP" | "HTTP_PROXY" | "MOCK";
  readonly IntegrationHttpMethod?: string;
  readonly Uri?: string;
  readonly Credentials?: string;
  readonly PassthroughBehavior?: string;
  readonly ContentHandling?: "CONVERT_TO_BINARY" | "CONVERT_TO_TEXT";
  readonly ConnectionType?: "INTERNET" | "VPC_LINK";
  readonly ConnectionId?: string;
  readonly CacheKeyParameters?: string[];
  readonly CacheNamespace?: string;
  readonly ResponseTransferMode?: "BUFFERED" | "STREAM";
  readonly TimeoutInMillis?: number | string;
  readonly RequestParameters?: Record<string, string>;
  readonly RequestTemplates?: Record<string, string>;
  readonly IntegrationResponses?: readonly (ResponseProperties & {
    readonly ContentHandling?: "CONVERT_TO_BINARY" | "CONVERT_TO_TEXT";
    readonly SelectionPattern?: string;
    readonly ResponseTemplates?: Record<string, string>;
  })[];
}

const method: ResourceProvider<MethodProperties> = {
  replacedBy: ["RestApiId", "ResourceId", "HttpMethod"],
  async create(properties, context) {
    const id = `${context.stack.name}-${context.logicalId}`;
    await putMethod(properties, context);
    context.initiated(id);
    await configureMethod(properties, context);
    return { id };
  },
  async update(id, properties, _previous, context) {
    await deleteMethod(properties, context);
    await putMethod(properties, context);
    await configureMethod(properties, context);
    return { id };
  },
  delete: (_id, properties, context) => deleteMethod(properties, context),
};

async function putMethod(properties: MethodProperties, { call: { apigateway } }: ResourceContext): Promise<void> {
  await apigateway.PutMethod({
    ...addressOf(properties),
    authorizationType: properties.AuthorizationType ?? "NONE",
    authorizerId: properties.AuthorizerId,
    authorizationScopes: properties.AuthorizationScopes,
    apiKeyRequired: String(properties.ApiKeyRequired) === "true",
    operationName: properties.OperationName,
    requestParameters: properties.RequestParameters && flagsOf(properties.RequestParameters),
    requestModels: properties.RequestModels,
    requestValidatorId: properties.RequestValidatorId,
  });
}

/** Gives a method that is there its responses and its integration. */
async function configureMethod(properties: MethodProperties, { call: { apigateway } }: ResourceContext): Promise<void> {
  const address = addressOf(properties);
  for (const { StatusCode, ResponseParameters, ResponseModels: responseModels } of properties.MethodResponses ?? []) {
    const responseParameters = ResponseParameters && flagsOf(ResponseParameters);
    await apigateway.PutMethodResponse({
      ...address,
      statusCode: String(StatusCode),
      responseParameters,
      responseModels,
    });
  }
  const { Integration: integration } = properties;
  if (!integration) return;
  await apigateway.PutIntegration({
    ...address,
    type: integration.Type,
    integrationHttpMethod: integration.IntegrationHttpMethod,
    uri: integration.Uri,
    credentials: integration.Credentials,
    passthroughBehavior: integration.PassthroughBehavior,
    contentHandling: integration.ContentHandling,
    connectionType: integration.ConnectionType,
    connectionId: integration.ConnectionId,
    cacheKeyParameters: integration.CacheKeyParameters,
    cacheNamespace: integration.CacheNamespace,
    responseTransferMode: integration.ResponseTransferMode,
    timeoutInMillis: integration.TimeoutInMillis === undefined ? undefined : Number(integration.TimeoutInMillis),
    requestParameters: integration.RequestParameters,
    requestTemplates: integration.RequestTemplates,
  });
  for (const response of integration.IntegrationResponses ?? []) {
    await apigateway.PutIntegrationResponse({
      ...address,
      statusCode: String(response.StatusCode),
      selectionPattern: response.SelectionPattern,
      contentHandling: response.ContentHandling,
      responseParameters: response.ResponseParameters as Record<string, string> | undefined,
      responseTemplates: response.ResponseTemplates,
    });
  }
}

async function deleteMethod(properties: MethodProperties, { call }: ResourceContext): Promise<void> {
  await unlessGone(call.apigateway.DeleteMethod(addressOf(properties)));
}

function addressOf({ RestApiId, ResourceId, HttpMethod }: MethodProperties) {
  return { restApiId: RestApiId, resourceId: ResourceId, httpMethod: HttpMethod };
}

const flagsOf = (values: object) => mapValues(values, (value) => String(value) === "true");

export const resources: Record<string, ResourceProvider> = { "AWS::ApiGateway::Method": method };
