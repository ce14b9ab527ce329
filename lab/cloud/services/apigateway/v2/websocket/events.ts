import { randomUUID } from "node:crypto";
import { lastOf, logTime, queryOf } from "../../../../web/incoming.ts";
import { extendedId } from "../../requests/context.ts";
import { forwarded } from "../../requests/proxy.ts";
import type { Connection } from "./connections.ts";

/** What happens on a connection. */
export interface Happening {
  readonly requestId: string;
  readonly routeKey: string;
  readonly type: "CONNECT" | "MESSAGE" | "DISCONNECT";
  readonly at: Date;
  readonly body?: string | undefined;
  readonly isBase64Encoded?: boolean;
  /** Of a connection that ended. */
  readonly disconnect?: { readonly code: number; readonly reason: string };
}

export function happening(
  type: Happening["type"],
  routeKey: string,
  at: Date,
  more: Partial<Happening> = {},
): Happening {
  return { requestId: randomUUID(), routeKey, type, at, ...more };
}

/**
 * The event that a proxy integration hands to a function.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export function proxyEvent(connection: Connection, happened: Happening): object {
  const { type, body, isBase64Encoded = false } = happened;
  const { StageVariables = {} } = connection.stage;
  return {
    ...(type !== "MESSAGE" && requestParts(connection, type)),
    requestContext: contextOf(connection, happened),
    ...(Object.keys(StageVariables).length > 0 && { stageVariables: StageVariables }),
    ...(body !== undefined && { body }),
    isBase64Encoded,
  };
}

/** Headers and query of the request that opened the connection; when it ends, only a few are there. */
export function requestParts({ opened }: Connection, type: Happening["type"]): object {
  const all = forwarded(opened);
  const kept =
    type === "CONNECT" ? all : { Host: [opened.host], "x-api-key": [""], "X-Forwarded-For": [""], "x-restapi": [""] };
  const query = queryOf(opened);
  return {
    headers: lastOf(kept),
    multiValueHeaders: kept,
    ...(type === "CONNECT" &&
      query && { queryStringParameters: lastOf(query), multiValueQueryStringParameters: query }),
  };
}

/** What events and templates call the request's context. */
export function contextOf(connection: Connection, happened: Happening): Record<string, unknown> {
  const { id, api, stage, opened, connectedAt, authorizer } = connection;
  const { requestId, routeKey, type, at, disconnect } = happened;
  return {
    routeKey,
    ...(authorizer && { authorizer }),
    ...(disconnect && { disconnectStatusCode: disconnect.code, disconnectReason: disconnect.reason }),
    ...(type === "MESSAGE" && { messageId: extendedId(requestId) }),
    eventType: type,
    extendedRequestId: extendedId(requestId),
    requestTime: logTime(at),
    messageDirection: "IN",
    stage: stage.StageName,
    connectedAt,
    requestTimeEpoch: at.getTime(),
    identity: { userAgent: opened.headers["user-agent"] ?? null, sourceIp: opened.sourceIp },
    requestId,
    domainName: opened.host,
    connectionId: id,
    apiId: api,
  };
}
