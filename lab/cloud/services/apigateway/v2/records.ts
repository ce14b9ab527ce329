import type {
  Api as SdkApi,
  Authorizer as SdkAuthorizer,
  Deployment as SdkDeployment,
  Integration as SdkIntegration,
  IntegrationResponse as SdkIntegrationResponse,
  Model as SdkModel,
  Route as SdkRoute,
  RouteResponse as SdkRouteResponse,
  Stage as SdkStage,
} from "@aws-sdk/client-apigatewayv2";

/** An HTTP or WebSocket API. What AWS answers of it is kept as it is; ids are unique in the whole cloud. */
export interface Api extends SdkApi {
  readonly ApiId: string;
  readonly Name: string;
  readonly ProtocolType: "HTTP" | "WEBSOCKET";
  readonly RouteSelectionExpression: string;
}

export interface Route extends SdkRoute {
  readonly RouteId: string;
  readonly RouteKey: string;
}

export interface Integration extends SdkIntegration {
  readonly IntegrationId: string;
  readonly IntegrationType: NonNullable<SdkIntegration["IntegrationType"]>;
}

export interface Authorizer extends SdkAuthorizer {
  readonly AuthorizerId: string;
}

export interface Stage extends SdkStage {
  readonly StageName: string;
}

export interface Model extends SdkModel {
  readonly ModelId: string;
}

/** A response of a route of a WebSocket API, or of an integration. */
export interface RouteResponse extends SdkRouteResponse {
  readonly RouteResponseId: string;
  readonly RouteId: string;
}

export interface IntegrationResponse extends SdkIntegrationResponse {
  readonly IntegrationResponseId: string;
  readonly IntegrationId: string;
}

/** All that answering requests to an API takes. */
export interface Snapshot {
  readonly api: Api;
  readonly routes: readonly Route[];
  readonly integrations: readonly Integration[];
  readonly authorizers: readonly Authorizer[];
  readonly routeResponses: readonly RouteResponse[];
  readonly integrationResponses: readonly IntegrationResponse[];
}

/** A deployment. One that was made by a stage that deploys by itself stands for the API as it is. */
export interface Deployment extends SdkDeployment {
  readonly DeploymentId: string;
  readonly snapshot?: Snapshot;
}
