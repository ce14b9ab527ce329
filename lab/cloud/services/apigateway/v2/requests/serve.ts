import { type Answer, message } from "../../requests/answers.ts";
import type { ApiCall } from "../../requests/call.ts";
import type { ApiGatewayV2State } from "../state.ts";
import { serveConnections } from "../websocket/management.ts";
import { serveHttp } from "./serve-http.ts";

/** Answers a request to an HTTP API, or one that manages the connections of a WebSocket API. */
export async function serveApi(call: ApiCall<ApiGatewayV2State>): Promise<Answer> {
  if (call.home.protocol === "HTTP") return await serveHttp(call);
  const manages = call.address.path.includes("/@connections/");
  return manages ? await serveConnections(call) : message(403, "Forbidden", "ForbiddenException");
}
