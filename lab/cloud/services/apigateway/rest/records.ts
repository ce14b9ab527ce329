import type {
  Authorizer,
  GatewayResponse,
  Method,
  Model,
  RequestValidator,
  RestApi,
  Stage,
} from "@aws-sdk/client-api-gateway";

export type {
  Authorizer,
  GatewayResponse,
  Integration,
  IntegrationResponse,
  Method,
  MethodResponse,
  Model,
  RequestValidator,
  Stage,
  UsagePlan,
} from "@aws-sdk/client-api-gateway";

/** A REST API. What AWS answers of it is kept as it is; ids are unique in the whole cloud. */
export interface Api extends RestApi {
  readonly id: string;
  readonly rootResourceId: string;
}

/** A node of an API's tree, with its methods by their HTTP method. */
export interface ApiResource {
  readonly id: string;
  readonly parentId?: string | undefined;
  readonly pathPart?: string | undefined;
  readonly path: string;
  readonly methods: Readonly<Record<string, Method>>;
}

/** What was deployed: the API as it was then. Later changes show when they are deployed. */
export interface DeployedApi {
  readonly id: string;
  readonly description?: string | undefined;
  readonly created: number;
  readonly api: Api;
  readonly resources: readonly ApiResource[];
  readonly authorizers: readonly Authorizer[];
  readonly models: readonly Model[];
  readonly validators: readonly RequestValidator[];
  readonly gatewayResponses: readonly GatewayResponse[];
}

export interface ApiStage extends Stage {
  readonly stageName: string;
  readonly deploymentId: string;
}

/** What a key may do by a plan, and did. */
export interface Usage {
  /** Requests that were counted. */
  readonly used: number;
  /** Requests that are left, at the end of the day. */
  readonly remaining: number;
}
