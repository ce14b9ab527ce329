import type { Answer } from "../../requests/answers.ts";
import { backendOf, functionOf, streamingFunctionOf } from "../../requests/backend-address.ts";
import { withPathParameters, withQuery } from "../../requests/backend-url.ts";
import { callHttp, type HttpAnswer, openHttp } from "../../requests/http-backend.ts";
import { type Invocation, type Invoked, invokeFunction, invokeStreaming, within } from "../../requests/invoke.ts";
import { mapParameters, withStageVariables } from "../../requests/parameters.ts";
import { forwarded, proxyAnswer, proxyEvent } from "../../requests/proxy.ts";
import { internalError, malformedProxyResponse, Refusal, timedOut } from "../../requests/refusals.ts";
import { callService } from "../../requests/service-backend.ts";
import type { Integration } from "../records.ts";
import { convertedRequest, isBinary } from "./content.ts";
import { mapRequest, mapResponse, type Outcome, type Payload } from "./mapping.ts";
import type { RestRequest } from "./rest-request.ts";
import { streamedAnswer } from "./streamed-answer.ts";

/** Milliseconds. */
const LONGEST_WAIT = 29_000;

/** Passes a request on to its backend, and makes an answer of what comes back. Throws refusals. */
export async function runIntegration(request: RestRequest): Promise<Answer> {
  const integration = resolved(request.route.method.methodIntegration as Integration, request);
  switch (integration.type) {
    case "AWS_PROXY":
      return integration.responseTransferMode === "STREAM"
        ? await lambdaStream(request, integration)
        : await lambdaProxy(request, integration);
    case "HTTP_PROXY":
      return await httpProxy(request, integration);
    case "MOCK":
      return await mock(request, integration);
    default:
      return await mapped(request, integration);
  }
}

/**
 * An integration with its stage variables written out. Credentials are `arn:aws:iam::account:${stageVariables.name}`
 * at most: the account stands in what whoever set them needed a permission for.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/aws-api-gateway-stage-variables-reference.html
 */
function resolved(integration: Integration, request: RestRequest): Integration {
  const { uri = "", credentials } = integration;
  return {
    ...integration,
    uri: withStageVariables(uri, request),
    ...(credentials?.startsWith("arn:") && { credentials: withStageVariables(credentials, request) }),
  };
}

async function lambdaProxy(request: RestRequest, integration: Integration): Promise<Answer> {
  const event = proxyEvent(request);
  const { failed, payload } = await invoke(request, integration, event);
  if (!failed) return proxyAnswer(payload, request);
  request.known.log.push(() => `Lambda execution failed with status 200 due to customer function error: ${payload}`);
  throw malformedProxyResponse();
}

/** What the function streams goes on as it comes, behind the status and headers that it begins with. */
async function lambdaStream(request: RestRequest, integration: Integration): Promise<Answer> {
  const { timeoutInMillis: timeout = LONGEST_WAIT, credentials } = integration;
  return await invoked(request, streamingFunctionOf(integration.uri), proxyEvent(request), async (what) => {
    const stream = await invokeStreaming({ ...what, credentials });
    return stream === "refused" ? stream : await streamedAnswer(stream, { cloud: request.cloud, timeout });
  });
}

/** The backend gets the request as it is, with what the integration's parameters add, and answers for itself. */
async function httpProxy(request: RestRequest, integration: Integration): Promise<Answer> {
  const { incoming, deployed } = request;
  const parameters = mapParameters(integration.requestParameters, request);
  const headers = { ...forwarded(incoming), ...parameters.header };
  const query: Record<string, string[]> = { ...parameters.querystring };
  for (const name of new Set(incoming.query.keys())) query[name] ??= incoming.query.getAll(name);
  const binary = isBinary(incoming.headers["content-type"], deployed.binaryMediaTypes);
  const method = integration.httpMethod === "ANY" ? incoming.method : (integration.httpMethod ?? incoming.method);
  const body = convertedRequest(incoming.body, binary, integration.contentHandling);
  return await backendAnswer(request, integration, { method, query, headers, path: parameters.path, body });
}

/** The backend gets what the templates make of the request, and its answer is made another one in the same way. */
async function mapped(request: RestRequest, integration: Integration): Promise<Answer> {
  const payload = await mapRequest(request, integration);
  if (functionOf(integration.uri)) {
    const { failed, payload: answer } = await invoke(request, integration, payload.body.toString("utf8"));
    const text = answer.toString("utf8");
    const outcome: Outcome = { selector: failed ? errorMessage(text) : "", status: 200, headers: {}, body: answer };
    return await mapResponse(request, integration, outcome);
  }
  const { status, headers, body } = await mappedBackend(request, integration, payload);
  return await mapResponse(request, integration, { selector: String(status), status, headers, body });
}

