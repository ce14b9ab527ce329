import { randomUUID } from "node:crypto";
import { collect } from "../../../../door/http.ts";
import type { Incoming } from "../../../../web/incoming.ts";
import type { Answer } from "../../requests/answers.ts";
import { functionOf } from "../../requests/backend-address.ts";
import { authorizerEvent, checked } from "../../requests/custom-authorizer.ts";
import { LARGEST_ANSWER } from "../../requests/http-backend.ts";
import { invokeFunction } from "../../requests/invoke.ts";
import { executionLines } from "../../requests/logs.ts";
import { valuesOf } from "../../requests/parameters.ts";
import { internalError, Refusal } from "../../requests/refusals.ts";
import { openApi } from "../apis/apis.ts";
import { snapshot } from "../apis/deployments.ts";
import { openMethod } from "../apis/methods.ts";
import { newStage } from "../apis/stages.ts";
import { openResource } from "../apis/tree.ts";
import { authorizers } from "../parts/authorizers.ts";
import type { Method } from "../records.ts";
import type { ApiGateway, ApiGatewayContext } from "../state.ts";
import { Deployed } from "./deployed.ts";
import { answerTo } from "./gateway-answers.ts";
import type { RestRequest } from "./rest-request.ts";
import { execute } from "./serve-rest.ts";

const STAGE = "test-invoke-stage";

/** Runs a method as it is now, without authorization, and tells each step. */
export const testInvokeMethod: ApiGateway["TestInvokeMethod"] = async (input, context) => {
  const { restApiId, resourceId, httpMethod } = input;
  const method = openMethod({ restApiId, resourceId, httpMethod }, context);
  const request = requestOf(input, restApiId, resourceId, method, context);
  const begun = performance.now();
  const plain = await execute(request).catch((error) => {
    request.known.refusal = error instanceof Refusal ? error : internalError();
    return answerTo(request.known.refusal, request);
  });
  const body = plain.stream ? await collect(plain.stream, LARGEST_ANSWER) : plain.body;
  const answer = { ...plain, body, headers: spelled(plain.headers) };
  const latency = Math.round(performance.now() - begun);
  const multiValueHeaders = Object.fromEntries(
    Object.entries(answer.headers).map(([name, values]) => [name, [values].flat()]),
  );
  const at = logTime(request.incoming.at);
  return {
    status: answer.status,
    body: answer.body.toString("utf8"),
    headers: Object.fromEntries(
      Object.entries(multiValueHeaders).map(([name, values]) => [name, values.at(-1) as string]),
    ),
    multiValueHeaders,
    latency,
    log: [
      `Execution log for request ${request.incoming.requestId}\n`,
      ...executionLines(request, answer, true).map((line) => `${at} : ${line}\n`),
    ].join(""),
  };
};

/** `Mon Nov 30 01:50:08 UTC 2026` */
function logTime(time: Date): string {
  const [day = "", date, month, year, clock] = time.toUTCString().split(" ");
  return `${day.replace(",", "")} ${month} ${date} ${clock} UTC ${year}`;
}

const SPELLINGS: Readonly<Record<string, string>> = {
  "content-type": "Content-Type",
  "x-amzn-errortype": "x-amzn-ErrorType",
};

/** Headers as AWS spells them here. */
function spelled(headers: Answer["headers"]): Answer["headers"] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [SPELLINGS[name] ?? name, value]));
}

/** Asks an authorizer about a request that is made up. */
export const testInvokeAuthorizer: ApiGateway["TestInvokeAuthorizer"] = async (input, context) => {
  const { cloud, account, region } = context;
  const { restApiId, authorizerId } = input;
  const { rootResourceId } = openApi(restApiId, context);
  const authorizer = authorizers.open(context, restApiId, authorizerId);
  const request = requestOf(input, restApiId, rootResourceId, { httpMethod: "GET" }, context);
  const begun = performance.now();
  const [token] = (authorizer.identitySource ?? "").split(",").flatMap((source) => valuesOf(source.trim(), request));
  if (authorizer.type === "TOKEN" && !token)
    return { clientStatus: 401, log: "Incoming identity is empty.", latency: 0 };
  const outcome = await invokeFunction({
    cloud,
    home: { account, region },
    functionArn: functionOf(authorizer.authorizerUri) ?? "",
    source: `arn:aws:execute-api:${region}:${account}:${restApiId}/authorizers/${authorizerId}`,
    credentials: authorizer.authorizerCredentials,
    event: authorizerEvent(authorizer, request, token),
    timeout: 30_000,
  });
  const latency = Math.round(performance.now() - begun);
  if (outcome === "late" || outcome === "refused")
    return { clientStatus: 500, latency, log: `The function was ${outcome}` };
  const text = outcome.payload.toString("utf8");
  if (outcome.failed) return { clientStatus: /"Unauthorized"/.test(text) ? 401 : 500, latency, log: text };
  try {
    const answer = checked(JSON.parse(text));
    const { principalId, policyDocument, context: said = {} } = answer;
    const authorization = Object.fromEntries(Object.entries(said).map(([name, value]) => [name, [String(value)]]));
    return { clientStatus: 0, latency, log: text, principalId, policy: JSON.stringify(policyDocument), authorization };
  } catch {
    return {
      clientStatus: 500,
      latency,
      log: `Execution failed due to configuration error: Invalid JSON in response: ${text}`,
    };
  }
};

interface TestInput {
  readonly pathWithQueryString?: string | undefined;
  readonly body?: string | undefined;
  readonly headers?: Record<string, string> | undefined;
  readonly multiValueHeaders?: Record<string, string[]> | undefined;
  readonly stageVariables?: Record<string, string> | undefined;
}

function requestOf(
  input: TestInput,
  api: string,
  resourceId: string,
  method: Method,
  context: ApiGatewayContext,
): RestRequest {
  const { cloud, state, account, region } = context;
  const resource = openResource(api, resourceId, context);
  const deployed = new Deployed(snapshot(api, undefined, context));
  const { httpMethod = "GET" } = method;
  const { pathWithQueryString = resource.path, stageVariables: variables } = input;
  const [path = "/", rawQuery = ""] = (pathWithQueryString || resource.path).split("?", 2);
  const rawHeaders = [
    ...Object.entries(input.headers ?? {}),
    ...Object.entries(input.multiValueHeaders ?? {}).flatMap(([name, values]) => values.map((value) => [name, value])),
  ].flat();
  const headers: Record<string, string> = {};
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] as string).toLowerCase();
    headers[name] =
      headers[name] === undefined ? (rawHeaders[i + 1] as string) : `${headers[name]},${rawHeaders[i + 1]}`;
  }
  const incoming: Incoming = {
    requestId: randomUUID(),
    method: httpMethod === "ANY" ? "GET" : httpMethod,
    path,
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers,
    rawHeaders,
    body: Buffer.from(input.body ?? ""),
    sourceIp: "test-invoke-source-ip",
    port: "443",
    protocol: "HTTP/1.1",
    host: headers.host ?? "testPrefix.testDomainName",
    at: cloud.clock.date(),
  };
  const found = deployed.router.find(incoming.method, path);
  // Another path than the resource's gives its parameters no values.
  const route = found?.resource.id === resourceId ? found : { resource, method, pathParameters: null };
  const stage = newStage({ stageName: STAGE, deploymentId: "", variables }, context);
  const home = { account, region, protocol: "REST" } as const;
  return { incoming, cloud, state, home, api, stage, isCanary: false, deployed, route, known: { log: [] } };
}
