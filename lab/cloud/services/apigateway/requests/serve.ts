import type { Cloud } from "../../../cloud.ts";
import type { Exchange, Upgrade } from "../../../service/service.ts";
import { serveRest } from "../rest/requests/serve-rest.ts";
import type { ApiGatewayState } from "../rest/state.ts";
import type { ApiGatewayV2State } from "../v2/state.ts";
import { addressOf } from "./address.ts";
import { type Answer, message } from "./answers.ts";
import { type ApiCall, answerTraced } from "./call.ts";

/** Serves the requests of deployed APIs, of both versions: an API's id, or a domain's mapping, tells which it is for. */
export async function serve(exchange: Exchange, state: ApiGatewayState, cloud: Cloud): Promise<boolean> {
  const address = addressOf(exchange, state);
  if (!address) return false;
  const home = state.homes.get(address.api);
  await answerTraced({ exchange, address, home, cloud }, async (span) =>
    home
      ? await answer({ exchange, address, home, state, cloud, span })
      : message(403, "Forbidden", "ForbiddenException"),
  );
  return true;
}

async function answer(call: ApiCall<ApiGatewayState>): Promise<Answer> {
  if (call.home.protocol === "REST") return await serveRest(call);
  const { serveApi } = await import("../v2/requests/serve.ts");
  return await serveApi({ ...call, state: await version2(call.cloud) });
}

/** Opens connections, which WebSocket APIs alone have. */
export async function upgrade(upgrade: Upgrade, state: ApiGatewayState, cloud: Cloud): Promise<boolean> {
  const address = addressOf(upgrade, state);
  const home = address && state.homes.get(address.api);
  if (!address || home?.protocol !== "WEBSOCKET") return false;
  const { openConnection } = await import("../v2/websocket/upgrade.ts");
  await openConnection({ upgrade, address, home, state: await version2(cloud), cloud });
  return true;
}

/** The state of the API's second version, which is loaded when its first API is asked for something. */
async function version2(cloud: Cloud): Promise<ApiGatewayV2State> {
  return (await cloud.service("apigatewayv2")).state as ApiGatewayV2State;
}
