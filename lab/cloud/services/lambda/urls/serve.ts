import { finished } from "node:stream/promises";
import { authenticate } from "../../../auth/authenticate.ts";
import type { Cloud } from "../../../cloud.ts";
import { collectWithin, httpFacts, respond } from "../../../door/http.ts";
import type { Exchange } from "../../../service/service.ts";
import { httpExcerpt } from "../../../trace/excerpt.ts";
import { corsHeaders, preflightHeaders } from "../../../web/cors.ts";
import type { FunctionResponse } from "../../../web/payload-v2.ts";
import { LARGEST_EVENT } from "../functions/limits.ts";
import { arnOf } from "../functions/names.ts";
import { execute, newTraceId } from "../invocation/invocations.ts";
import type { FunctionUrlRecord } from "../records.ts";
import type { LambdaState } from "../state.ts";
import { mayInvoke } from "./authorize.ts";
import { eventOf, type UrlRequest } from "./request.ts";
import { internalServerError, message, responseOf } from "./response.ts";
import { intoResponse } from "./streaming.ts";

const PREFIX = "/_aws/lambda-url/";

/** Serves requests to function URLs: `/_aws/lambda-url/ID/…`, or any path on a host `ID.lambda-url.…`. */
export async function serve(exchange: Exchange, state: LambdaState, cloud: Cloud): Promise<boolean> {
  const address = addressOf(exchange);
  if (!address) return false;
  const { id, path } = address;
  const operation = `${exchange.method} ${path}`;
  const name = state.urlIds.get(id);
  const span = {
    id: exchange.requestId,
    service: "lambda-url",
    operation,
    caller: "anonymous",
    account: name?.account ?? "",
    at: cloud.clock.now(),
  };
  await cloud.trace.record(span, async (recorded) => {
    recorded.http = httpExcerpt(exchange);
    const url = name && state.urls.get(name.account, name.region, name.name, name.qualifier ?? "$LATEST");
    if (url) await serveUrl(url, path, exchange, state, cloud);
    else answer(exchange, message(403, "Forbidden"));
    recorded.status = exchange.response.statusCode;
  });
  return true;
}

function addressOf({ path, headers }: Exchange): { id: string; path: string } | undefined {
  if (path.startsWith(PREFIX)) {
    const rest = path.slice(PREFIX.length);
    const slash = rest.indexOf("/");
    return slash < 0 ? { id: rest, path: "/" } : { id: rest.slice(0, slash), path: rest.slice(slash) };
  }
  const [id, plane] = headers.host?.split(".", 2) ?? [];
  return id !== undefined && plane === "lambda-url" ? { id, path } : undefined;
}

async function serveUrl(
  url: FunctionUrlRecord,
  path: string,
  exchange: Exchange,
  state: LambdaState,
  cloud: Cloud,
): Promise<void> {
  const preflight = preflightHeaders(url.cors, exchange);
  if (preflight) return answer(exchange, { status: 200, headers: {}, body: "" }, preflight);
  const cors = corsHeaders(url.cors, exchange);
  const body = await collectWithin(exchange.request, LARGEST_EVENT.synchronous);
  if (!body) return await respond(exchange, message(413, "Request Entity Too Large"), cors);
  const caller = callerOf(exchange, body, cloud);
  if (!caller || !mayInvoke(url, caller, httpFacts(exchange), { cloud, state })) {
    return answer(exchange, message(403, "Forbidden"), cors);
  }
  const request: UrlRequest = { exchange, cloud, url, path, body, caller };
  if (url.invokeMode === "RESPONSE_STREAM") await stream(request, state, cors);
  else answer(exchange, await invoke(request, state).then(responseOf, refusal), cors);
}

/** Who signed a request; nobody when the signature is wrong. */
function callerOf(exchange: Exchange, body: Buffer, { credentials, clock }: Cloud) {
  try {
    return authenticate(exchange, { credentials, now: clock.now(), protocol: "restJson1", body }).caller;
  } catch {
    return undefined;
  }
}

async function stream(request: UrlRequest, state: LambdaState, cors: Record<string, string>): Promise<void> {
  const { response, requestId } = request.exchange;
  let sink: ReturnType<typeof intoResponse> | undefined;
  const open = (contentType: string) => {
    sink = intoResponse(contentType, response, { "x-amzn-requestid": requestId, ...cors });
    return sink;
  };
  const executed = await invoke(request, state, open).catch(refusal);
  if ("status" in executed) return answer(request.exchange, executed, cors);
  if (!sink) {
    const { errorType, payload } = executed;
    const whole = { status: 200, headers: { "content-type": "application/json" }, body: payload };
    return answer(request.exchange, errorType ? responseOf(executed) : whole, cors);
  }
  // The client sees that an answer that ended with an error is not whole.
  if (executed.errorType) response.destroy();
  else sink.end();
  await finished(response).catch(() => undefined);
}

async function invoke(
  request: UrlRequest,
  state: LambdaState,
  stream?: (contentType: string) => ReturnType<typeof intoResponse>,
) {
  const { url, exchange, cloud } = request;
  const invocation = {
    requestId: exchange.requestId,
    payload: Buffer.from(JSON.stringify(eventOf(request))),
    arn: arnOf(url.name),
    traceId: newTraceId(cloud.clock.now()),
    ...(stream && { stream }),
  };
  return await execute(url.name, invocation, state);
}

/** What a client sees of an event that the function never got. */
function refusal(error: Error): FunctionResponse {
  return error.name === "TooManyRequestsException" ? message(429, "Rate Exceeded.") : internalServerError;
}

function answer(
  exchange: Exchange,
  { status, headers, body }: FunctionResponse,
  cors: Record<string, string> = {},
): void {
  const { response, requestId, method } = exchange;
  const length = { "content-length": Buffer.byteLength(body) };
  try {
    response.writeHead(status, { "x-amzn-requestid": requestId, ...headers, ...cors, ...length });
  } catch {
    // HTTP can't carry the function's headers.
    return void answer(exchange, internalServerError);
  }
  response.end(method === "HEAD" ? undefined : body);
}
