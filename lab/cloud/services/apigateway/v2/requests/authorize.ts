import { decide } from "../../../../auth/authorize.ts";
import type { PolicyDocument } from "../../../../auth/policy/document.ts";
import type { AuthRequest } from "../../../../auth/signature-header.ts";
import { requestV2 } from "../../../../web/payload-v2.ts";
import { functionOf } from "../../requests/backend-address.ts";
import { decisionBy } from "../../requests/custom-authorizer.ts";
import { invokeFunction } from "../../requests/invoke.ts";
import { callerOf } from "../../rest/requests/authorize.ts";
import type { Authorizer } from "../records.ts";
import { expressed } from "./expressions.ts";
import { factsOf, type HttpRequest, routeArn, withoutCookieHeader } from "./http-request.ts";
import { checkToken } from "./jwt.ts";
import { eventV1 } from "./payload-v1.ts";
import { forbidden, internalError, unauthorized } from "./refusals.ts";

/** Milliseconds. */
const LONGEST_WAIT = 10_000;

/** Lets a request pass as its route asks for, or throws a refusal. */
export async function authorizeRequest(request: HttpRequest, signed: AuthRequest): Promise<void> {
  const { AuthorizationType, AuthorizerId = "" } = request.route;
  if (AuthorizationType === "AWS_IAM") return checkSignature(request, signed);
  if (AuthorizationType !== "JWT" && AuthorizationType !== "CUSTOM") return;
  const authorizer = request.deployed.authorizers.get(AuthorizerId);
  if (!authorizer) throw internalError();
  if (AuthorizationType === "JWT") await checkToken(authorizer, request);
  else await askFunction(authorizer, request);
}

function checkSignature(request: HttpRequest, signed: AuthRequest): void {
  const { cloud, home, incoming, known } = request;
  try {
    known.caller = callerOf(signed, request);
  } catch {
    throw forbidden();
  }
  const access = { action: "execute-api:Invoke", resource: routeArn(request), account: home.account };
  const http = { headers: signed.headers, sourceIp: incoming.sourceIp };
  if (!decide(access, { cloud, caller: known.caller, region: home.region, http }).allowed) throw forbidden();
}

/** What a function answers that decides on requests: yes or no, or a policy. */
interface FunctionAnswer {
  readonly isAuthorized?: unknown;
  readonly principalId?: string;
  readonly policyDocument?: PolicyDocument;
  readonly context?: Readonly<Record<string, unknown>> | null;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html */
async function askFunction(authorizer: Authorizer, request: HttpRequest): Promise<void> {
  const { api, stage, state, known } = request;
  const { IdentitySource = [], AuthorizerResultTtlInSeconds: seconds = 0, EnableSimpleResponses } = authorizer;
  const identity = IdentitySource.map((source) => expressed(source, request));
  if (identity.some((value) => value === undefined || value === "")) throw unauthorized();
  const key = `${api.ApiId}/${stage.StageName}/${authorizer.AuthorizerId}/${JSON.stringify(identity)}`;
  const remembered = identity.length > 0 && seconds > 0 ? state.authorizations.find<FunctionAnswer>(key) : undefined;
  const answer = remembered ?? (await ask(authorizer, request, identity as string[]));
  if (identity.length > 0) state.authorizations.keep(key, answer, seconds);
  known.lambda = answer.context ?? null;
  if (EnableSimpleResponses) {
    if (typeof answer.isAuthorized !== "boolean") throw internalError();
    if (!answer.isAuthorized) throw forbidden();
    return;
  }
  const { principalId, policyDocument } = answer;
  if (!principalId || !policyDocument?.Statement) throw internalError();
  if (!decisionBy(policyDocument, routeArn(request), request).allowed) throw forbidden();
}

async function ask(authorizer: Authorizer, request: HttpRequest, identity: readonly string[]): Promise<FunctionAnswer> {
  const { cloud, home, api } = request;
  const outcome = await invokeFunction({
    cloud,
    home,
    functionArn: functionOf(authorizer.AuthorizerUri) ?? "",
    source: `arn:aws:execute-api:${home.region}:${home.account}:${api.ApiId}/authorizers/${authorizer.AuthorizerId}`,
    credentials: authorizer.AuthorizerCredentialsArn,
    event: authorizerEvent(authorizer, request, identity),
    timeout: LONGEST_WAIT,
  });
  if (outcome === "late" || outcome === "refused" || outcome.failed) throw internalError();
  try {
    const answer = JSON.parse(outcome.payload.toString("utf8"));
    if (typeof answer === "object" && answer !== null) return answer;
  } catch {
    // No answer at all.
  }
  throw internalError();
}

function authorizerEvent(authorizer: Authorizer, request: HttpRequest, identity: readonly string[]): object {
  if (authorizer.AuthorizerPayloadFormatVersion === "2.0") {
    const event = withoutCookieHeader(requestV2(request.incoming, factsOf(request)));
    return { version: "2.0", type: "REQUEST", routeArn: routeArn(request), identitySource: identity, ...event };
  }
  const { body: _, isBase64Encoded: __, version: ___, ...event } = eventV1(request);
  const identitySource = identity.join(",");
  return {
    version: "1.0",
    type: "REQUEST",
    methodArn: routeArn(request),
    identitySource,
    authorizationToken: identitySource,
    ...event,
  };
}
