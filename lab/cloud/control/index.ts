import type { Denial } from "../auth/denials.ts";
import type { Cloud } from "../cloud.ts";
import { collect } from "../http.ts";
import type { Exchange } from "../service.ts";
import { deleteAccount, listAccounts, putAccount } from "./accounts.ts";
import { ControlError, json } from "./answer.ts";
import { servePage } from "./console.ts";
import { checkToken, token } from "./guard.ts";
import { health, place } from "./health.ts";
import { live, recent } from "./spans.ts";

/** Answers a request to the lab's own API. What it returns becomes JSON; nothing when it has answered itself. */
export type Route = (request: ControlRequest) => object | undefined | Promise<object | undefined>;

/** A request to the lab's own API. */
export interface ControlRequest {
  readonly cloud: Cloud;
  readonly exchange: Exchange;
  /** What the last part of the path says, where the route ends with `*`. */
  readonly name: string;
  /** The body, which must be JSON; an empty object when there is none. */
  readonly body: unknown;
}

/** What can be asked under `/_lab/`, by method and path. A path that ends with `*` takes a name there. */
const ROUTES: Readonly<Record<string, Route>> = {
  "GET token": () => ({ token }),
  "GET place": ({ cloud }) => place(cloud),
  "GET denials": ({ cloud }) => ({ iam: cloud.iam, denials: cloud.denials.all }),
  "GET denials/*": denialNamed,
  "GET activity": ({ cloud: { activity } }) => ({
    roles: Object.fromEntries(activity.roles.map((role) => [role, activity.of(role)])),
  }),
  "GET accounts": listAccounts,
  "PUT accounts/*": putAccount,
  "DELETE accounts/*": deleteAccount,
  "GET spans": recent,
  "GET spans/live": live,
};

/** The lab's own small API, under `/_lab/`, and the console's pages. */
export async function serveControl(cloud: Cloud, exchange: Exchange): Promise<void> {
  const { method, path } = exchange;
  if (method === "GET" && path === "/_lab/health") return await json(exchange, 200, health(cloud));
  const asked = path.slice("/_lab/".length);
  const [route, name] = routeOf(method, asked);
  if (!route) {
    if (method === "GET" || method === "HEAD") return await servePage(asked, exchange);
    return await json(exchange, 404, { message: `The lab has no ${method} ${path}` });
  }
  if (method !== "GET" && !checkToken(exchange))
    return await json(exchange, 403, {
      message: "What changes the lab needs the header x-lab-token, which GET /_lab/token tells",
    });
  const body = await bodyOf(exchange);
  if (body === undefined) return await json(exchange, 400, { message: "The body must be JSON" });
  try {
    const answer = await route({ cloud, exchange, name, body });
    if (answer) await json(exchange, 200, answer);
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    await json(exchange, error.status, { message: error.message });
  }
}

/** A denial, with the message that DecodeAuthorizationMessage reads. */
function denialNamed({ cloud, name }: ControlRequest): Denial & { encodedMessage: string } {
  const denial = cloud.denials.all.find(({ id }) => id === name);
  if (!denial) throw new ControlError(404, "The lab does not remember such a denial");
  return { ...denial, encodedMessage: cloud.messages.seal(denial) };
}

function routeOf(method: string, path: string): [Route | undefined, string] {
  const exact = ROUTES[`${method} ${path}`];
  if (exact) return [exact, ""];
  const slash = path.lastIndexOf("/");
  return [ROUTES[`${method} ${path.slice(0, slash)}/*`], path.slice(slash + 1)];
}

async function bodyOf({ request }: Exchange): Promise<unknown> {
  const bytes = await collect(request);
  try {
    return bytes.length === 0 ? {} : JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
