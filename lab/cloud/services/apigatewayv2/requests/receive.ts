import type { Cloud } from "../../../cloud.ts";
import { respond } from "../../../http.ts";
import type { Exchange } from "../../../service.ts";
import { addressOf } from "../../apigateway/requests/address.ts";
import { message } from "../../apigateway/requests/answers.ts";
import { extendedId } from "../../apigateway/requests/context.ts";
import type { ApiGatewayV2State } from "../state.ts";
import { serveConnections } from "../websocket/management.ts";
import { serveHttp } from "./serve-http.ts";

/** Serves the requests of HTTP APIs, and those that manage the connections of WebSocket APIs. */
export async function receive(
  exchange: Exchange,
  state: ApiGatewayV2State,
  cloud: Cloud,
): Promise<"answered" | undefined> {
  const address = addressOf(exchange, state);
  const home = address && state.homes.get(address.api);
  if (!address || !home) return undefined;
  const span = {
    id: exchange.requestId,
    service: "execute-api",
    operation: `${exchange.method} ${address.path}`,
    caller: "anonymous",
    at: cloud.clock.now(),
  };
  await cloud.trace.record(span, async (recorded) => {
    const call = { exchange, address, home, state, cloud, span: recorded };
    const answer =
      home.protocol === "HTTP"
        ? await serveHttp(call)
        : address.path.includes("/@connections/")
          ? await serveConnections(call)
          : message(403, "Forbidden", "ForbiddenException");
    const { requestId } = exchange;
    const ids = { "x-amzn-requestid": requestId, "apigw-requestid": extendedId(requestId) };
    const headers = { ...ids, ...answer.headers } as Record<string, string>;
    await respond(exchange, { status: answer.status, headers, body: answer.body });
  });
  return "answered";
}
