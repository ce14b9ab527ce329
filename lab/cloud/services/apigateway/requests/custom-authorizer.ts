import type { PolicyDocument } from "../../../auth/policy/document.ts";
import { type Decision, evaluate } from "../../../auth/policy/evaluate.ts";
import { RequestContext } from "../../../auth/policy/request.ts";
import { userPattern } from "../../../patterns/regular-expressions.ts";
import type { Authorizer } from "../rest/records.ts";
import { methodArn, type RestRequest } from "../rest/requests/rest-request.ts";
import type { Home } from "../shared/homes.ts";
import { functionOf } from "./backend-address.ts";
import { invokeFunction } from "./invoke.ts";
import { valuesOf } from "./parameters.ts";
import { eventParameters, requestContext } from "./proxy.ts";
import { Refusal, unauthorized } from "./refusals.ts";

/** What a function answers that decides on requests. */
export interface AuthorizerAnswer {
  readonly principalId: string;
  readonly policyDocument: PolicyDocument;
  readonly context?: Readonly<Record<string, string | number | boolean>>;
  readonly usageIdentifierKey?: string;
}

/** Milliseconds. */
const LONGEST_WAIT = 30_000;

/**
 * Asks a method's authorizer, or remembers what it said. Throws unless it allows the request.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export async function askAuthorizer(request: RestRequest): Promise<void> {
  const { api, stage, state, deployed, route, known } = request;
  const authorizer = deployed.authorizers.get(route.method.authorizerId ?? "");
  if (!authorizer) throw configurationError();
  const identity = identityValues(authorizer, request);
  const { authorizerResultTtlInSeconds: seconds = 300 } = authorizer;
  const key = `${api}/${stage.stageName}/${authorizer.id}/${JSON.stringify(identity)}`;
  const remembered = seconds > 0 && identity.length > 0 ? state.authorizations.find<AuthorizerAnswer>(key) : undefined;
  const begun = performance.now();
  const answer = remembered ?? (await ask(authorizer, request, identity));
  if (identity.length > 0) state.authorizations.keep(key, answer, seconds);
  const context = Object.entries(answer.context ?? {}).map(([name, value]) => [name, String(value)]);
  known.authorizer = {
    ...Object.fromEntries(context),
    principalId: answer.principalId,
    integrationLatency: String(Math.round(performance.now() - begun)),
    ...(answer.usageIdentifierKey !== undefined && { usageIdentifierKey: answer.usageIdentifierKey }),
  };
  const decision = decisionBy(answer.policyDocument, methodArn(request), request);
  if (decision.allowed) return;
  const why = decision.why === "explicit deny" ? " with an explicit deny" : "";
  throw new Refusal("ACCESS_DENIED", `User is not authorized to access this resource${why}`);
}

/** The caller's identity: what the identity sources name. Throws when one of them is not there, or is not as it must be. */
function identityValues(authorizer: Authorizer, request: RestRequest): string[] {
  const { type, identitySource, identityValidationExpression, authorizerResultTtlInSeconds = 300 } = authorizer;
  const sources =
    identitySource
      ?.split(",")
      .map((source) => source.trim())
      .filter(Boolean) ?? [];
  const values = sources.map((source) => valuesOf(source, request)[0]);
  const mustBe = type === "TOKEN" || authorizerResultTtlInSeconds > 0;
  if (mustBe && values.some((value) => value === undefined || value === "")) throw unauthorized();
  if (type === "TOKEN" && identityValidationExpression) {
    if (!isValid(values[0] ?? "", identityValidationExpression)) throw unauthorized();
  }
  return values.map((value) => value ?? "");
}

/** Throws for an expression that is not valid, or takes too long. */
function isValid(token: string, expression: string): boolean {
  try {
    return userPattern(expression).matches(token);
  } catch {
    throw configurationError();
  }
}

async function ask(authorizer: Authorizer, request: RestRequest, [token]: string[]): Promise<AuthorizerAnswer> {
  const { cloud, home, api } = request;
  const functionArn = functionOf(authorizer.authorizerUri);
  if (!functionArn) throw configurationError();
  const outcome = await invokeFunction({
    cloud,
    home,
    functionArn,
    source: `arn:aws:execute-api:${home.region}:${home.account}:${api}/authorizers/${authorizer.id}`,
    credentials: authorizer.authorizerCredentials,
    event: authorizerEvent(authorizer, request, token),
    timeout: LONGEST_WAIT,
  });
  if (outcome === "late" || outcome === "refused") throw configurationError();
  const answer = parse(outcome.payload);
  if (!outcome.failed) return checked(answer);
  // The one error that a function may throw on purpose.
  if ((answer as { errorMessage?: unknown })?.errorMessage === "Unauthorized") throw unauthorized();
  throw new Refusal("AUTHORIZER_FAILURE", null);
}

export function authorizerEvent(authorizer: Authorizer, request: RestRequest, token: string | undefined): object {
  const { incoming, route } = request;
  if (authorizer.type === "TOKEN") return { type: "TOKEN", methodArn: methodArn(request), authorizationToken: token };
  return {
    type: "REQUEST",
    methodArn: methodArn(request),
    resource: route.resource.path,
    path: incoming.path,
    httpMethod: incoming.method,
    ...eventParameters(request),
    requestContext: requestContext(request),
  };
}

/** Throws unless an answer has the form that API Gateway wants. */
export function checked(answer: unknown): AuthorizerAnswer {
  const { principalId, policyDocument, context } = (answer ?? {}) as Partial<AuthorizerAnswer>;
  const plain = Object.values(context ?? {}).every((value) => ["string", "number", "boolean"].includes(typeof value));
  if (typeof principalId !== "string" || !policyDocument?.Statement || !plain) throw configurationError();
  return answer as AuthorizerAnswer;
}

/** What the policy that an authorizer answered says of a request. */
export function decisionBy(
  document: PolicyDocument,
  resource: string,
  { home, incoming }: Pick<RestRequest, "incoming"> & { readonly home: Pick<Home, "account"> },
): Decision {
  return evaluate(
    {
      principal: { kind: "user", account: home.account, arn: "", userId: "" },
      action: "execute-api:Invoke",
      resource,
      account: home.account,
      context: RequestContext.of({
        "aws:SourceIp": incoming.sourceIp,
        "aws:CurrentTime": incoming.at.toISOString(),
        "aws:UserAgent": incoming.headers["user-agent"],
      }),
    },
    { identity: [{ name: "the authorizer's policy", document }] },
  );
}

const configurationError = () => new Refusal("AUTHORIZER_CONFIGURATION_ERROR", null);

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString("utf8"));
  } catch {
    return undefined;
  }
}
