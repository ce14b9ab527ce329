import { collectWithin } from "../../../../door/http.ts";
import type { Exchange } from "../../../../service/service.ts";
import { incomingOf } from "../../../../web/incoming.ts";
import { isOwnAddress, splitStage } from "../../requests/address.ts";
import { type Answer, message } from "../../requests/answers.ts";
import type { ApiCall } from "../../requests/call.ts";
import { logRequest } from "../../requests/logs.ts";
import { internalError, Refusal } from "../../requests/refusals.ts";
import type { ApiStage } from "../records.ts";
import type { ApiGatewayState } from "../state.ts";
import { authorizeRequest } from "./authorize.ts";
import { compressed, decompressedBody } from "./compression.ts";
import { answerTo } from "./gateway-answers.ts";
import { runIntegration } from "./integrations.ts";
import type { RestRequest, StageRequest } from "./rest-request.ts";
import { checkLimits } from "./usage-limits.ts";
import { validate } from "./validation.ts";

const LARGEST_PAYLOAD = 10 * 1024 * 1024;
/** All headers together, names included. */
const LARGEST_HEADERS = 10_240;

/** Answers a request to a REST API: finds its stage and method, and goes through the steps that they ask for. */
export async function serveRest({
  exchange,
  address,
  home,
  state,
  cloud,
  span,
}: ApiCall<ApiGatewayState>): Promise<Answer> {
  const { api } = address;
  const { stage: stageName, path } = splitStage(address);
  const record = state.stages.get(home.account, home.region, api, stageName);
  if (!record) return message(403, "Forbidden", "ForbiddenException");
  const { stage, isCanary } = chosen(record);
  const deployed = state.deployed(home, api, stage.deploymentId);
  if (!deployed || (isOwnAddress(exchange) && deployed.record.api.disableExecuteApiEndpoint))
    return message(403, "Forbidden", "ForbiddenException");

  const known = { log: [] };
  const collected = await collectWithin(exchange.request, LARGEST_PAYLOAD);
  const body = collected ?? Buffer.alloc(0);
  const incoming = incomingOf(exchange, path, body, cloud.clock.date());
  const request: StageRequest = { incoming, cloud, state, home, api, stage, isCanary, deployed, known };
  const route = deployed.router.find(exchange.method, path);
  const whole = route ? { ...request, route } : request;
  const answer = await answered(whole, exchange, collected === undefined);
  span.caller = request.known.caller?.arn ?? "anonymous";
  logRequest(whole, answer);
  return compressed(answer, deployed.record.api.minimumCompressionSize, exchange.headers["accept-encoding"]);
}

async function answered(
  request: StageRequest & Partial<Pick<RestRequest, "route">>,
  exchange: Exchange,
  oversized: boolean,
): Promise<Answer> {
  const { route, known, incoming, cloud } = request;
  try {
    if (oversized) throw new Refusal("REQUEST_TOO_LARGE", "Request Too Long");
    if (headerBytes(incoming.rawHeaders) > LARGEST_HEADERS)
      throw new Refusal("BAD_REQUEST_PARAMETERS", "Request header or cookie too large");
    if (!route) throw new Refusal("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
    const routed = { ...request, route };
    await authorizeRequest(routed, exchange);
    checkLimits(routed);
    return await execute(withPlainBody(routed));
  } catch (error) {
    if (!(error instanceof Refusal)) cloud.log(`${exchange.method} ${exchange.path} failed: ${(error as Error).stack}`);
    known.refusal = error instanceof Refusal ? error : internalError();
    return answerTo(known.refusal, request);
  }
}

/** The request with its body as its backend gets it, where the API takes compressed ones. */
function withPlainBody(request: RestRequest): RestRequest {
  const { incoming, deployed } = request;
  const { "content-encoding": encoding, ...headers } = incoming.headers;
  if (deployed.record.api.minimumCompressionSize === undefined || !encoding) return request;
  const rawHeaders = incoming.rawHeaders.filter(
    (_, i, all) => (all[i - (i % 2)] as string).toLowerCase() !== "content-encoding",
  );
  try {
    const body = decompressedBody(incoming.body, encoding);
    return { ...request, incoming: { ...incoming, headers, rawHeaders, body } };
  } catch {
    throw new Refusal("BAD_REQUEST_BODY", "Could not decompress the request body");
  }
}

/** What follows once a request may pass: its validation and its backend. */
export async function execute(request: RestRequest): Promise<Answer> {
  await validate(request);
  return await runIntegration(request);
}

/** The stage as it is for one request: some go to its canary, with other variables. */
function chosen(stage: ApiStage): { stage: ApiStage; isCanary: boolean } {
  const { canarySettings, variables } = stage;
  const { percentTraffic = 0, deploymentId, stageVariableOverrides } = canarySettings ?? {};
  if (!deploymentId || Math.random() * 100 >= percentTraffic) return { stage, isCanary: false };
  return { stage: { ...stage, deploymentId, variables: { ...variables, ...stageVariableOverrides } }, isCanary: true };
}

function headerBytes(rawHeaders: readonly string[]): number {
  return rawHeaders.reduce((sum, text) => sum + text.length, 0);
}
