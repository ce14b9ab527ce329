import { stored } from "../../../service/coverage.ts";
import { defineService } from "../../../service/service.ts";
import { access } from "./access.ts";
import * as apis from "./apis/apis.ts";
import * as authorizers from "./apis/authorizers.ts";
import * as integrations from "./apis/integrations.ts";
import * as responses from "./apis/responses.ts";
import * as routes from "./apis/routes.ts";
import * as stages from "./apis/stages.ts";
import * as tags from "./apis/tags.ts";
import { constraints } from "./constraints.ts";
import * as definitions from "./definitions/operations.ts";
import * as domains from "./domains/domains.ts";
import { ApiGatewayV2State } from "./state.ts";

/**
 * Amazon API Gateway, version 2: HTTP and WebSocket APIs.
 *
 * Known gaps: VPC links, first-class integrations of services, API keys of WebSocket APIs, portals and routing rules are not
 * there.
 */
export const service = defineService("apigatewayv2", {
  constraints: { ...constraints, code: "BadRequestException" },
  sdk: () => import("@aws-sdk/client-apigatewayv2"),
  state: ApiGatewayV2State,
  end: (account, state) => state.connections.end(account),
  forget(account, state) {
    for (const { ApiId } of state.apis.values({ under: [account] })) state.forget(ApiId);
  },
  async close(state) {
    await state.connections.close();
    await state.logs.flush();
  },
  access,
  limits: { operations: { ImportApi: 6_291_456, ReimportApi: 6_291_456 } },
  resources: async () => (await import("./resources/index.ts")).resources,
  storedSettings: [
    "CertificateArn",
    "MutualTlsAuthentication",
    "SecurityPolicy",
    "ModelSelectionExpression",
    "RequestModels",
  ],
  operations: {
    CreateApi: apis.createApi,
    GetApi: apis.getApi,
    GetApis: apis.getApis,
    UpdateApi: apis.updateApi,
    DeleteApi: apis.deleteApi,
    DeleteCorsConfiguration: apis.deleteCorsConfiguration,
    ImportApi: definitions.importApi,
    ReimportApi: definitions.reimportApi,
    ExportApi: definitions.exportApi,
    TagResource: tags.tagResource,
    UntagResource: tags.untagResource,
    GetTags: tags.getTags,

    CreateRoute: routes.createRoute,
    GetRoute: routes.getRoute,
    GetRoutes: routes.getRoutes,
    UpdateRoute: routes.updateRoute,
    DeleteRoute: routes.deleteRoute,
    DeleteRouteRequestParameter: routes.deleteRouteRequestParameter,
    CreateIntegration: integrations.createIntegration,
    GetIntegration: integrations.getIntegration,
    GetIntegrations: integrations.getIntegrations,
    UpdateIntegration: integrations.updateIntegration,
    DeleteIntegration: integrations.deleteIntegration,
    CreateAuthorizer: authorizers.createAuthorizer,
    GetAuthorizer: authorizers.getAuthorizer,
    GetAuthorizers: authorizers.getAuthorizers,
    UpdateAuthorizer: authorizers.updateAuthorizer,
    DeleteAuthorizer: authorizers.deleteAuthorizer,
    ResetAuthorizersCache: authorizers.resetAuthorizersCache,

    CreateStage: stages.createStage,
    GetStage: stages.getStage,
    GetStages: stages.getStages,
    UpdateStage: stages.updateStage,
    DeleteStage: stages.deleteStage,
    DeleteAccessLogSettings: stages.deleteAccessLogSettings,
    DeleteRouteSettings: stages.deleteRouteSettings,
    CreateDeployment: stages.createDeployment,
    GetDeployment: stages.getDeployment,
    GetDeployments: stages.getDeployments,
    UpdateDeployment: stages.updateDeployment,
    DeleteDeployment: stages.deleteDeployment,

    CreateRouteResponse: responses.createRouteResponse,
    GetRouteResponse: responses.getRouteResponse,
    GetRouteResponses: responses.getRouteResponses,
    UpdateRouteResponse: responses.updateRouteResponse,
    DeleteRouteResponse: responses.deleteRouteResponse,
    CreateIntegrationResponse: responses.createIntegrationResponse,
    GetIntegrationResponse: responses.getIntegrationResponse,
    GetIntegrationResponses: responses.getIntegrationResponses,
    UpdateIntegrationResponse: responses.updateIntegrationResponse,
    DeleteIntegrationResponse: responses.deleteIntegrationResponse,
    CreateModel: stored(responses.createModel),
    GetModel: responses.getModel,
    GetModels: responses.getModels,
    UpdateModel: stored(responses.updateModel),
    DeleteModel: stored(responses.deleteModel),

    CreateDomainName: domains.createDomainName,
    GetDomainName: domains.getDomainName,
    GetDomainNames: domains.getDomainNames,
    UpdateDomainName: domains.updateDomainName,
    DeleteDomainName: domains.deleteDomainName,
    CreateApiMapping: domains.createApiMapping,
    GetApiMapping: domains.getApiMapping,
    GetApiMappings: domains.getApiMappings,
    UpdateApiMapping: domains.updateApiMapping,
    DeleteApiMapping: domains.deleteApiMapping,
  },
});
