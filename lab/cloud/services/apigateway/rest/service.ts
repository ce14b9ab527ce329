import { stored } from "../../../service/coverage.ts";
import { defineService } from "../../../service/service.ts";
import { serve, upgrade } from "../requests/serve.ts";
import { target } from "../requests/target.ts";
import { lowerName } from "../shared/member-names.ts";
import { access } from "./access.ts";
import * as account from "./apis/account.ts";
import * as apis from "./apis/apis.ts";
import * as deployments from "./apis/deployments.ts";
import * as integrations from "./apis/integrations.ts";
import * as methods from "./apis/methods.ts";
import * as stages from "./apis/stages.ts";
import * as tags from "./apis/tags.ts";
import * as tree from "./apis/tree.ts";
import { constraints } from "./constraints.ts";
import * as definitions from "./definitions/operations.ts";
import * as domains from "./domains/domains.ts";
import * as mappings from "./domains/mappings.ts";
import * as apiKeys from "./keys/api-keys.ts";
import * as usage from "./keys/usage.ts";
import * as usagePlans from "./keys/usage-plans.ts";
import * as authorizers from "./parts/authorizers.ts";
import * as certificates from "./parts/certificates.ts";
import * as documentation from "./parts/documentation.ts";
import * as gatewayResponses from "./parts/gateway-responses.ts";
import * as models from "./parts/models.ts";
import * as validators from "./parts/validators.ts";
import * as tests from "./requests/test-invoke.ts";
import { ApiGatewayState } from "./state.ts";

/**
 * Amazon API Gateway: REST APIs.
 *
 * Known gaps: user pools of Cognito, VPC links, generated SDKs are not there.
 */
