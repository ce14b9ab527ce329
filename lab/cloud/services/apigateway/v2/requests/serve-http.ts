import { collectWithin } from "../../../../door/http.ts";
import { own } from "../../../../own.ts";
import type { Exchange } from "../../../../service/service.ts";
import { corsHeaders, preflightHeaders } from "../../../../web/cors.ts";
import { incomingOf } from "../../../../web/incoming.ts";
import type { FunctionResponse } from "../../../../web/payload-v2.ts";
import { type ApiAddress, isOwnAddress } from "../../requests/address.ts";
import { message } from "../../requests/answers.ts";
import type { ApiCall } from "../../requests/call.ts";
import { logAccess } from "../../requests/logs.ts";
import type { Home } from "../../shared/homes.ts";
import type { Stage } from "../records.ts";
import type { ApiGatewayV2State } from "../state.ts";
import { authorizeRequest } from "./authorize.ts";
import { contextOf, type HttpRequest } from "./http-request.ts";
import { runIntegration } from "./integrations.ts";
import { HttpRefusal, tooMany } from "./refusals.ts";

const LARGEST_PAYLOAD = 10 * 1024 * 1024;
const LARGEST_HEADERS = 10_240;

type Answer = Omit<FunctionResponse, "headers"> & { readonly headers: Readonly<Record<string, string | string[]>> };

/** Answers a request to an HTTP API. */
export async function serveHttp({
  exchange,
  address,
  home,
  state,
  cloud,
  span,
}: ApiCall<ApiGatewayV2State>): Promise<Answer> {
  const place = stageOf(address, home, state);
  const deployed = place && state.deployed(home, address.api, place.stage.DeploymentId ?? "");
  if (!place || !deployed || (isOwnAddress(exchange) && deployed.snapshot.api.DisableExecuteApiEndpoint))
    return message(404, "Not Found");
  const { api } = deployed.snapshot;
  const preflight = preflightHeaders(api.CorsConfiguration, exchange);
  if (preflight) return { status: 204, headers: preflight, body: "" };
  const cors = corsHeaders(api.CorsConfiguration, exchange);

  const { stage, path } = place;
  const found = deployed.router.find(exchange.method, path);
  const route = found?.method ?? deployed.routes.get("$default");
  if (!route) return { ...message(404, "Not Found"), headers: { "content-type": "application/json", ...cors } };
  const collected = await collectWithin(exchange.request, LARGEST_PAYLOAD);
  const body = collected ?? Buffer.alloc(0);
  const request: HttpRequest = {
    incoming: incomingOf(exchange, path, body, cloud.clock.date()),
    cloud,
    state,
    home,
    api,
    stage,
    deployed,
    route,
    pathParameters: found ? found.pathParameters : null,
    known: {},
  };
  const answer = await answered(request, exchange, collected === undefined);
  span.caller = request.known.caller?.arn ?? "anonymous";
  const whole = { ...answer, headers: { ...withoutCors(answer.headers, cors), ...cors } };
  logRequest(request, whole);
  return whole;
}

async function answered(request: HttpRequest, exchange: Exchange, oversized: boolean): Promise<Answer> {
  const { state, api, stage, route, known, cloud, incoming } = request;
  try {
    if (oversized) throw new HttpRefusal(413, "Request Entity Too Large");
    if (incoming.rawHeaders.reduce((sum, text) => sum + text.length, 0) > LARGEST_HEADERS)
      throw new HttpRefusal(431, "Request Header Fields Too Large");
    const settings = { ...stage.DefaultRouteSettings, ...own(stage.RouteSettings, route.RouteKey) };
    const limit = { rateLimit: settings.ThrottlingRateLimit, burstLimit: settings.ThrottlingBurstLimit };
    if (!state.throttles.take(`${api.ApiId}/${stage.StageName}/${route.RouteKey}`, limit)) throw tooMany();
    await authorizeRequest(request, exchange);
    return await runIntegration(request);
  } catch (error) {
    if (!(error instanceof HttpRefusal))
      cloud.log(`${exchange.method} ${exchange.path} failed: ${(error as Error).stack}`);
    const {
      status,
      message: text,
      headers,
    } = error instanceof HttpRefusal ? error : new HttpRefusal(500, "Internal Server Error");
    known.error = text;
    return {
      status,
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ message: text }),
    };
  }
}

/** The stage that the path begins with, or else the one that needs no name. */
function stageOf(
  { api, stage: named, path }: ApiAddress,
  { account, region }: Home,
  { stages }: ApiGatewayV2State,
): { stage: Stage; path: string } | undefined {
  const find = (name: string) => stages.get(account, region, api, name);
  if (named !== undefined) {
    const stage = find(named);
    return stage && { stage, path };
  }
  const [, first = "", rest] = /^\/([^/]*)(\/.*)?$/.exec(path) ?? [];
  const stage = first === "" ? undefined : find(first);
  if (stage) return { stage, path: rest ?? "/" };
  const usual = find("$default");
  return usual && { stage: usual, path };
}

/** What an API's configuration says of other origins wins over what its backends say. */
function withoutCors(headers: Answer["headers"], cors: Record<string, string>): Answer["headers"] {
  if (Object.keys(cors).length === 0) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith("access-control-")));
}

function logRequest(request: HttpRequest, { status, body }: Answer): void {
  const { DestinationArn, Format } = request.stage.AccessLogSettings ?? {};
  if (!DestinationArn || !Format) return;
  const { cloud, incoming, state, home, api, stage } = request;
  const latency = Math.max(0, cloud.clock.now() - incoming.at.getTime());
  const context = {
    ...contextOf(request),
    status: String(status),
    responseLength: String(Buffer.byteLength(body)),
    responseLatency: String(latency),
  };
  logAccess({
    destinationArn: DestinationArn,
    format: Format,
    context,
    cloud,
    logs: state.logs,
    home,
    name: `${api.ApiId}/${stage.StageName}`,
  });
}
