import { createServer, type RequestListener, type Server, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Cloud, LoadedService, ServiceName } from "../cloud.ts";
import { isForAPerson, isVisit, leadToConsole } from "../control/console.ts";
import { serveControl } from "../control/index.ts";
import { AwsError } from "../errors.ts";
import type { Exchange, Upgrade } from "../service/service.ts";
import { fail, refuse, refuseUnread } from "./answers.ts";
import { isCrossOrigin, shareWith } from "./cross-origin.ts";
import { dated, dateHeader } from "./date-header.ts";
import type { Door } from "./door.ts";
import { hostName } from "./hosts.ts";
import { exchangeOf, requestOf, respond } from "./http.ts";
import type { Http2Listener } from "./http2.ts";
import { dataPlaneNamed, identify } from "./identify.ts";
import { serveApiCall } from "./pipeline.ts";
import { tellVersions, type Versions } from "./versions.ts";

/** The cloud's HTTP server. */
export interface FrontDoor {
  /**
   * Takes no more requests, and ends those under way. What it answers ends the connections that became something else, such
   * as WebSockets, which Node.js's server does not know any more, and waits until all are gone.
   */
  close(): () => Promise<void>;
}

/** Opens the cloud's HTTP server. Rejects when the port is taken. */
export async function listen(cloud: Cloud, door: Door, port: number, host: string): Promise<FrontDoor> {
  const upgraded = new Set<Duplex>();
  const answer: RequestListener = (request, response) => {
    const exchange = exchangeOf(request, response);
    try {
      enter(cloud, door, exchange).catch((error) => fail(cloud, exchange, error));
    } catch (error) {
      fail(cloud, exchange, error);
    }
  };
  const date = dateHeader(cloud.clock);
  const server = createServer({ ServerResponse: dated(ServerResponse, date) }, answer);
  const versions = tellVersions(server, async () => {
    const { openSessions } = await import("./http2.ts");
    return openSessions(answer as unknown as Http2Listener, date);
  });
  // An Expect that is not for 100-continue: Node.js would answer 417, AWS does not mind.
  server.on("checkExpectation", answer);
  server.on("upgrade", (request, socket, head) => {
    upgraded.add(socket);
    socket.once("close", () => upgraded.delete(socket));
    enterUpgrade(cloud, door, { ...requestOf(request), socket, head }).catch((error) => {
      cloud.log(`${request.url} failed: ${(error as Error).stack ?? error}`);
      socket.destroy();
    });
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => refuseUnread(error, socket as Socket));
  server.keepAliveTimeout = 65_000;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  // A server that listens on all addresses is reached at this machine's own.
  const reached = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  cloud.endpoint = `http://${reached}:${(server.address() as AddressInfo).port}`;
  return { close: () => closeServer(server, upgraded, versions) };
}

function closeServer(server: Server, upgraded: ReadonlySet<Duplex>, versions: Versions): () => Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  versions.close();
  return () => {
    for (const socket of upgraded) socket.destroy();
    return closed;
  };
}

/** Tells what a request is: the lab's own control API, a deployed API's request, or a call of AWS's API. */
function enter(cloud: Cloud, door: Door, exchange: Exchange): Promise<void> {
  const isControl = exchange.path.startsWith("/_lab/");
  const plane = isControl ? undefined : dataPlaneOf(exchange, cloud, door);
  const { host } = exchange.headers;
  if (!plane && !door.knows(host)) return refuse(exchange, door.unknownHost(host));
  const sender = door.senderOf(exchange);
  exchange.sender = sender;
  if (isControl && (sender !== "foreign page" || isVisit(exchange))) return serveControl(cloud, exchange);
  if (isForAPerson(exchange)) return leadToConsole(exchange);
  if (plane) return serveDataPlane(cloud, plane, exchange);
  // Most requests are a program's: what only pages need must not make them wait.
  return sender === "program" ? callApi(cloud, exchange) : enterFromPage(cloud, door, exchange);
}

