import type { Policy } from "../../../../auth/policy/document.ts";
import { documentOf } from "../../../../auth/policy/parsed.ts";
import { Router } from "../../requests/router.ts";
import type {
  ApiResource,
  Authorizer,
  DeployedApi,
  GatewayResponse,
  Method,
  Model,
  RequestValidator,
} from "../records.ts";

/** A deployment, ready for requests: what they need of it is found by its name. */
export class Deployed {
  readonly record: DeployedApi;
  readonly router: Router<Method, ApiResource>;
  /** The API's resource policy. */
  readonly policy: Policy | undefined;
  readonly binaryMediaTypes: readonly string[];
  readonly authorizers: ReadonlyMap<string, Authorizer>;
  readonly validators: ReadonlyMap<string, RequestValidator>;
  readonly models: ReadonlyMap<string, Model>;
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponse>;

  constructor(record: DeployedApi) {
    const { api, resources, authorizers, validators, models, gatewayResponses } = record;
    this.record = record;
    this.router = new Router(resources);
    this.policy = api.policy
      ? { name: `the policy of the API ${api.id}`, document: documentOf(api.policy) }
      : undefined;
    this.binaryMediaTypes = api.binaryMediaTypes ?? [];
    this.authorizers = new Map(authorizers.map((one) => [one.id ?? "", one]));
    this.validators = new Map(validators.map((one) => [one.id ?? "", one]));
    this.models = new Map(models.map((one) => [one.name ?? "", one]));
    this.gatewayResponses = new Map(gatewayResponses.map((one) => [one.responseType ?? "", one]));
  }
}
