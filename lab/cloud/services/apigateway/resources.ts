import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import type { ResourceContext, ResourceProvider } from "../../service.ts";

interface RestApiProperties {
  readonly Name?: string;
  readonly Description?: string;
  readonly BinaryMediaTypes?: readonly string[];
  readonly ApiKeySourceType?: "HEADER" | "AUTHORIZER";
  readonly DisableExecuteApiEndpoint?: boolean;
  readonly EndpointConfiguration?: { readonly Types?: readonly string[] };
  readonly Tags?: readonly { Key: string; Value: string }[];
}

const restApi: ResourceProvider<RestApiProperties> = {
  async create(properties, { call, stack, logicalId }) {
    const { EndpointConfiguration: endpoint } = properties;
    const { id, rootResourceId } = await call.apigateway.CreateRestApi({
      name: properties.Name ?? logicalId,
      description: properties.Description,
      binaryMediaTypes: properties.BinaryMediaTypes && [...properties.BinaryMediaTypes],
      apiKeySource: properties.ApiKeySourceType,
      disableExecuteApiEndpoint: flag(properties.DisableExecuteApiEndpoint),
      endpointConfiguration: endpoint && { types: endpoint.Types as never },
      tags: Object.fromEntries([...stack.tags, ...(properties.Tags ?? [])].map(({ Key, Value }) => [Key, Value])),
    });
    return { id: id as string, attributes: { RestApiId: id, RootResourceId: rootResourceId } };
  },
  async update(restApiId, properties, previous, { call, logicalId }) {
    const patchOperations: PatchOperation[] = [
      { op: "replace", path: "/name", value: properties.Name ?? logicalId },
      { op: "replace", path: "/description", value: properties.Description ?? "" },
    ];
    const path = (type: string) => `/binaryMediaTypes/${type.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    for (const type of properties.BinaryMediaTypes ?? []) patchOperations.push({ op: "add", path: path(type) });
    for (const type of previous.BinaryMediaTypes ?? []) {
      if (!properties.BinaryMediaTypes?.includes(type)) patchOperations.push({ op: "remove", path: path(type) });
    }
    const { rootResourceId } = await call.apigateway.UpdateRestApi({ restApiId, patchOperations });
    return { id: restApiId, attributes: { RestApiId: restApiId, RootResourceId: rootResourceId } };
  },
  delete: (restApiId, _properties, { call }) => unlessGone(call.apigateway.DeleteRestApi({ restApiId })),
};

const resource: ResourceProvider<{ RestApiId: string; ParentId: string; PathPart: string }> = {
  replacedBy: "*",
  async create({ RestApiId: restApiId, ParentId: parentId, PathPart: pathPart }, { call }) {
    const { id } = await call.apigateway.CreateResource({ restApiId, parentId, pathPart });
    return { id: id as string, attributes: { ResourceId: id } };
  },
  delete: (resourceId, { RestApiId: restApiId }, { call }) =>
    unlessGone(call.apigateway.DeleteResource({ restApiId, resourceId })),
};

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
  readonly RequestParameters?: Record<string, boolean>;
  readonly RequestModels?: Record<string, string>;
  readonly RequestValidatorId?: string;
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
  readonly TimeoutInMillis?: number | string;
  readonly RequestParameters?: Record<string, string>;
  readonly RequestTemplates?: Record<string, string>;
  readonly IntegrationResponses?: readonly (ResponseProperties & {
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
    apiKeyRequired: flag(properties.ApiKeyRequired),
    operationName: properties.OperationName,
    requestParameters: properties.RequestParameters,
    requestModels: properties.RequestModels,
    requestValidatorId: properties.RequestValidatorId,
  });
}

/** Gives a method that is there its responses and its integration. */
async function configureMethod(properties: MethodProperties, { call: { apigateway } }: ResourceContext): Promise<void> {
  const address = addressOf(properties);
  for (const { StatusCode, ResponseParameters, ResponseModels: responseModels } of properties.MethodResponses ?? []) {
    const responseParameters =
      ResponseParameters &&
      Object.fromEntries(Object.entries(ResponseParameters).map(([name, value]) => [name, String(value) === "true"]));
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
    timeoutInMillis: integration.TimeoutInMillis === undefined ? undefined : Number(integration.TimeoutInMillis),
    requestParameters: integration.RequestParameters,
    requestTemplates: integration.RequestTemplates,
  });
  for (const response of integration.IntegrationResponses ?? []) {
    await apigateway.PutIntegrationResponse({
      ...address,
      statusCode: String(response.StatusCode),
      selectionPattern: response.SelectionPattern,
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

const deployment: ResourceProvider<{ RestApiId: string; Description?: string; StageName?: string }> = {
  replacedBy: "*",
  async create({ RestApiId: restApiId, Description: description, StageName: stageName }, { call }) {
    const { id } = await call.apigateway.CreateDeployment({ restApiId, description, stageName });
    return { id: id as string, attributes: { DeploymentId: id } };
  },
  delete: (deploymentId, { RestApiId: restApiId }, { call }) =>
    unlessGone(call.apigateway.DeleteDeployment({ restApiId, deploymentId })),
};

interface StageProperties {
  readonly RestApiId: string;
  readonly StageName?: string;
  readonly DeploymentId: string;
  readonly Description?: string;
  readonly Variables?: Record<string, string>;
  readonly TracingEnabled?: boolean;
  readonly Tags?: readonly { Key: string; Value: string }[];
}

const stage: ResourceProvider<StageProperties> = {
  replacedBy: ["RestApiId", "StageName"],
  async create(properties, { call, stack }) {
    const stageName = properties.StageName ?? "default";
    await call.apigateway.CreateStage({
      restApiId: properties.RestApiId,
      stageName,
      deploymentId: properties.DeploymentId,
      description: properties.Description,
      variables: properties.Variables,
      tracingEnabled: flag(properties.TracingEnabled),
      tags: Object.fromEntries([...stack.tags, ...(properties.Tags ?? [])].map(({ Key, Value }) => [Key, Value])),
    });
    return { id: stageName };
  },
  async update(stageName, properties, previous, { call }) {
    const patchOperations: PatchOperation[] = [
      { op: "replace", path: "/deploymentId", value: properties.DeploymentId },
      { op: "replace", path: "/description", value: properties.Description ?? "" },
      { op: "replace", path: "/tracingEnabled", value: String(flag(properties.TracingEnabled) ?? false) },
    ];
    for (const [name, value] of Object.entries(properties.Variables ?? {}))
      patchOperations.push({ op: "replace", path: `/variables/${name}`, value });
    for (const name of Object.keys(previous.Variables ?? {})) {
      if (!Object.hasOwn(properties.Variables ?? {}, name))
        patchOperations.push({ op: "remove", path: `/variables/${name}` });
    }
    await call.apigateway.UpdateStage({ restApiId: properties.RestApiId, stageName, patchOperations });
    return { id: stageName };
  },
  delete: (stageName, { RestApiId: restApiId }, { call }) =>
    unlessGone(call.apigateway.DeleteStage({ restApiId, stageName })),
};

/** The settings of the account in a region. Deleting the resource leaves them, as on AWS. */
const account: ResourceProvider<{ CloudWatchRoleArn?: string }> = {
  async create({ CloudWatchRoleArn: value }, { call, logicalId, stack }) {
    await call.apigateway.UpdateAccount({ patchOperations: [{ op: "replace", path: "/cloudwatchRoleArn", value }] });
    return { id: `${stack.name}-${logicalId}`, attributes: { Id: `${stack.name}-${logicalId}` } };
  },
  async update(id, { CloudWatchRoleArn: value }, _previous, { call }) {
    await call.apigateway.UpdateAccount({ patchOperations: [{ op: "replace", path: "/cloudwatchRoleArn", value }] });
    return { id, attributes: { Id: id } };
  },
  async delete() {},
};

export const resources: Record<string, ResourceProvider> = {
  "AWS::ApiGateway::Account": account,
  "AWS::ApiGateway::Deployment": deployment,
  "AWS::ApiGateway::Method": method,
  "AWS::ApiGateway::Resource": resource,
  "AWS::ApiGateway::RestApi": restApi,
  "AWS::ApiGateway::Stage": stage,
};

/** Templates write booleans as booleans or as text. */
function flag(value: boolean | string | undefined): boolean | undefined {
  return value === undefined ? undefined : String(value) === "true";
}

async function unlessGone(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion;
  } catch (error) {
    if ((error as Error).name !== "NotFoundException") throw error;
  }
}
