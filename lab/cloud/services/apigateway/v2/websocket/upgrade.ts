import { STATUS_CODES } from "node:http";
import type { RawData, WebSocket } from "ws";
import type { Cloud } from "../../../../cloud.ts";
import type { Upgrade } from "../../../../service/service.ts";
import { incomingOf } from "../../../../web/incoming.ts";
import { splitStage } from "../../requests/address.ts";
import type { ApiCall } from "../../requests/call.ts";
import type { Stage } from "../records.ts";
import { HttpRefusal } from "../requests/refusals.ts";
import type { ApiGatewayV2State } from "../state.ts";
import { authorizeConnect } from "./authorize.ts";
import { type Connection, connectionId } from "./connections.ts";
import { happening } from "./events.ts";
import { runIntegration } from "./integrations.ts";
import { takeMessage } from "./messages.ts";

/** The largest message, in bytes. */
const LARGEST_MESSAGE = 128 * 1024;

/** A request for a connection to a WebSocket API. */
interface ConnectionRequest extends Omit<ApiCall<ApiGatewayV2State>, "exchange" | "span"> {
  readonly upgrade: Upgrade;
}

/** Opens a connection to a WebSocket API, if its $connect route lets it. */
export async function openConnection({ upgrade, address, home, state, cloud }: ConnectionRequest): Promise<void> {
  const { requestId } = upgrade;
  const { stage: name } = splitStage(address);
  const span = {
    id: requestId,
    service: "execute-api",
    operation: `$connect ${address.api}/${name}`,
    caller: "anonymous",
    account: home.account,
    at: cloud.clock.now(),
  };
  await cloud.trace.record(span, async (recorded) => {
    try {
      const stage = state.stages.get(home.account, home.region, address.api, name);
      if (!stage) throw new HttpRefusal(403, "Forbidden");
      const opened = incomingOf(upgrade, address.path, Buffer.alloc(0), cloud.clock.date());
      const now = opened.at.getTime();
      const connection: Connection = {
        id: connectionId(),
        api: address.api,
        stage,
        home,
        opened,
        connectedAt: now,
        lastActiveAt: now,
      };
      await open(connection, upgrade, state, cloud);
    } catch (error) {
      const refusal = error instanceof HttpRefusal ? error : new HttpRefusal(500, "Internal server error");
      if (refusal !== error) cloud.log(`A connection to ${address.api} failed: ${(error as Error).stack}`);
      recorded.error = refusal.message;
      refuse(upgrade, refusal);
    }
  });
}

async function open(connection: Connection, upgrade: Upgrade, state: ApiGatewayV2State, cloud: Cloud): Promise<void> {
  const deployed = deployedOf(connection, state);
  if (!deployed) throw new HttpRefusal(403, "Forbidden");
  const route = deployed.routes.get("$connect");
  let protocol: string | undefined;
  if (route) {
    const happened = happening("CONNECT", "$connect", connection.opened.at);
    const call = { cloud, connection, happened, deployed, route };
    await authorizeConnect(call, upgrade);
    const outcome = await runIntegration(call).catch((error) => {
      cloud.log(`The $connect route of ${connection.api} failed: ${error.message}`);
      throw new HttpRefusal(502, "Internal server error");
    });
    if (outcome.status < 200 || outcome.status > 299)
      throw new HttpRefusal(outcome.status, outcome.body || (STATUS_CODES[outcome.status] ?? ""));
    protocol = outcome.headers["sec-websocket-protocol"];
  }
  const { WebSocketServer } = await import("ws");
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_MESSAGE,
    // The backend chooses among what the client offers.
    handleProtocols: (offered: Set<string>) => (protocol !== undefined && offered.has(protocol) ? protocol : false),
  });
  const { request, socket, head } = upgrade;
  // A client that went away while the route was asked has no connection, and no end of one.
  if (socket.destroyed) return;
  server.handleUpgrade(request, socket, head, (webSocket) => established(connection, webSocket, state, cloud));
}

function established(connection: Connection, socket: WebSocket, state: ApiGatewayV2State, cloud: Cloud): void {
  state.connections.add(connection, socket, async (code, reason) => {
    const deployed = deployedOf(connection, state);
    const route = deployed?.routes.get("$disconnect");
    if (!deployed || !route) return;
    // 1005: the client said no code.
    const happened = happening("DISCONNECT", "$disconnect", cloud.clock.date(), { disconnect: { code, reason } });
    await runIntegration({ cloud, connection, happened, deployed, route });
  });
  socket.on("message", (data: RawData, isBinary: boolean) => {
    const bytes = Buffer.isBuffer(data) ? data : Buffer.concat([data].flat() as Buffer[]);
    takeMessage(connection, bytes, isBinary, state, cloud).catch((error) =>
      cloud.log(`A message to ${connection.api} failed: ${(error as Error).stack}`),
    );
  });
}

/** The deployment that the connection's stage has by now. */
export function deployedOf({ api, stage, home }: Connection, state: ApiGatewayV2State) {
  const current: Stage | undefined = state.stages.get(home.account, home.region, api, stage.StageName);
  return current && state.deployed(home, api, current.DeploymentId ?? "");
}

function refuse({ socket }: Upgrade, { status, message }: HttpRefusal): void {
  const body = JSON.stringify({ message });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
