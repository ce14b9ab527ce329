import { type Method, paginateGetResources, type Resource } from "@aws-sdk/client-api-gateway";
import {
  GetIntegrationsCommand,
  GetRoutesCommand,
  type Integration as IntegrationV2,
  type Route as RouteV2,
} from "@aws-sdk/client-apigatewayv2";
import type { UseQueryResult } from "@tanstack/react-query";
import { collect, pagesOf } from "../../cloud/collect.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { type Api, type Clients, useClients } from "../apis.ts";
import { type Integration, integrationOf } from "./integration.ts";

/** A method of a REST API's resource, or a route. */
export interface ApiRoute {
  /** As people name it: `GET /pets/{id}`, `$default`. */
  readonly key: string;
  /** Any but ANY can be sent as it is. A WebSocket's route has none. */
  readonly method: string | undefined;
  /** With its parameters in braces. What has none takes all paths. */
  readonly path: string | undefined;
  /** Of the resource, in a REST API. */
  readonly resource: string | undefined;
  readonly integration: Integration | undefined;
  /** NONE, AWS_IAM, CUSTOM, JWT, COGNITO_USER_POOLS */
  readonly authorization: string;
  readonly authorizer: string | undefined;
  readonly needsKey: boolean;
}

type AnyApi = Pick<Api, "id" | "kind">;

export function useRoutes({ id, kind }: AnyApi): UseQueryResult<readonly ApiRoute[], Error> {
  const clients = useClients();
  return useAnswer(["apigateway", id, "routes"], async () => {
    const routes = kind === "REST" ? await methodsOf(id, clients) : await routesOf(id, clients);
    // AWS lists them by ids, which say nothing.
    return routes.sort(byPath);
  });
}

export function byPath(a: ApiRoute, b: ApiRoute): number {
  return (a.path ?? "").localeCompare(b.path ?? "") || a.key.localeCompare(b.key);
}

async function methodsOf(restApiId: string, { rest }: Clients): Promise<ApiRoute[]> {
  const pages = paginateGetResources({ client: rest, pageSize: 500 }, { restApiId, embed: ["methods"] });
  const resources = await collect(pages, ({ items }) => items);
  return resources.flatMap((resource) =>
    Object.entries(resource.resourceMethods ?? {}).map(([method, details]) => restRoute(resource, method, details)),
  );
}

function restRoute({ id, path = "/" }: Resource, method: string, details: Method): ApiRoute {
  const { methodIntegration: found, authorizationType = "NONE", authorizerId, apiKeyRequired = false } = details;
  return {
    key: `${method} ${path}`,
    method,
    path,
    resource: id,
    integration: found && integrationOf(found.type, found.uri),
    authorization: authorizationType,
    authorizer: authorizerId,
    needsKey: apiKeyRequired,
  };
}

async function routesOf(ApiId: string, { v2 }: Clients): Promise<ApiRoute[]> {
  const [routes, integrations] = await Promise.all([
    collect(
      pagesOf((NextToken) => v2.send(new GetRoutesCommand({ ApiId, NextToken }))),
      ({ Items }) => Items,
    ),
    collect(
      pagesOf((NextToken) => v2.send(new GetIntegrationsCommand({ ApiId, NextToken }))),
      ({ Items }) => Items,
    ),
  ]);
  return routes.map((route) => routeV2(route, integrations));
}

function routeV2(route: RouteV2, integrations: readonly IntegrationV2[]): ApiRoute {
  const { RouteKey: key = "", Target = "", AuthorizationType = "NONE", AuthorizerId, ApiKeyRequired = false } = route;
  const [method, path] = key.split(" ");
  const found = integrations.find(({ IntegrationId }) => Target === `integrations/${IntegrationId}`);
  return {
    key,
    method: path === undefined ? undefined : method,
    path,
    resource: undefined,
    integration: found && integrationOf(found.IntegrationType, found.IntegrationUri, found.IntegrationSubtype),
    authorization: AuthorizationType,
    authorizer: AuthorizerId,
    needsKey: ApiKeyRequired,
  };
}