async function mappedBackend(request: RestRequest, integration: Integration, payload: Payload): Promise<HttpAnswer> {
  const backend = backendOf(integration.uri);
  if (backend) {
    const { cloud, home } = request;
    const { credentials } = integration;
    return await measured(
      request,
      integration,
      callService({ cloud, home, backend, credentials, payload, method: integration.httpMethod ?? "POST" }),
    );
  }
  const { parameters, body, contentType } = payload;
  const headers = { "content-type": [contentType], ...parameters.header };
  const method = integration.httpMethod ?? request.incoming.method;
  return await backendAnswer(request, integration, {
    method,
    query: parameters.querystring,
    headers,
    path: parameters.path,
    body,
  });
}

interface BackendRequest {
  readonly method: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string[]>>;
  readonly headers: Readonly<Record<string, string[]>>;
  readonly body: Buffer;
}

async function backendAnswer(
  request: RestRequest,
  integration: Integration,
  sent: BackendRequest,
): Promise<HttpAnswer & Pick<Answer, "stream">> {
  const uri = withPathParameters(integration.uri ?? "", sent.path);
  let url: URL;
  try {
    url = withQuery(new URL(uri), sent.query);
  } catch {
    throw internalError();
  }
  const { insecureSkipVerification = false } = integration.tlsConfig ?? {};
  const call = { ...sent, url, insecure: insecureSkipVerification };
  if (integration.responseTransferMode !== "STREAM") return await measured(request, integration, callHttp(call));
  const opened = await measured(request, integration, openHttp(call));
  return { ...opened, body: Buffer.alloc(0) };
}

/** Waits for a backend no longer than the integration says, and notes how it did. */
async function measured<T extends Pick<HttpAnswer, "status">>(
  { cloud, known }: RestRequest,
  { timeoutInMillis = LONGEST_WAIT }: Integration,
  call: Promise<T>,
): Promise<T> {
  const begun = performance.now();
  const latency = () => Math.round(performance.now() - begun);
  try {
    const answer = await within(cloud, timeoutInMillis, call);
    if (answer === "late") throw timedOut();
    known.integration = { status: answer.status, latency: latency() };
    return answer;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    known.integration = { status: 0, latency: latency(), error: (error as Error).message };
    known.log.push(() => `Execution failed due to configuration error: ${(error as Error).message}`);
    throw new Refusal("INTEGRATION_FAILURE", "Network error communicating with endpoint");
  }
}

async function mock(request: RestRequest, integration: Integration): Promise<Answer> {
  const { body } = await mapRequest(request, integration);
  const status = mockStatus(body.toString("utf8"));
  if (status === undefined) throw internalError();
  return await mapResponse(request, integration, {
    selector: String(status),
    status,
    headers: {},
    body: Buffer.alloc(0),
  });
}

/** A mock's template says itself which response is meant: `{"statusCode": 204}`. The CDK leaves the quotes away. */
export function mockStatus(text: string): number | undefined {
  const status = /["']?statusCode["']?\s*:\s*["']?(\d{3})/.exec(text)?.[1];
  return status === undefined ? undefined : Number(status);
}

/** Invokes the integration's function; what it answers is an answer, whether it failed or not. */
async function invoke(request: RestRequest, integration: Integration, event: unknown): Promise<Invoked> {
  const { timeoutInMillis: timeout = LONGEST_WAIT } = integration;
  const functionArn = functionOf(integration.uri);
  const outcome = await invoked(request, functionArn, event, (what) =>
    invokeFunction({ ...what, credentials: integration.credentials, timeout }),
  );
  request.known.log.push(() => `Endpoint response body before transformations: ${outcome.payload}`);
  return outcome;
}

/** Invokes a function in one of its ways, and notes how it did. Throws refusals. */
async function invoked<T extends object>(
  { cloud, home, api, stage, route, known, incoming }: RestRequest,
  functionArn: string | undefined,
  event: unknown,
  call: (
    what: Pick<Invocation, "cloud" | "home" | "functionArn" | "source" | "event">,
  ) => Promise<T | "late" | "refused">,
): Promise<T> {
  if (!functionArn) throw internalError();
  const path = route.resource.path.replace(/^\//, "");
  const source = `arn:aws:execute-api:${home.region}:${home.account}:${api}/${stage.stageName}/${incoming.method}/${path}`;
  const begun = performance.now();
  known.log.push(
    () => `Endpoint request URI: ${functionArn}`,
    () => `Endpoint request body after transformations: ${typeof event === "string" ? event : JSON.stringify(event)}`,
  );
  const outcome = await call({ cloud, home, functionArn, source, event });
  known.integration = { status: outcome === "refused" ? 403 : 200, latency: Math.round(performance.now() - begun) };
  if (outcome === "late") throw timedOut();
  // It is not there, throttled, or does not let the API in.
  if (outcome === "refused") {
    known.integration.error = "Invalid permissions on Lambda function";
    known.log.push(() => "Execution failed due to configuration error: Invalid permissions on Lambda function");
    throw internalError();
  }
  return outcome;
}

function errorMessage(payload: string): string {
  try {
    return String(JSON.parse(payload).errorMessage ?? "");
  } catch {
    return payload;
  }
}