export const service = defineService("apigateway", {
  // Such as `createRestApiInput.endpointConfiguration.types`; what travels in the path is named alone.
  constraints: { ...constraints, bodyPath: (operation) => `${lowerName(operation)}Input` },
  sdk: () => import("@aws-sdk/client-api-gateway"),
  state: ApiGatewayState,
  forget: (account, state, cloud) => state.forgetAccount(account, cloud),
  close: (state) => state.logs.flush(),
  access,
  audit: { resources: { restApiId: "AWS::ApiGateway::RestApi" } },
  serve,
  target,
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
  limits: {
    operations: { ImportRestApi: 6_291_456, PutRestApi: 6_291_456, ImportDocumentationParts: 6_291_456 },
  },
  upgrade,
  resources: async () => (await import("./resources/index.ts")).resources,
  storedSettings: [
    "cacheClusterEnabled",
    "cacheClusterSize",
    "cachingEnabled",
    "cacheTtlInSeconds",
    "cacheDataEncrypted",
    "cacheKeyParameters",
    "cacheNamespace",
    "tracingEnabled",
    "clientCertificateId",
    "certificateArn",
    "regionalCertificateArn",
    "securityPolicy",
    "endpointAccessMode",
    "mutualTlsAuthentication",
    "ownershipVerificationCertificateArn",
    "stageKeys",
    "productCode",
  ],
  operations: {
    CreateRestApi: apis.createRestApi,
    GetRestApi: apis.getRestApi,
    GetRestApis: apis.getRestApis,
    UpdateRestApi: apis.updateRestApi,
    DeleteRestApi: apis.deleteRestApi,
    ImportRestApi: definitions.importRestApi,
    PutRestApi: definitions.putRestApi,
    GetExport: definitions.getExport,
    GetAccount: account.getAccount,
    UpdateAccount: account.updateAccount,
    TagResource: tags.tagResource,
    UntagResource: tags.untagResource,
    GetTags: tags.getTags,

    CreateResource: tree.createResource,
    GetResource: tree.getResource,
    GetResources: tree.getResources,
    UpdateResource: tree.updateResource,
    DeleteResource: tree.deleteResource,

    PutMethod: methods.putMethod,
    GetMethod: methods.getMethod,
    UpdateMethod: methods.updateMethod,
    DeleteMethod: methods.deleteMethod,
    PutMethodResponse: methods.putMethodResponse,
    GetMethodResponse: methods.getMethodResponse,
    UpdateMethodResponse: methods.updateMethodResponse,
    DeleteMethodResponse: methods.deleteMethodResponse,
    TestInvokeMethod: tests.testInvokeMethod,

    PutIntegration: integrations.putIntegration,
    GetIntegration: integrations.getIntegration,
    UpdateIntegration: integrations.updateIntegration,
    DeleteIntegration: integrations.deleteIntegration,
    PutIntegrationResponse: integrations.putIntegrationResponse,
    GetIntegrationResponse: integrations.getIntegrationResponse,
    UpdateIntegrationResponse: integrations.updateIntegrationResponse,
    DeleteIntegrationResponse: integrations.deleteIntegrationResponse,

    CreateDeployment: deployments.createDeployment,
    GetDeployment: deployments.getDeployment,
    GetDeployments: deployments.getDeployments,
    UpdateDeployment: deployments.updateDeployment,
    DeleteDeployment: deployments.deleteDeployment,
    CreateStage: stages.createStage,
    GetStage: stages.getStage,
    GetStages: stages.getStages,
    UpdateStage: stages.updateStage,
    DeleteStage: stages.deleteStage,
    FlushStageCache: stored(stages.flushStageCache),

    CreateAuthorizer: authorizers.createAuthorizer,
    GetAuthorizer: authorizers.getAuthorizer,
    GetAuthorizers: authorizers.getAuthorizers,
    UpdateAuthorizer: authorizers.updateAuthorizer,
    DeleteAuthorizer: authorizers.deleteAuthorizer,
    FlushStageAuthorizersCache: authorizers.flushStageAuthorizersCache,
    TestInvokeAuthorizer: tests.testInvokeAuthorizer,
    CreateModel: models.createModel,
    GetModel: models.getModel,
    GetModels: models.getModels,
    UpdateModel: models.updateModel,
    DeleteModel: models.deleteModel,
    CreateRequestValidator: validators.createRequestValidator,
    GetRequestValidator: validators.getRequestValidator,
    GetRequestValidators: validators.getRequestValidators,
    UpdateRequestValidator: validators.updateRequestValidator,
    DeleteRequestValidator: validators.deleteRequestValidator,
    PutGatewayResponse: gatewayResponses.putGatewayResponse,
    GetGatewayResponse: gatewayResponses.getGatewayResponse,
    GetGatewayResponses: gatewayResponses.getGatewayResponses,
    UpdateGatewayResponse: gatewayResponses.updateGatewayResponse,
    DeleteGatewayResponse: gatewayResponses.deleteGatewayResponse,
    CreateDocumentationPart: documentation.createDocumentationPart,
    GetDocumentationPart: documentation.getDocumentationPart,
    GetDocumentationParts: documentation.getDocumentationParts,
    UpdateDocumentationPart: documentation.updateDocumentationPart,
    DeleteDocumentationPart: documentation.deleteDocumentationPart,
    ImportDocumentationParts: documentation.importDocumentationParts,
    CreateDocumentationVersion: documentation.createDocumentationVersion,
    GetDocumentationVersion: documentation.getDocumentationVersion,
    GetDocumentationVersions: documentation.getDocumentationVersions,
    UpdateDocumentationVersion: documentation.updateDocumentationVersion,
    DeleteDocumentationVersion: documentation.deleteDocumentationVersion,
    GenerateClientCertificate: stored(certificates.generateClientCertificate),
    GetClientCertificate: certificates.getClientCertificate,
    GetClientCertificates: certificates.getClientCertificates,
    UpdateClientCertificate: stored(certificates.updateClientCertificate),
    DeleteClientCertificate: stored(certificates.deleteClientCertificate),

    CreateApiKey: apiKeys.createApiKey,
    GetApiKey: apiKeys.getApiKey,
    GetApiKeys: apiKeys.getApiKeys,
    UpdateApiKey: apiKeys.updateApiKey,
    DeleteApiKey: apiKeys.deleteApiKey,
    ImportApiKeys: apiKeys.importApiKeys,
    CreateUsagePlan: usagePlans.createUsagePlan,
    GetUsagePlan: usagePlans.getUsagePlan,
    GetUsagePlans: usagePlans.getUsagePlans,
    UpdateUsagePlan: usagePlans.updateUsagePlan,
    DeleteUsagePlan: usagePlans.deleteUsagePlan,
    CreateUsagePlanKey: usagePlans.createUsagePlanKey,
    GetUsagePlanKey: usagePlans.getUsagePlanKey,
    GetUsagePlanKeys: usagePlans.getUsagePlanKeys,
    DeleteUsagePlanKey: usagePlans.deleteUsagePlanKey,
    GetUsage: usage.getUsage,
    UpdateUsage: usage.updateUsage,

    CreateDomainName: domains.createDomainName,
    GetDomainName: domains.getDomainName,
    GetDomainNames: domains.getDomainNames,
    UpdateDomainName: domains.updateDomainName,
    DeleteDomainName: domains.deleteDomainName,
    CreateBasePathMapping: mappings.createBasePathMapping,
    GetBasePathMapping: mappings.getBasePathMapping,
    GetBasePathMappings: mappings.getBasePathMappings,
    UpdateBasePathMapping: mappings.updateBasePathMapping,
    DeleteBasePathMapping: mappings.deleteBasePathMapping,
  },
});
