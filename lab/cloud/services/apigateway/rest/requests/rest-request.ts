import type { Caller } from "../../../../auth/caller.ts";
import type { Cloud } from "../../../../cloud.ts";
import type { Incoming } from "../../../../web/incoming.ts";
import type { Refusal } from "../../requests/refusals.ts";
import type { Found } from "../../requests/router.ts";
import type { Overrides } from "../../requests/templates.ts";
import type { Home } from "../../shared/homes.ts";
import type { ApiResource, ApiStage, Method } from "../records.ts";
import type { ApiGatewayState } from "../state.ts";
import type { Deployed } from "./deployed.ts";

/** A request to a stage of a REST API. */
export interface StageRequest {
  readonly incoming: Incoming;
  readonly cloud: Cloud;
  readonly state: ApiGatewayState;
  readonly home: Home;
  readonly api: string;
  /** With the variables and the deployment that hold for this request: a canary has others. */
  readonly stage: ApiStage;
  readonly isCanary: boolean;
  readonly deployed: Deployed;
  readonly known: Known;
}

/** A request that has found its method. */
export interface RestRequest extends StageRequest {
  readonly route: Found<Method, ApiResource>;
}

/** What is learned of a request on its way: templates, events and logs show it. */
export interface Known {
  /** Who signed it, where that is asked for. */
  caller?: Caller & { readonly accessKey: string };
  /** What its authorizer said, besides yes. */
  authorizer?: Readonly<Record<string, string>>;
  apiKey?: { readonly id: string; readonly value: string };
  /** How its backend answered: a status, and milliseconds. */
  integration?: { status: number; latency: number; error?: string };
  refusal?: Refusal;
  /** What its templates set through `$context.requestOverride` and `$context.responseOverride`. */
  overrides?: Overrides;
  /** Lines for the log of executions, made only when somebody wants one: they hold whole bodies. */
  readonly log: (() => string)[];
}

/** The ARN of what a request wants to do, which policies name: `…:API/STAGE/GET/pets`. */
export function methodArn({ incoming, home, api, stage }: StageRequest): string {
  const path = incoming.path.replace(/^\//, "");
  return `arn:aws:execute-api:${home.region}:${home.account}:${api}/${stage.stageName}/${incoming.method}/${path}`;
}
