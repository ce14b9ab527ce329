import { own } from "../../../../own.ts";
import { eventV2, type FunctionResponse, joinedHeaders, responseV2 } from "../../../../web/payload-v2.ts";
import { functionOf } from "../../requests/backend-address.ts";
import { withPathParameters, withQuery } from "../../requests/backend-url.ts";
import { callHttp } from "../../requests/http-backend.ts";
import { invokeFunction, within } from "../../requests/invoke.ts";
import { headOf } from "../../requests/proxy.ts";
import type { Integration } from "../records.ts";
import { factsOf, type HttpRequest, sourceArn, withoutCookieHeader } from "./http-request.ts";
import { mappedIncoming, mapRequest, mapResponse, type Sent } from "./parameter-mapping.ts";
import { eventV1 } from "./payload-v1.ts";
import { HttpRefusal, internalError, unavailable } from "./refusals.ts";
import { serviceProxy } from "./service-proxy.ts";

/** Milliseconds. */
const LONGEST_WAIT = 30_000;

/** Passes a request on to its route's backend. Throws refusals. */
export async function runIntegration(request: HttpRequest): Promise<FunctionResponse> {
  const integration = request.deployed.integrationOf(request.route);
  if (!integration) throw internalError();
  const answer = await BACKENDS[kindOf(integration)](request, integration);
  return mapped(request, integration, answer);
}

const BACKENDS = { http: httpProxy, service: serviceProxy, lambda: lambdaProxy };

function kindOf({ IntegrationType, IntegrationSubtype }: Integration): keyof typeof BACKENDS {
  if (IntegrationType === "HTTP_PROXY") return "http";
  return IntegrationSubtype === undefined ? "lambda" : "service";
}

async function lambdaProxy(request: HttpRequest, integration: Integration): Promise<FunctionResponse> {
  const { cloud, home, known } = request;
  const isV2 = integration.PayloadFormatVersion === "2.0";
  const begun = performance.now();
  const uri = withStageVariables(integration.IntegrationUri ?? "", request);
  const sent = { ...request, incoming: mappedIncoming(integration.RequestParameters, request) };
  const outcome = await invokeFunction({
    cloud,
    home,
    functionArn: functionOf(uri) ?? uri,
    source: sourceArn(request),
    credentials: integration.CredentialsArn,
    event: isV2 ? withoutCookieHeader(eventV2(sent.incoming, factsOf(sent))) : eventV1(sent),
    timeout: integration.TimeoutInMillis ?? LONGEST_WAIT,
  });
  known.integration = { status: 200, latency: Math.round(performance.now() - begun) };
  if (outcome === "late") throw unavailable();
  if (outcome === "refused") {
    known.integration.error = `The IAM role configured on the integration or API Gateway doesn't have permissions to call the integration. Check the permissions and try again.`;
    throw internalError();
  }
  const answer = outcome.failed ? undefined : isV2 ? responseV2(outcome.payload) : responseV1(outcome.payload);
  if (answer) return answer;
  const said = outcome.payload.toString("utf8");
  known.integration.error = outcome.failed
    ? `The Lambda function returned the following error: ${said}`
    : "The response from the Lambda function doesn't match the format that API Gateway expects.";
  throw internalError();
}

function responseV1(payload: Buffer): FunctionResponse | undefined {
  try {
    const response = JSON.parse(payload.toString("utf8"));
    if (typeof response !== "object" || response === null || !("statusCode" in response)) return undefined;
    const { body = "", isBase64Encoded } = response;
    if (body !== null && typeof body !== "string") return undefined;
    return {
      ...headOf(response),
      body: isBase64Encoded === true ? Buffer.from(body ?? "", "base64") : (body ?? ""),
    } as FunctionResponse;
  } catch {
    return undefined;
  }
}

/** The backend gets the request as it is, but for what the integration's parameters change. */
async function httpProxy(request: HttpRequest, integration: Integration): Promise<FunctionResponse> {
  const { incoming, known, pathParameters, cloud } = request;
  const uri = withPathParameters(withStageVariables(integration.IntegrationUri ?? "", request), pathParameters ?? {});
  let url: URL;
  try {
    url = new URL(uri);
  } catch {
    throw internalError();
  }
  const sent: Sent = {
    path: url.pathname,
    headers: Object.fromEntries(Object.entries(forwardedHeaders(request)).map(([name, value]) => [name, [value]])),
    query: Object.fromEntries([...new Set(incoming.query.keys())].map((name) => [name, incoming.query.getAll(name)])),
  };
  mapRequest(integration.RequestParameters, sent, request);
  url.pathname = sent.path;
  withQuery(url, sent.query);
  const { IntegrationMethod = "ANY", TimeoutInMillis = LONGEST_WAIT } = integration;
  const method = IntegrationMethod === "ANY" ? incoming.method : IntegrationMethod;
  const begun = performance.now();
  const call = callHttp({ url, method, headers: sent.headers, body: incoming.body });
  try {
    const answer = await within(cloud, TimeoutInMillis, call);
    if (answer === "late") throw unavailable();
    known.integration = { status: answer.status, latency: Math.round(performance.now() - begun) };
    return { ...answer, headers: { ...answer.headers } };
  } catch (error) {
    if (error instanceof HttpRefusal) throw error;
    known.integration = { status: 0, latency: Math.round(performance.now() - begun), error: (error as Error).message };
    throw unavailable();
  }
}

/** HTTP backends learn who asked by the standard header alone. */
function forwardedHeaders({ incoming }: HttpRequest): Record<string, string> {
  const {
    "x-forwarded-for": _,
    "x-forwarded-port": __,
    "x-forwarded-proto": ___,
    ...headers
  } = joinedHeaders(incoming);
  return {
    ...headers,
    forwarded: `by=127.0.0.1;for=${incoming.sourceIp};host=${incoming.host};proto=http`,
    via: "HTTP/1.1 AmazonAPIGateway",
  };
}

/** An answer as the integration's parameters for its status change it. */
function mapped(request: HttpRequest, integration: Integration, answer: FunctionResponse): FunctionResponse {
  const parameters = own(integration.ResponseParameters, String(answer.status));
  if (!parameters) return answer;
  const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, values]) => [name, [values].flat()]));
  const changed = { status: answer.status, headers };
  mapResponse(parameters, changed, request, { headers: answer.headers, body: answer.body.toString("utf8") });
  const flat = Object.entries(changed.headers).map(([name, values]) => [
    name,
    values.length === 1 ? (values[0] as string) : values,
  ]);
  return { status: changed.status, headers: Object.fromEntries(flat), body: answer.body };
}

/** A URI with its stage variables written out. */
export function withStageVariables(uri: string, { stage }: Pick<HttpRequest, "stage">): string {
  return uri.replace(
    /\$(?:\{stageVariables\.(\w+)\}|stageVariables\.(\w+))/g,
    (_, braced: string | undefined, bare: string | undefined) => own(stage.StageVariables, braced ?? bare ?? "") ?? "",
  );
}
