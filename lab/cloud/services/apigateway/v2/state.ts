import type { Cloud } from "../../../cloud.ts";
import type { Context, Handlers } from "../../../service/service.ts";
import type { Collection } from "../../../store/collection.ts";
import { LogWriter } from "../../../trace/log-writer.ts";
import { Authorizations } from "../requests/authorizations.ts";
import { Throttles } from "../requests/throttles.ts";
import type { Domain, Home, Mapping } from "../shared/homes.ts";
import type {
  Api,
  Authorizer,
  Deployment,
  Integration,
  IntegrationResponse,
  Model,
  Route,
  RouteResponse,
  Snapshot,
  Stage,
} from "./records.ts";
import { Deployed } from "./requests/deployed.ts";
import { Connections } from "./websocket/connections.ts";

export type ApiGatewayV2 = Handlers<typeof import("@aws-sdk/client-apigatewayv2"), ApiGatewayV2State>;
export type V2Context = Context<ApiGatewayV2State>;

export class ApiGatewayV2State {
  /** [account, region, api] */
  readonly apis: Collection<Api>;
  /** [account, region, api, route] */
  readonly routes: Collection<Route>;
  /** [account, region, api, integration] */
  readonly integrations: Collection<Integration>;
  /** [account, region, api, authorizer] */
  readonly authorizers: Collection<Authorizer>;
  /** [account, region, api, stage] */
  readonly stages: Collection<Stage>;
  /** [account, region, api, deployment] */
  readonly deployments: Collection<Deployment>;
  /** [account, region, api, model] */
  readonly models: Collection<Model>;
  /** [account, region, api, response] */
  readonly routeResponses: Collection<RouteResponse>;
  /** [account, region, api, response] */
  readonly integrationResponses: Collection<IntegrationResponse>;
  /** [api] of all versions */
  readonly homes: Collection<Home>;
  /** [account, region, api, stage] of the other version */
  readonly restStages: Collection<object>;
  /** What the other version's UpdateAccount sets, by [account, region]. */
  readonly accounts: Collection<{ readonly cloudwatchRoleArn?: string | undefined }>;
  /** [domain] of all versions */
  readonly domains: Collection<Domain>;
  /** [domain, path] of all versions */
  readonly mappings: Collection<Mapping>;
  readonly authorizations: Authorizations;
  readonly throttles: Throttles;
  readonly logs: LogWriter;
  readonly connections: Connections;
  readonly #deployed = new Map<string, Deployed>();

  constructor(cloud: Cloud) {
    const { store, clock } = cloud;
    this.apis = store.collection("apigatewayv2-apis");
    this.routes = store.collection("apigatewayv2-routes");
    this.integrations = store.collection("apigatewayv2-integrations");
    this.authorizers = store.collection("apigatewayv2-authorizers");
    this.stages = store.collection("apigatewayv2-stages");
    this.deployments = store.collection("apigatewayv2-deployments");
    this.models = store.collection("apigatewayv2-models");
    this.routeResponses = store.collection("apigatewayv2-route-responses");
    this.integrationResponses = store.collection("apigatewayv2-integration-responses");
    this.restStages = store.collection("apigateway-stages");
    this.homes = store.collection("apigateway-homes");
    this.accounts = store.collection("apigateway-accounts");
    this.domains = store.collection("apigateway-domains");
    this.mappings = store.collection("apigateway-mappings");
    this.authorizations = new Authorizations(clock);
    this.throttles = new Throttles(clock);
    this.logs = new LogWriter(cloud);
    this.connections = new Connections(cloud);
  }

  /** What belongs to an API, besides its stages and deployments. */
  snapshot({ account, region }: Pick<Home, "account" | "region">, api: string): Snapshot | undefined {
    const record = this.apis.get(account, region, api);
    if (!record) return undefined;
    const under = { under: [account, region, api] };
    return {
      api: record,
      routes: [...this.routes.values(under)],
      integrations: [...this.integrations.values(under)],
      authorizers: [...this.authorizers.values(under)],
      routeResponses: [...this.routeResponses.values(under)],
      integrationResponses: [...this.integrationResponses.values(under)],
    };
  }

  /** A deployment of an API, ready for requests: worked out once, until `changed`. */
  deployed(home: Home, api: string, deployment: string): Deployed | undefined {
    const known = this.#deployed.get(`${api}/${deployment}`);
    if (known) return known;
    const record = this.deployments.get(home.account, home.region, api, deployment);
    const snapshot = record && (record.snapshot ?? this.snapshot(home, api));
    if (!snapshot) return undefined;
    const deployed = new Deployed(snapshot);
    this.#deployed.set(`${api}/${deployment}`, deployed);
    return deployed;
  }

  /** Forgets what was worked out of an API. */
  forget(api: string): void {
    for (const key of this.#deployed.keys()) if (key.startsWith(`${api}/`)) this.#deployed.delete(key);
  }
}
