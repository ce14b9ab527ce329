import type {
  ApiKey,
  Authorizer,
  ClientCertificate,
  DocumentationPart,
  DocumentationVersion,
  GatewayResponse,
  Model,
  RequestValidator,
  UsagePlan,
} from "@aws-sdk/client-api-gateway";
import type { Cloud } from "../../../cloud.ts";
import type { Context, Handlers } from "../../../service/service.ts";
import type { Collection } from "../../../store/collection.ts";
import { LogWriter } from "../../../trace/log-writer.ts";
import { Authorizations } from "../requests/authorizations.ts";
import { Throttles } from "../requests/throttles.ts";
import type { Domain, Home, Mapping } from "../shared/homes.ts";
import type { Api, ApiResource, ApiStage, DeployedApi, Usage } from "./records.ts";
import { Deployed } from "./requests/deployed.ts";

export type ApiGateway = Handlers<typeof import("@aws-sdk/client-api-gateway"), ApiGatewayState>;
export type ApiGatewayContext = Context<ApiGatewayState>;

export class ApiGatewayState {
  /** [account, region, api] */
  readonly apis: Collection<Api>;
  /** [account, region, api, resource] */
  readonly resources: Collection<ApiResource>;
  /** [account, region, api, deployment] */
  readonly deployments: Collection<DeployedApi>;
  /** [account, region, api, stage] */
  readonly stages: Collection<ApiStage>;
  /** [account, region, api, authorizer] */
  readonly authorizers: Collection<Authorizer>;
  /** [account, region, api, name] */
  readonly models: Collection<Model>;
  /** [account, region, api, validator] */
  readonly validators: Collection<RequestValidator>;
  /** [account, region, api, response type] */
  readonly gatewayResponses: Collection<GatewayResponse>;
  /** [account, region, api, part] */
  readonly documentationParts: Collection<DocumentationPart>;
  /** [account, region, api, version] */
  readonly documentationVersions: Collection<DocumentationVersion & { readonly parts: readonly DocumentationPart[] }>;
  /** [account, region, key] */
  readonly apiKeys: Collection<ApiKey>;
  /** [account, region, plan] */
  readonly usagePlans: Collection<UsagePlan>;
  /** [account, region, plan, key] */
  readonly usagePlanKeys: Collection<true>;
  /** [account, region, plan, key, day such as 2026-11-20] */
  readonly usage: Collection<Usage>;
  /** [account, region, certificate] */
  readonly certificates: Collection<ClientCertificate>;
  /** [account, region] */
  readonly accounts: Collection<{ readonly cloudwatchRoleArn?: string | undefined }>;
  /** [api] of all versions */
  readonly homes: Collection<Home>;
  /** [domain] of all versions */
  readonly domains: Collection<Domain>;
  /** [domain, base path] of all versions */
  readonly mappings: Collection<Mapping>;
  /** What authorizers answered, as long as that holds. */
  readonly authorizations: Authorizations;
  readonly throttles: Throttles;
  readonly logs: LogWriter;
  readonly #deployed = new Map<string, Deployed>();

  constructor(cloud: Cloud) {
    const { store, clock } = cloud;
    this.apis = store.collection("apigateway-apis");
    this.resources = store.collection("apigateway-resources");
    this.deployments = store.collection("apigateway-deployments");
    this.stages = store.collection("apigateway-stages");
    this.authorizers = store.collection("apigateway-authorizers");
    this.models = store.collection("apigateway-models");
    this.validators = store.collection("apigateway-validators");
    this.gatewayResponses = store.collection("apigateway-gateway-responses");
    this.documentationParts = store.collection("apigateway-documentation-parts");
    this.documentationVersions = store.collection("apigateway-documentation-versions");
    this.apiKeys = store.collection("apigateway-keys");
    this.usagePlans = store.collection("apigateway-usage-plans");
    this.usagePlanKeys = store.collection("apigateway-usage-plan-keys");
    this.usage = store.collection("apigateway-usage");
    this.certificates = store.collection("apigateway-certificates");
    this.accounts = store.collection("apigateway-accounts");
    this.homes = store.collection("apigateway-homes");
    this.domains = store.collection("apigateway-domains");
    this.mappings = store.collection("apigateway-mappings");
    this.authorizations = new Authorizations(clock);
    this.throttles = new Throttles(clock);
    this.logs = new LogWriter(cloud);
  }

  /** A deployment, ready for requests. It never changes, so that is worked out once. */
  deployed({ account, region }: Home, api: string, deployment: string): Deployed | undefined {
    const known = this.#deployed.get(`${api}/${deployment}`);
    if (known) return known;
    const record = this.deployments.get(account, region, api, deployment);
    if (!record) return undefined;
    const deployed = new Deployed(record);
    this.#deployed.set(`${api}/${deployment}`, deployed);
    return deployed;
  }

  /** Forgets an account's APIs and domains of all versions. Only inside `store.write`. */
  forgetAccount(account: string, { hosts }: Pick<Cloud, "hosts">): void {
    const own = <T extends { readonly account: string }>(kept: Collection<T>) =>
      [...kept.entries()].filter(([, one]) => one.account === account).map(([[name]]) => String(name));
    for (const api of own(this.homes)) {
      this.homes.delete(api);
      this.forget(api);
    }
    for (const domain of own(this.domains)) {
      for (const [key] of [...this.mappings.entries({ under: [domain] })]) this.mappings.delete(...key);
      this.domains.delete(domain);
      hosts.delete(domain);
    }
  }

  /** Forgets what was worked out for an API that is gone. */
  forget(api: string): void {
    for (const key of this.#deployed.keys()) if (key.startsWith(`${api}/`)) this.#deployed.delete(key);
  }
}
