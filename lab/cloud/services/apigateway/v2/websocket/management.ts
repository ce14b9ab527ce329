import { decide } from "../../../../auth/authorize.ts";
import { collectWithin } from "../../../../door/http.ts";
import { incomingOf } from "../../../../web/incoming.ts";
import { splitStage } from "../../requests/address.ts";
import { type Answer, message } from "../../requests/answers.ts";
import type { ApiCall } from "../../requests/call.ts";
import { Refusal } from "../../requests/refusals.ts";
import { callerOf } from "../../rest/requests/authorize.ts";
import type { ApiGatewayV2State } from "../state.ts";

/** The largest message, in bytes, and the largest one that is read: its signature is looked at first. */
const LARGEST_MESSAGE = 128 * 1024;
const LARGEST_BODY = 1024 * 1024;

const tooLarge = message(413, "Payload too large", "PayloadTooLargeException");

/**
 * What backends do with connections: send to one, look at it, end it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export async function serveConnections({
  exchange,
  address,
  home,
  state,
  cloud,
  span,
}: ApiCall<ApiGatewayV2State>): Promise<Answer> {
  const { stage, path } = splitStage(address);
  const id = decodeURIComponent(/^\/@connections\/([^/]+)$/.exec(path)?.[1] ?? "");
  const body = await collectWithin(exchange.request, LARGEST_BODY);
  if (!body) return tooLarge;
  const { api } = address;
  const resource = `arn:aws:execute-api:${home.region}:${home.account}:${api}/${stage}/${exchange.method}/@connections/${id}`;
  try {
    const incoming = incomingOf(exchange, path, body, cloud.clock.date());
    const caller = callerOf(exchange, { cloud, incoming });
    span.caller = caller.arn;
    const http = { headers: exchange.headers, sourceIp: incoming.sourceIp };
    const access = { action: "execute-api:ManageConnections", resource, account: home.account };
    if (!decide(access, { cloud, caller, region: home.region, http }).allowed) {
      const text = `User: ${caller.arn} is not authorized to perform: execute-api:ManageConnections on resource: ${resource}`;
      return message(403, text, "ForbiddenException");
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return message(403, error.text ?? "Forbidden", error.errorType);
  }
  const connection = state.connections.find(api, stage, id);
  if (!connection?.socket) return message(410, "The connection is gone", "GoneException");
  const { socket, connectedAt, lastActiveAt, opened } = connection;
  switch (exchange.method) {
    case "POST":
      if (body.length > LARGEST_MESSAGE) return tooLarge;
      state.connections.touch(connection);
      socket.send(isText(body) ? body.toString("utf8") : body);
      return { status: 200, headers: {}, body: "" };
    case "DELETE":
      socket.close(1000, "Connection Closed Normally");
      return { status: 204, headers: {}, body: "" };
    default:
      return {
        status: 200,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          connectedAt: new Date(connectedAt).toISOString(),
          identity: { sourceIp: opened.sourceIp, userAgent: opened.headers["user-agent"] ?? "" },
          lastActiveAt: new Date(lastActiveAt).toISOString(),
        }),
      };
  }
}

/** Text goes out as text, and all else as bytes. */
function isText(body: Buffer): boolean {
  return Buffer.from(body.toString("utf8"), "utf8").equals(body);
}
