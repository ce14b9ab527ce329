import type { Cloud } from "../../../cloud.ts";
import type { Exchange, Upgrade } from "../../../service.ts";
import type { ApiGatewayState } from "../state.ts";
import { addressOf } from "./address.ts";
import { message } from "./answers.ts";
import { answerTraced } from "./call.ts";
import { serveRest } from "./serve.ts";

/** Serves the requests of deployed APIs. The other version of the API serves those of its kinds. */
export async function receive(
  exchange: Exchange,
  state: ApiGatewayState,
  cloud: Cloud,
): Promise<"answered" | undefined> {
  const address = addressOf(exchange, state);
  if (!address) return undefined;
  const home = state.homes.get(address.api);
  if (home && home.protocol !== "REST") {
    const { definition, state: other } = await cloud.service("apigatewayv2");
    return (await definition.receive?.(exchange, other, cloud)) === "answered" ? "answered" : undefined;
  }
  await answerTraced({ exchange, address, home, cloud }, async (span) =>
    home
      ? await serveRest({ exchange, address, home, state, cloud, span })
      : message(403, "Forbidden", "ForbiddenException"),
  );
  return "answered";
}

/** Connections are those of WebSocket APIs, which the other version of the API has. */
export async function upgrade(
  upgrade: Upgrade,
  _state: ApiGatewayState,
  cloud: Cloud,
): Promise<"answered" | undefined> {
  const { definition, state } = await cloud.service("apigatewayv2");
  return await definition.upgrade?.(upgrade, state, cloud);
}
