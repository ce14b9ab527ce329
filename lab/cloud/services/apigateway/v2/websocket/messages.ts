import type { Cloud } from "../../../../cloud.ts";
import type { ApiGatewayV2State } from "../state.ts";
import type { Connection } from "./connections.ts";
import { type Happening, happening } from "./events.ts";
import { runIntegration, selected } from "./integrations.ts";
import { deployedOf } from "./upgrade.ts";

/**
 * Hands a client's message to the route that it selects, and answers what that route answers.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
 */
export async function takeMessage(
  connection: Connection,
  data: Buffer,
  isBinary: boolean,
  state: ApiGatewayV2State,
  cloud: Cloud,
): Promise<void> {
  state.connections.touch(connection);
  const deployed = deployedOf(connection, state);
  if (!deployed) return;
  const body = data.toString(isBinary ? "base64" : "utf8");
  const wanted = isBinary
    ? ""
    : selected(deployed.snapshot.api.RouteSelectionExpression, { happened: { body } as Happening });
  const isReserved = ["$connect", "$disconnect"].includes(wanted);
  const route = (isReserved ? undefined : deployed.routes.get(wanted)) ?? deployed.routes.get("$default");
  const happened = happening("MESSAGE", route?.RouteKey ?? "$default", cloud.clock.date(), {
    body,
    isBase64Encoded: isBinary,
  });
  const { requestId } = happened;
  if (!route) return send(connection, errorOf("Forbidden", connection, requestId));
  const span = {
    id: requestId,
    service: "execute-api",
    operation: `${route.RouteKey} ${connection.api}`,
    caller: "anonymous",
    account: connection.home.account,
    at: cloud.clock.now(),
  };
  await cloud.trace.record(span, async (recorded) => {
    try {
      const outcome = await runIntegration({ cloud, connection, happened, deployed, route });
      const answers = deployed.snapshot.routeResponses.some(
        ({ RouteId, RouteResponseKey }) => RouteId === route.RouteId && RouteResponseKey === "$default",
      );
      if (!answers || outcome.body === "") return;
      state.connections.touch(connection);
      send(connection, outcome.body);
    } catch (error) {
      recorded.error = (error as Error).message;
      send(connection, errorOf("Internal server error", connection, requestId));
    }
  });
}

function send({ socket }: Connection, text: string): void {
  if (socket?.readyState === socket?.OPEN) socket?.send(text);
}

function errorOf(message: string, { id: connectionId }: Connection, requestId: string): string {
  return JSON.stringify({ message, connectionId, requestId });
}