/** What a page, or a person, asks of AWS's API. Nothing of the control API is left that they may use. */
async function enterFromPage(cloud: Cloud, door: Door, exchange: Exchange): Promise<void> {
  const isControl = exchange.path.startsWith("/_lab/");
  if (exchange.sender === "own page") await shareAnswers(cloud, exchange);
  else if (isControl || !(await isAdmitted(cloud, exchange))) return await refuse(exchange, door.refusal(exchange));
  await callApi(cloud, exchange);
}

function callApi(cloud: Cloud, exchange: Exchange): Promise<void> {
  if (isDocument(exchange)) exchange.response.setHeader("content-security-policy", SANDBOX);
  return serveApiCall(cloud, exchange);
}

/**
 * What AWS's API serves as a document, such as an HTML page in a bucket, is not the lab's own page, though it has its address: it
 * gets an origin of its own, so that its scripts are a foreign page's. Websites and deployed applications have hosts for theirs.
 */
const SANDBOX = "sandbox allow-scripts allow-forms allow-popups allow-downloads allow-modals";

/** Whether a browser shows the answer as a page, in a window or in a frame. */
function isDocument({ headers }: Exchange): boolean {
  const kind = headers["sec-fetch-dest"];
  return kind !== undefined && /^(document|iframe|frame|object|embed)$/.test(String(kind));
}

/** What deployed applications serve is meant for pages: their own configuration says for which. */
async function serveDataPlane(cloud: Cloud, plane: ServiceName, exchange: Exchange): Promise<void> {
  const { definition, state } = await cloud.service(plane);
  const isServed = await definition.serve?.(exchange, state, cloud);
  if (!isServed)
    await respond(exchange, { status: 404, headers: {}, body: `Nothing is deployed at ${exchange.path}\n` });
}

/** Whether the service that a page's request is for is meant for pages, and takes this request from them. */
async function isAdmitted(cloud: Cloud, exchange: Exchange): Promise<boolean> {
  const loaded = await serviceOf(cloud, exchange);
  const admission = await loaded?.definition.admits?.(exchange, loaded.state, cloud);
  if (admission === "trusted") exchange.sender = "own page";
  return admission !== undefined && admission !== "refused";
}

/**
 * Lets a page of this machine, or one that was allowed, read the answers of AWS's API. Services that are meant for pages have
 * rules of their own for that.
 */
async function shareAnswers(cloud: Cloud, exchange: Exchange): Promise<void> {
  if (!isCrossOrigin(exchange)) return;
  const loaded = await serviceOf(cloud, exchange);
  if (!loaded?.definition.admits) shareWith(exchange.headers.origin as string, exchange);
}

/** The service that a request is for; nothing when the lab does not have it. */
async function serviceOf(cloud: Cloud, exchange: Exchange): Promise<LoadedService | undefined> {
  try {
    return await cloud.service(await identify(exchange));
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

/** A deployed API's connection. */
async function enterUpgrade(cloud: Cloud, door: Door, upgrade: Upgrade): Promise<void> {
  const { socket } = upgrade;
  // A client that went away is no fault.
  socket.on("error", () => socket.destroy());
  const plane = dataPlaneOf(upgrade, cloud, door);
  const { definition, state } = plane ? await cloud.service(plane) : { definition: undefined, state: undefined };
  const isServed = await definition?.upgrade?.(upgrade, state, cloud);
  if (!isServed) socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

/**
 * `/_aws/execute-api/…` and `….execute-api.…` belong to the service whose data plane has that name. A host that is not the lab's
 * belongs to the service that gave it to somebody: custom domains.
 */
function dataPlaneOf(
  { path, headers: { host = "" } }: Pick<Exchange, "path" | "headers">,
  { hosts }: Cloud,
  door: Door,
): ServiceName | undefined {
  if (door.knows(host)) {
    const plane = dataPlaneNamed(path, host);
    // Most requests name this machine.
    if (plane || /^(\d|\[|localhost\b)/.test(host)) return plane;
  }
  const name = hostName(host);
  return hosts.get(name) ?? hosts.get(name.replace(/^[^.]+/, "*"));
}
