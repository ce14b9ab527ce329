import type {
  Integration,
  IntegrationResponse,
  Method,
  MethodResponse,
  RestApi,
  Stage,
} from "@aws-sdk/client-api-gateway";
import type { Cloud } from "../../cloud.ts";
import type { Context, Handlers } from "../../service.ts";
import type { Collection } from "../../store/collection.ts";
import { Router } from "./router.ts";

export type ApiGateway = Handlers<typeof import("@aws-sdk/client-api-gateway"), ApiGatewayState>;
export type ApiGatewayContext = Context<ApiGatewayState>;
export type { Integration, IntegrationResponse, Method, MethodResponse, Stage };

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
  readonly binaryMediaTypes: readonly string[];
  readonly resources: readonly ApiResource[];
}

export interface ApiStage extends Stage {
  readonly stageName: string;
  readonly deploymentId: string;
}

/** Where an API lives, for requests that name it by its id alone. */
export interface Home {
  readonly account: string;
  readonly region: string;
}

export class ApiGatewayState {
  /** [account, region, api] */
  readonly apis: Collection<Api>;
  /** [account, region, api, resource] */
  readonly resources: Collection<ApiResource>;
  /** [account, region, api, deployment] */
  readonly deployments: Collection<DeployedApi>;
  /** [account, region, api, stage] */
  readonly stages: Collection<ApiStage>;
  /** [api] */
  readonly homes: Collection<Home>;
  /** [account, region] */
  readonly accounts: Collection<{ readonly cloudwatchRoleArn?: string | undefined }>;
  readonly #routers = new Map<string, Router>();

  constructor({ store }: Cloud) {
    this.apis = store.collection("apigateway-apis");
    this.resources = store.collection("apigateway-resources");
    this.deployments = store.collection("apigateway-deployments");
    this.stages = store.collection("apigateway-stages");
    this.homes = store.collection("apigateway-homes");
    this.accounts = store.collection("apigateway-accounts");
  }

  /** The routes of a deployment. A deployment never changes, so they are worked out once. */
  routerOf({ account, region }: Home, api: string, deployment: string): Router | undefined {
    const known = this.#routers.get(`${api}/${deployment}`);
    if (known) return known;
    const deployed = this.deployments.get(account, region, api, deployment);
    if (!deployed) return undefined;
    const router = new Router(deployed);
    this.#routers.set(`${api}/${deployment}`, router);
    return router;
  }

  /** Forgets the routes of an API that is gone. */
  forget(api: string): void {
    for (const key of this.#routers.keys()) if (key.startsWith(`${api}/`)) this.#routers.delete(key);
  }
}
