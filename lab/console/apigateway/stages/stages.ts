import { GetStagesCommand as GetRestStagesCommand, type Stage as RestStage } from "@aws-sdk/client-api-gateway";
import { GetStagesCommand, type RouteSettings, type Stage as StageV2 } from "@aws-sdk/client-apigatewayv2";
import type { UseQueryResult } from "@tanstack/react-query";
import { collect, pagesOf } from "../../cloud/collect.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { type Api, type Clients, useClients } from "../apis.ts";

/** A stage of an API, as far as those of all kinds are alike. */
export interface ApiStage {
  readonly name: string;
  readonly description: string | undefined;
  readonly deployment: string | undefined;
  readonly updated: Date | undefined;
  readonly variables: Readonly<Record<string, string>>;
  /** The log group that access is written to. */
  readonly accessLog: string | undefined;
  /** The log group that the steps of each request are written to, while that is switched on. */
  readonly executionLog: string | undefined;
  /** All else that is set, in words. */
  readonly settings: readonly (readonly [name: string, value: string])[];
}

type AnyApi = Pick<Api, "id" | "kind">;

export function useStages({ id, kind }: AnyApi): UseQueryResult<readonly ApiStage[], Error> {
  const clients = useClients();
  return useAnswer(["apigateway", id, "stages"], () => stagesOf({ id, kind }, clients));
}

async function stagesOf({ id, kind }: AnyApi, { rest, v2 }: Clients): Promise<ApiStage[]> {
  if (kind === "REST") {
    const { item = [] } = await rest.send(new GetRestStagesCommand({ restApiId: id }));
    return item.map((stage) => restStage(id, stage));
  }
  const pages = pagesOf((NextToken) => v2.send(new GetStagesCommand({ ApiId: id, NextToken })));
  return (await collect(pages, ({ Items }) => Items)).map(stageV2);
}

function restStage(api: string, stage: RestStage): ApiStage {
  const { stageName = "", methodSettings = {}, accessLogSettings, cacheClusterEnabled, cacheClusterSize } = stage;
  const usual = methodSettings["*/*"];
  const isLogged = Object.values(methodSettings).some(({ loggingLevel = "OFF" }) => loggingLevel !== "OFF");
  return {
    name: stageName,
    description: stage.description,
    deployment: stage.deploymentId,
    updated: stage.lastUpdatedDate,
    variables: stage.variables ?? {},
    accessLog: groupOf(accessLogSettings?.destinationArn),
    executionLog: isLogged ? `API-Gateway-Execution-Logs_${api}/${stageName}` : undefined,
    settings: [
      ["Throttling", throttlingOf(usual?.throttlingRateLimit, usual?.throttlingBurstLimit)],
      ["Log level", usual?.loggingLevel ?? "OFF"],
      ["Cache", cacheClusterEnabled ? `${cacheClusterSize} GB` : "none"],
      ...(stage.canarySettings
        ? [["Canary", `${stage.canarySettings.percentTraffic ?? 0} % of the requests`] as const]
        : []),
    ],
  };
}

function stageV2(stage: StageV2): ApiStage {
  const { DefaultRouteSettings: usual = {}, AccessLogSettings } = stage;
  return {
    name: stage.StageName ?? "",
    description: stage.Description,
    deployment: stage.DeploymentId,
    updated: stage.LastUpdatedDate,
    variables: stage.StageVariables ?? {},
    accessLog: groupOf(AccessLogSettings?.DestinationArn),
    executionLog: undefined,
    settings: [
      ["Auto-deploy", stage.AutoDeploy ? "yes, at each change" : "no"],
      ["Throttling", throttlingOf(usual.ThrottlingRateLimit, usual.ThrottlingBurstLimit)],
      ...levelOf(usual),
    ],
  };
}

/** HTTP APIs have no log but that of access. */
function levelOf({ LoggingLevel }: RouteSettings): [string, string][] {
  return LoggingLevel === undefined ? [] : [["Log level", LoggingLevel]];
}

function throttlingOf(rate?: number, burst?: number): string {
  // AWS says -1 where nobody has set a limit.
  const isSet = (limit = -1) => limit >= 0;
  const parts = [isSet(rate) && `${rate} a second`, isSet(burst) && `${burst} at once`].filter(Boolean);
  return parts.join(", ") || "account default";
}

function groupOf(destinationArn = ""): string | undefined {
  return /:log-group:([^:]+)/.exec(destinationArn)?.[1];
}
