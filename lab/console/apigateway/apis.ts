import { APIGatewayClient, GetRestApiCommand, paginateGetRestApis, type RestApi } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client, type Api as ApiV2, GetApiCommand, GetApisCommand } from "@aws-sdk/client-apigatewayv2";
import { useMemo } from "react";
import { useClient } from "../cloud/clients.ts";
import { collect, pagesOf, unlessMissing } from "../cloud/collect.ts";

export type ApiKind = "REST" | "HTTP" | "WebSocket";

/** An API of any kind, as far as all of them are alike. */
export interface Api {
  readonly id: string;
  readonly name: string;
  readonly kind: ApiKind;
  readonly description: string | undefined;
  readonly created: Date | undefined;
  /** Address, without a stage, where the API tells it itself. */
  readonly endpoint: string | undefined;
  /** Tells which route a message is for: WebSocket APIs have it. */
  readonly selection: string | undefined;
}

/** The clients of the two services that have APIs. */
export interface Clients {
  readonly rest: APIGatewayClient;
  readonly v2: ApiGatewayV2Client;
}

export function useClients(): Clients {
  const rest = useClient(APIGatewayClient);
  const v2 = useClient(ApiGatewayV2Client);
  return useMemo(() => ({ rest, v2 }), [rest, v2]);
}

/**
 * All APIs there are. Some clouds have only one of the two services: what one of them says is shown, unless both fail.
 */
export async function apisOf({ rest, v2 }: Clients): Promise<Api[]> {
  const answers = await Promise.allSettled([
    collect(paginateGetRestApis({ client: rest, pageSize: 500 }, {}), ({ items }) => items?.map(restApi)),
    collect(
      pagesOf((NextToken) => v2.send(new GetApisCommand({ NextToken }))),
      ({ Items }) => Items?.map(apiV2),
    ),
  ]);
  if (answers.every(({ status }) => status === "rejected")) throw (answers[0] as PromiseRejectedResult).reason;
  return answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
}

/** An API by its id, which does not tell of which service it is. */
export async function apiOf(id: string, { rest, v2 }: Clients): Promise<Api> {
  const found = await unlessMissing(rest.send(new GetRestApiCommand({ restApiId: id })));
  return found ? restApi(found) : apiV2(await v2.send(new GetApiCommand({ ApiId: id })));
}

function restApi({ id = "", name = "", description, createdDate }: RestApi): Api {
  return { id, name, kind: "REST", description, created: createdDate, endpoint: undefined, selection: undefined };
}

function apiV2(api: Partial<ApiV2>): Api {
  const { ApiId = "", Name = "", ProtocolType, Description, CreatedDate, ApiEndpoint, RouteSelectionExpression } = api;
  return {
    id: ApiId,
    name: Name,
    kind: ProtocolType === "WEBSOCKET" ? "WebSocket" : "HTTP",
    description: Description,
    created: CreatedDate,
    endpoint: ApiEndpoint,
    selection: RouteSelectionExpression,
  };
}
