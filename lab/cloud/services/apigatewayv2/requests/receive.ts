import type { Cloud } from "../../../cloud.ts";
import type { Exchange } from "../../../service.ts";
import { addressOf } from "../../apigateway/requests/address.ts";
import { message } from "../../apigateway/requests/answers.ts";
import { answerTraced } from "../../apigateway/requests/call.ts";
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
  await answerTraced({ exchange, address, home, cloud }, async (span) => {
    const call = { exchange, address, home, state, cloud, span };
    if (home.protocol === "HTTP") return await serveHttp(call);
    const manages = address.path.includes("/@connections/");
    return manages ? await serveConnections(call) : message(403, "Forbidden", "ForbiddenException");
  });
  return "answered";
}
