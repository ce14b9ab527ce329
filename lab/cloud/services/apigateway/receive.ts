import type { Cloud } from "../../cloud.ts";
import { collect, respond } from "../../http.ts";
import type { Exchange } from "../../service.ts";
import { type Answer, message } from "./answers.ts";
import { runIntegration } from "./integrations.ts";
import type { Route } from "./router.ts";
import type { ApiGatewayState, ApiStage, Home } from "./state.ts";

const LARGEST_PAYLOAD = 10 * 1024 * 1024;

/** A request to a deployed API, with all that answering it takes. */
export interface ApiRequest {
  readonly exchange: Exchange;
  readonly cloud: Cloud;
  readonly home: Home;
  readonly api: string;
  readonly stage: ApiStage;
  readonly route: Route;
  /** As sent, percent-encoded, without the stage. */
  readonly path: string;
  readonly body: Buffer;
  readonly binaryMediaTypes: readonly string[];
}

/** Serves the requests of deployed APIs: `/_aws/execute-api/ID/STAGE/…`, or `/STAGE/…` on a host that begins with the id. */
export async function receive(
  exchange: Exchange,
  state: ApiGatewayState,
  cloud: Cloud,
): Promise<"answered" | undefined> {
  const address = addressOf(exchange);
  if (!address) return undefined;
  const span = {
    id: exchange.requestId,
    service: "execute-api",
    operation: `${exchange.method} ${address.path}`,
    caller: "anonymous",
    at: cloud.clock.now(),
  };
  await cloud.trace.record(span, async () => {
    const { status, headers, body } = await serve(exchange, address, state, cloud);
    const ids = { "x-amzn-requestid": exchange.requestId, "x-amz-apigw-id": exchange.requestId.slice(0, 16) };
    await respond(exchange, { status, body, headers: { ...ids, ...headers } as Record<string, string> });
  });
  return "answered";
}

interface ApiAddress {
  readonly api: string;
  readonly stage: string;
  readonly path: string;
}

/** Requests of API Gateway's own API are signed for it and go elsewhere: their paths begin otherwise. */
function addressOf({ path, headers }: Exchange): ApiAddress | undefined {
  const hosted = /^([a-z0-9]+)\.execute-api\./.exec(headers.host ?? "")?.[1];
  const [, api, stage, rest] = hosted
    ? (/^(?:)()\/([^/]+)(\/.*)?$/.exec(path) ?? [])
    : (/^\/_aws\/execute-api\/([^/]+)(?:\/([^/]+)(\/.*)?)?$/.exec(path) ?? []);
  const id = hosted ?? api;
  return id === undefined ? undefined : { api: id, stage: stage ?? "", path: rest ?? "/" };
}

async function serve(
  exchange: Exchange,
  { api, stage: stageName, path }: ApiAddress,
  state: ApiGatewayState,
  cloud: Cloud,
): Promise<Answer> {
  const home = state.homes.get(api);
  const stage = home && state.stages.get(home.account, home.region, api, stageName);
  const router = stage && state.routerOf(home, api, stage.deploymentId);
  if (!router) return message(403, "Forbidden", "ForbiddenException");
  const route = router.find(exchange.method, path);
  if (!route) return message(403, "Missing Authentication Token", "MissingAuthenticationTokenException");
  if (Number(exchange.headers["content-length"] ?? 0) > LARGEST_PAYLOAD)
    return message(413, "Request Too Long", "RequestTooLargeException");
  const body = await collect(exchange.request);
  if (body.length > LARGEST_PAYLOAD) return message(413, "Request Too Long", "RequestTooLargeException");
  return await runIntegration({
    exchange,
    cloud,
    home,
    api,
    stage,
    route,
    path,
    body,
    binaryMediaTypes: router.binaryMediaTypes,
  });
}
