import {
  GetAuthorizersCommand as GetRestAuthorizersCommand,
  type Authorizer as RestAuthorizer,
} from "@aws-sdk/client-api-gateway";
import { GetAuthorizersCommand } from "@aws-sdk/client-apigatewayv2";
import type { UseQueryResult } from "@tanstack/react-query";
import { collect, pagesOf } from "../../cloud/collect.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { type Api, type Clients, useClients } from "../apis.ts";
import { functionOf } from "../routes/integration.ts";

/** Who decides whether a request may pass. */
export interface ApiAuthorizer {
  readonly id: string;
  readonly name: string;
  /** TOKEN, REQUEST, JWT, COGNITO_USER_POOLS */
  readonly type: string;
  /** What of a request says who sent it. */
  readonly sources: readonly string[];
  readonly functionName: string | undefined;
  /** Who is asked, where that is no function: an issuer of tokens, user pools. */
  readonly trusted: readonly string[];
  /** For how long an answer is remembered, in seconds. */
  readonly ttl: number | undefined;
}

type AnyApi = Pick<Api, "id" | "kind">;

export function useAuthorizers({ id, kind }: AnyApi): UseQueryResult<readonly ApiAuthorizer[], Error> {
  const clients = useClients();
  return useAnswer(["apigateway", id, "authorizers"], () =>
    kind === "REST" ? restAuthorizers(id, clients) : authorizersV2(id, clients),
  );
}

async function restAuthorizers(restApiId: string, { rest }: Clients): Promise<ApiAuthorizer[]> {
  const all: RestAuthorizer[] = [];
  let position: string | undefined;
  do {
    const page = await rest.send(new GetRestAuthorizersCommand({ restApiId, limit: 500, position }));
    all.push(...(page.items ?? []));
    position = page.position;
  } while (position);
  return all.map(({ id = "", name = "", type = "", identitySource = "", authorizerUri = "", ...more }) => ({
    id,
    name,
    type,
    sources: identitySource.split(",").filter(Boolean),
    functionName: functionOf(authorizerUri),
    trusted: more.providerARNs ?? [],
    ttl: more.authorizerResultTtlInSeconds,
  }));
}

async function authorizersV2(ApiId: string, { v2 }: Clients): Promise<ApiAuthorizer[]> {
  const pages = pagesOf((NextToken) => v2.send(new GetAuthorizersCommand({ ApiId, NextToken })));
  const all = await collect(pages, ({ Items }) => Items);
  return all.map(({ AuthorizerId: id = "", Name: name = "", AuthorizerType: type = "", ...more }) => ({
    id,
    name,
    type,
    sources: more.IdentitySource ?? [],
    functionName: functionOf(more.AuthorizerUri ?? ""),
    trusted: [more.JwtConfiguration?.Issuer, ...(more.JwtConfiguration?.Audience ?? [])].filter(
      (one) => one !== undefined,
    ),
    ttl: more.AuthorizerResultTtlInSeconds,
  }));
}
