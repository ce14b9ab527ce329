import { version } from "../package.ts";
import type { Cloud } from "./cloud.ts";
import { respond } from "./http.ts";
import type { Exchange } from "./service.ts";
import { services } from "./services/index.ts";

/** The lab's own small API, under `/_lab/`. */
export async function serveControl(cloud: Cloud, exchange: Exchange): Promise<void> {
  const { method, path } = exchange;
  if (method === "GET" && path === "/_lab/health") return await json(exchange, 200, health(cloud));
  await json(exchange, 404, { message: `The lab has no ${method} ${path}` });
}

function health(cloud: Cloud) {
  return { status: "ready", version, endpoint: cloud.endpoint, state: cloud.folder, services: Object.keys(services) };
}

async function json(exchange: Exchange, status: number, value: unknown): Promise<void> {
  await respond(exchange, {
    status,
    headers: { "content-type": "application/json" },
    body: `${JSON.stringify(value, null, 2)}\n`,
  });
}
