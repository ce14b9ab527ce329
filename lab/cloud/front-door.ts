import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "./clock.ts";
import type { Cloud, ServiceName } from "./cloud.ts";
import { isForAPerson, leadToConsole } from "./control/console.ts";
import { serveControl } from "./control/index.ts";
import { exchangeOf, requestOf, respond } from "./http.ts";
import { serveApiCall } from "./pipeline.ts";
import type { Exchange, Upgrade } from "./service.ts";
import { services } from "./services/index.ts";

/** The services with a data plane of their own, by its name in URLs. */
const dataPlanes = new Map(
  Object.entries(services).flatMap(([name, entry]) =>
    "data" in entry ? [entry.data].flat().map((plane) => [plane, name as keyof typeof services] as const) : [],
  ),
);

/** Opens the cloud's HTTP server. Rejects when the port is taken. */
export async function listen(cloud: Cloud, port: number, host: string): Promise<Server> {
  const date = dateHeader(cloud.clock);
  const server = createServer((request, response) => {
    response.setHeader("date", date());
    const exchange = exchangeOf(request, response);
    enter(cloud, exchange).catch((error) => {
      // A client that went away is no fault; anything else is one of ours, and must not take the process down.
      if (!request.destroyed)
        cloud.log(`${exchange.method} ${exchange.path} failed: ${(error as Error).stack ?? error}`);
      response.destroy();
    });
  });
  server.on("upgrade", (request, socket, head) => {
    enterUpgrade(cloud, { ...requestOf(request), socket, head }).catch((error) => {
      cloud.log(`${request.url} failed: ${(error as Error).stack ?? error}`);
      socket.destroy();
    });
  });
  server.keepAliveTimeout = 65_000;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  // Who listens on all addresses is reached at this machine's own.
  const reached = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  cloud.endpoint = `http://${reached}:${(server.address() as AddressInfo).port}`;
  return server;
}

/** The lab's time as a header, made once a second. Clients correct their clocks by it, and it may have been moved. */
function dateHeader(clock: Clock): () => string {
  let second = Number.NaN;
  let text = "";
  return () => {
    const now = Math.floor(clock.now() / 1000);
    if (now !== second) [second, text] = [now, new Date(now * 1000).toUTCString()];
    return text;
  };
}

/** Tells what a request is: the lab's own control API, a deployed API's request, or a call of AWS's API. */
async function enter(cloud: Cloud, exchange: Exchange): Promise<void> {
  if (exchange.path.startsWith("/_lab/")) return await serveControl(cloud, exchange);
  if (isForAPerson(exchange)) return await leadToConsole(exchange);
  const plane = dataPlaneOf(exchange, cloud);
  if (!plane) return await serveApiCall(cloud, exchange);
  const { definition, state } = await cloud.service(plane);
  const answered = await definition.receive?.(exchange, state, cloud);
  if (answered !== "answered")
    await respond(exchange, { status: 404, headers: {}, body: `Nothing is deployed at ${exchange.path}\n` });
}

/** A deployed API's connection. */
async function enterUpgrade(cloud: Cloud, upgrade: Upgrade): Promise<void> {
  const { socket } = upgrade;
  // A client that went away is no fault.
  socket.on("error", () => socket.destroy());
  const plane = dataPlaneOf(upgrade, cloud);
  const { definition, state } = plane ? await cloud.service(plane) : { definition: undefined, state: undefined };
  const answered = await definition?.upgrade?.(upgrade, state, cloud);
  if (answered !== "answered") socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

/** `/_aws/execute-api/…` and `….execute-api.…` belong to the service whose data plane has that name; other hosts may, too. */
function dataPlaneOf(
  { path, headers: { host = "" } }: Pick<Exchange, "path" | "headers">,
  { hosts }: Cloud,
): ServiceName | undefined {
  const named = /^\/_aws\/([^/]+)/.exec(path)?.[1] ?? host.split(".")[1];
  const plane = named === undefined ? undefined : dataPlanes.get(named);
  // Most requests name this machine.
  if (plane || /^(\d|\[|localhost\b)/.test(host)) return plane;
  const name = host.replace(/:\d+$/, "").toLowerCase();
  return hosts.get(name) ?? hosts.get(name.replace(/^[^.]+/, "*"));
}
