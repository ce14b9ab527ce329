import { serviceIn } from "../../auth/caller.ts";
import { type Answer, internalError, malformedProxyResponse, message, timedOut } from "./answers.ts";
import { mapRequest, mapResponse, type Outcome } from "./mapping.ts";
import { functionOf } from "./methods.ts";
import { proxyAnswer, proxyEvent } from "./proxy.ts";
import type { ApiRequest } from "./receive.ts";
import type { Integration } from "./state.ts";

/** Passes a request on to its backend, and makes an answer of what comes back. */
export async function runIntegration(request: ApiRequest): Promise<Answer> {
  const integration = request.route.method.methodIntegration as Integration;
  switch (integration.type) {
    case "AWS_PROXY":
      return await lambdaProxy(request, integration);
    case "AWS":
      return await lambdaMapped(request, integration);
    case "MOCK":
      return await mock(request, integration);
    default:
      return internalError();
  }
}

async function lambdaProxy(request: ApiRequest, integration: Integration): Promise<Answer> {
  const outcome = await invoke(request, integration, JSON.stringify(proxyEvent(request)));
  if (outcome === "late") return timedOut();
  // It is not there, throttled, or does not let the API in.
  if (outcome === "not invoked") return internalError();
  return outcome.failed ? malformedProxyResponse() : proxyAnswer(outcome.payload, request);
}

async function lambdaMapped(request: ApiRequest, integration: Integration): Promise<Answer> {
  const payload = await mapRequest(request, integration);
  if (payload === undefined) return unsupportedMediaType();
  const outcome = await invoke(request, integration, payload);
  if (outcome === "late") return timedOut();
  // It is not there, throttled, or does not let the API in.
  if (outcome === "not invoked") return internalError();
  const text = outcome.payload.toString("utf8");
  return await mapResponse(request, integration, { selector: outcome.failed ? errorMessage(text) : "", body: text });
}

/** The template's own result says which response is meant: `{"statusCode": 204}`. The CDK leaves the quotes away. */
async function mock(request: ApiRequest, integration: Integration): Promise<Answer> {
  const mapped = await mapRequest(request, integration);
  if (mapped === undefined) return unsupportedMediaType();
  const status = /["']?statusCode["']?\s*:\s*["']?(\d{3})/.exec(mapped)?.[1];
  if (status === undefined) return internalError();
  const outcome: Outcome = { selector: status, body: "" };
  return await mapResponse(request, integration, outcome);
}

interface Invoked {
  readonly failed: boolean;
  readonly payload: Buffer;
}

/** Invokes the function, as API Gateway, and waits no longer than the integration says. */
async function invoke(
  request: ApiRequest,
  { uri, timeoutInMillis = 29_000 }: Integration,
  payload: string,
): Promise<Invoked | "late" | "not invoked"> {
  const { cloud, home } = request;
  const gateway = serviceIn(home.account, "apigateway.amazonaws.com", sourceOf(request));
  const { lambda } = cloud.clients(gateway, home.region);
  let stop = () => {};
  const late = new Promise<"late">((resolve) => {
    stop = cloud.clock.after(timeoutInMillis, () => resolve("late"));
  });
  const call = lambda
    .Invoke({ FunctionName: functionOf(uri) as string, Payload: Buffer.from(payload) })
    .then(({ FunctionError, Payload }) => ({
      failed: FunctionError !== undefined,
      payload: Buffer.from((Payload as Uint8Array) ?? ""),
    }))
    .catch(() => "not invoked" as const);
  try {
    return await Promise.race([call, late]);
  } finally {
    stop();
  }
}

/** The ARN of the method that a request came to. */
function sourceOf({ api, stage, route, home, exchange }: ApiRequest): string {
  const path = (route.resource.path ?? "").replace(/^\//, "");
  return `arn:aws:execute-api:${home.region}:${home.account}:${api}/${stage.stageName}/${exchange.method}/${path}`;
}

function errorMessage(payload: string): string {
  try {
    return String(JSON.parse(payload).errorMessage ?? "");
  } catch {
    return payload;
  }
}

function unsupportedMediaType(): Answer {
  return message(415, "Unsupported Media Type", "UnsupportedMediaTypeException");
}
