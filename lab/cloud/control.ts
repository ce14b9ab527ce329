import { isIP } from "node:net";
import { version } from "../package.ts";
import type { Cloud } from "./cloud.ts";
import { respond } from "./http.ts";
import type { Exchange } from "./service.ts";
import { services } from "./services/index.ts";

/** The lab's own small API, under `/_lab/`. */
export async function serveControl(cloud: Cloud, exchange: Exchange): Promise<void> {
  const { method, path, headers } = exchange;
  if (method === "GET" && path === "/_lab/health") return await json(exchange, 200, health(cloud));
  // What happened in the lab is not for pages of another name that leads to this machine.
  if (!isThisMachine(headers.host, cloud))
    return await json(exchange, 403, { message: "This is not a name of the lab" });
  if (method === "GET" && path === "/_lab/denials")
    return await json(exchange, 200, { iam: cloud.iam, denials: cloud.denials.all });
  if (method === "GET" && path === "/_lab/activity") {
    const { activity } = cloud;
    return await json(exchange, 200, {
      roles: Object.fromEntries(activity.roles.map((role) => [role, activity.of(role)])),
    });
  }
  await json(exchange, 404, { message: `The lab has no ${method} ${path}` });
}

/** Whether a Host header names this machine, by an address, as localhost, or as the lab tells its users. */
function isThisMachine(host = "", { endpoint }: Cloud): boolean {
  const name = host.replace(/:\d+$/, "");
  return (
    isIP(name.replace(/^\[|\]$/g, "")) !== 0 || /(^|\.)localhost$/.test(name) || name === new URL(endpoint).hostname
  );
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
