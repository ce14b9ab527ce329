import { decide } from "../../../../auth/authorize.ts";
import type { AuthRequest } from "../../../../auth/signature-header.ts";
import type { Cloud } from "../../../../cloud.ts";
import { own } from "../../../../own.ts";
import { functionOf } from "../../requests/backend-address.ts";
import { checked, decisionBy } from "../../requests/custom-authorizer.ts";
import { invokeFunction } from "../../requests/invoke.ts";
import { callerOf } from "../../rest/requests/authorize.ts";
import type { Authorizer } from "../records.ts";
import { forbidden, HttpRefusal, internalError, unauthorized } from "../requests/refusals.ts";
import { contextOf, requestParts } from "./events.ts";
import type { RouteCall } from "./integrations.ts";

/** Milliseconds. */
const LONGEST_WAIT = 29_000;

/** Lets somebody connect as the route asks for, or throws a refusal. */
export async function authorizeConnect(call: RouteCall, signed: AuthRequest): Promise<void> {
  const { AuthorizationType, AuthorizerId = "" } = call.route;
  if (AuthorizationType === "AWS_IAM") return checkSignature(call, signed, call.cloud);
  if (AuthorizationType !== "CUSTOM") return;
  const authorizer = call.deployed.authorizers.get(AuthorizerId);
  if (!authorizer) throw internalError();
  await askFunction(authorizer, call);
}

function arnOf({ connection, route }: RouteCall): string {
  const { home, api, stage } = connection;
  return `arn:aws:execute-api:${home.region}:${home.account}:${api}/${stage.StageName}/${route.RouteKey}`;
}

function checkSignature(call: RouteCall, signed: AuthRequest, cloud: Cloud): void {
  const { home, opened: incoming } = call.connection;
  let caller: ReturnType<typeof callerOf>;
  try {
    caller = callerOf(signed, { cloud, incoming });
  } catch {
    throw forbidden();
  }
  const access = { action: "execute-api:Invoke", resource: arnOf(call), account: home.account };
  const http = { headers: signed.headers, sourceIp: incoming.sourceIp };
  if (!decide(access, { cloud, caller, region: home.region, http }).allowed) throw forbidden();
  call.connection.authorizer = { principalId: caller.userId };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html */
async function askFunction(authorizer: Authorizer, call: RouteCall): Promise<void> {
  const { cloud, connection, happened } = call;
  const { home, api, opened } = connection;
  const sources = authorizer.IdentitySource ?? [];
  if (sources.some((source) => !identity(source, call))) throw unauthorized();
  const outcome = await invokeFunction({
    cloud,
    home,
    functionArn: functionOf(authorizer.AuthorizerUri) ?? "",
    source: `arn:aws:execute-api:${home.region}:${home.account}:${api}/authorizers/${authorizer.AuthorizerId}`,
    credentials: authorizer.AuthorizerCredentialsArn,
    event: {
      type: "REQUEST",
      methodArn: arnOf(call),
      ...requestParts(connection, "CONNECT"),
      stageVariables: connection.stage.StageVariables ?? {},
      requestContext: contextOf(connection, happened),
    },
    timeout: LONGEST_WAIT,
  });
  if (outcome === "late" || outcome === "refused") throw internalError();
  const text = outcome.payload.toString("utf8");
  if (outcome.failed) throw /"errorMessage":\s*"Unauthorized"/.test(text) ? unauthorized() : internalError();
  const answer = answerOf(text);
  connection.authorizer = { ...answer.context, principalId: answer.principalId };
  if (!decisionBy(answer.policyDocument, arnOf(call), { home, incoming: opened }).allowed) throw forbidden();
}

function answerOf(text: string) {
  try {
    return checked(JSON.parse(text));
  } catch (error) {
    throw error instanceof HttpRefusal ? error : internalError();
  }
}

/** What `route.request.header.Auth` names: this version writes the same with or without a dollar. */
function identity(source: string, { connection }: RouteCall): string | undefined {
  const [, place, name = ""] =
    /^\$?(?:route\.)?(request\.header|request\.querystring|stageVariables)\.(.+)$/.exec(source) ?? [];
  if (place === "request.header") return [connection.opened.headers[name.toLowerCase()] ?? []].flat()[0];
  if (place === "request.querystring") return connection.opened.query.get(name) ?? undefined;
  return own(connection.stage.StageVariables, name);
}
