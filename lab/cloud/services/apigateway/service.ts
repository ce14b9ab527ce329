import { defineService } from "../../service.ts";
import * as apis from "./apis.ts";
import * as deployments from "./deployments.ts";
import * as methods from "./methods.ts";
import { receive } from "./receive.ts";
import * as tree from "./resources-tree.ts";
import { ApiGatewayState } from "./state.ts";

/**
 * Amazon API Gateway: REST APIs.
 *
 * Known gaps: integrations other than Lambda and MOCK; authorizers, IAM authorization, API keys, usage plans, validators,
 * models, resource policies, canaries, caches, custom domains, gateway responses and OpenAPI definitions are not there, and
 * asking for them is answered NotImplemented.
 */
export const service = defineService("apigateway", {
  sdk: () => import("@aws-sdk/client-api-gateway"),
  state: ApiGatewayState,
  receive,
  resources: async () => (await import("./resources.ts")).resources,
  operations: {
    CreateRestApi: apis.createRestApi,
    GetRestApi: apis.getRestApi,
    GetRestApis: apis.getRestApis,
    UpdateRestApi: apis.updateRestApi,
    DeleteRestApi: apis.deleteRestApi,
    GetAccount: apis.getAccount,
    UpdateAccount: apis.updateAccount,
    TagResource: apis.tagResource,
    UntagResource: apis.untagResource,
    GetTags: apis.getTags,

    CreateResource: tree.createResource,
    GetResource: tree.getResource,
    GetResources: tree.getResources,
    DeleteResource: tree.deleteResource,

    PutMethod: methods.putMethod,
    GetMethod: methods.getMethod,
    UpdateMethod: methods.updateMethod,
    DeleteMethod: methods.deleteMethod,
    PutMethodResponse: methods.putMethodResponse,
    GetMethodResponse: methods.getMethodResponse,
    DeleteMethodResponse: methods.deleteMethodResponse,
    PutIntegration: methods.putIntegration,
    GetIntegration: methods.getIntegration,
    UpdateIntegration: methods.updateIntegration,
    DeleteIntegration: methods.deleteIntegration,
    PutIntegrationResponse: methods.putIntegrationResponse,
    GetIntegrationResponse: methods.getIntegrationResponse,
    DeleteIntegrationResponse: methods.deleteIntegrationResponse,

    CreateDeployment: deployments.createDeployment,
    GetDeployment: deployments.getDeployment,
    GetDeployments: deployments.getDeployments,
    DeleteDeployment: deployments.deleteDeployment,
    CreateStage: deployments.createStage,
    GetStage: deployments.getStage,
    GetStages: deployments.getStages,
    UpdateStage: deployments.updateStage,
    DeleteStage: deployments.deleteStage,
  },
});
