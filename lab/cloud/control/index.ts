import type { Cloud } from "../cloud.ts";
import { collect } from "../door/http.ts";
import type { Exchange } from "../service/service.ts";
import { deleteAccount, issueRootKey, listAccounts, putAccount } from "./accounts.ts";
import { ControlError, json } from "./answer.ts";
import { type Asker, askerOf, isSigned } from "./asker.ts";
import { getClock, putClock } from "./clock.ts";
import { servePage } from "./console.ts";
import { denialNamed, listActivity, listDenials } from "./decisions.ts";
import { checkToken, isForeignPage, tellToken } from "./guard.ts";
import { health, healthWithCoverage, place } from "./health.ts";
import { clearOutbox, getOutbox, putOptOut } from "./outbox.ts";
import { live, recent } from "./spans.ts";
import { putWellKnownKeys } from "./well-known-keys.ts";

/** A request to the lab's own API. */
export interface ControlRequest {
  readonly cloud: Cloud;
  readonly exchange: Exchange;
  readonly asker: Asker;
  /** What the last part of the path says, where the route ends with `*`. */
  readonly name: string;
  /** The body, which must be JSON; an empty object when there is none. */
  readonly body: unknown;
}

/** Something that can be asked for. */
export interface Route {
  /**
   * Whom it answers: whoever has an account of the lab, about that account alone (and the teacher about all), or nobody but the
   * teacher.
   */
  readonly audience: "account" | "teacher";
  /** What it returns becomes JSON; nothing when it has answered itself. */
  readonly answer: (request: ControlRequest) => object | undefined | Promise<object | undefined>;
}

/** What can be asked under `/_lab/`, by method and path. A path that ends with `*` takes a name there. */
export const ROUTES: Readonly<Record<string, Route>> = {
  "GET token": { audience: "teacher", answer: tellToken },
  "GET place": { audience: "account", answer: place },
  "GET denials": { audience: "account", answer: listDenials },
  "GET denials/*": { audience: "account", answer: denialNamed },
  "GET activity": { audience: "account", answer: listActivity },
  "GET accounts": { audience: "account", answer: listAccounts },
  "PUT accounts/*": { audience: "teacher", answer: putAccount },
  "DELETE accounts/*": { audience: "teacher", answer: deleteAccount },
  "POST root-keys/*": { audience: "teacher", answer: issueRootKey },
  "PUT well-known-keys": { audience: "teacher", answer: putWellKnownKeys },
  "GET clock": { audience: "teacher", answer: getClock },
  "PUT clock": { audience: "teacher", answer: putClock },
  "GET outbox": { audience: "account", answer: getOutbox },
  "DELETE outbox": { audience: "account", answer: clearOutbox },
  "PUT opt-outs/*": { audience: "account", answer: putOptOut },
  "GET spans": { audience: "account", answer: recent },
  "GET spans/live": { audience: "account", answer: live },
};

/** Of a request's body, in bytes: seven levels of service control policies, and room. */
const LARGEST_BODY = 512 * 1024;

/** The lab's own small API, under `/_lab/`, and the console's pages. */
export async function serveControl(cloud: Cloud, exchange: Exchange): Promise<void> {
  const { method, path } = exchange;
  // Whether it is there, and how to sign in, is for everybody; so is the console itself, which holds no secrets.
  if (method === "GET" && path === "/_lab/health") {
    const detailed = exchange.query.has("coverage");
    return await json(exchange, 200, detailed ? await healthWithCoverage(cloud) : health(cloud));
  }
  const asked = path.slice("/_lab/".length);
  const [route, name] = routeOf(method, asked);
  if (!route) {
    if (method === "GET" || method === "HEAD") return await servePage(asked, exchange);
    return await json(exchange, 404, { message: `The lab has no ${method} ${path}` });
  }
  try {
    const answer = await ask(cloud, exchange, route, name);
    if (answer) await json(exchange, 200, answer);
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    await json(exchange, error.status, { message: error.message });
  }
}

/** Answers who may ask. The body is read when that is clear, as far as it can be without it. */
async function ask(cloud: Cloud, exchange: Exchange, { audience, answer }: Route, name: string) {
  const changes = exchange.method !== "GET";
  const signed = isSigned(exchange);
  if (changes && (isForeignPage(exchange) || !(signed || checkToken(cloud, exchange))))
    throw new ControlError(
      403,
      "A request that changes the lab needs a signature, or the header x-lab-token with the token from GET /_lab/token",
    );
  const bytes = changes || signed ? await bodyOf(exchange) : Buffer.alloc(0);
  const asker = askerOf(cloud, exchange, bytes);
  if (audience === "teacher" && !asker.isTeacher)
    throw new ControlError(403, `${asker.caller.arn} may not do this: only the teacher may`);
  return await answer({ cloud, exchange, asker, name, body: jsonOf(bytes) });
}

function routeOf(method: string, path: string): [Route | undefined, string] {
  const slash = path.lastIndexOf("/");
  for (const [key, name] of [
    [`${method} ${path}`, ""],
    [`${method} ${path.slice(0, slash)}/*`, path.slice(slash + 1)],
  ] as const)
    if (Object.hasOwn(ROUTES, key)) return [ROUTES[key], name];
  return [undefined, ""];
}

/** The body, which a signature covers: it has to be read before it is known who sends it, and so it has to be small. */
async function bodyOf({ request, headers }: Exchange): Promise<Buffer> {
  if (headers["transfer-encoding"] !== undefined)
    throw new ControlError(411, "A request with a body needs Content-Length");
  if (Number(headers["content-length"] ?? 0) > LARGEST_BODY)
    throw new ControlError(413, `The body has at most ${LARGEST_BODY} bytes`);
  return await collect(request);
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return bytes.length === 0 ? {} : JSON.parse(bytes.toString());
  } catch {
    throw new ControlError(400, "The body must be JSON");
  }
}
