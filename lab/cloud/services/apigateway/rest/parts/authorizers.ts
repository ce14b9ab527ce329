import { functionOf } from "../../requests/backend-address.ts";
import { badRequest, conflict, notYet } from "../../shared/errors.ts";
import { newId } from "../../shared/ids.ts";
import { checkApiQuota } from "../../shared/quotas.ts";
import { apis, openApi } from "../apis/apis.ts";
import { addedOrRemoved, onlyReplaced, type Patchables, patched, set, value } from "../apis/patch.ts";
import { page, type Records, records } from "../apis/record-operations.ts";
import type { Authorizer } from "../records.ts";
import type { ApiGateway, ApiGatewayContext } from "../state.ts";

export const authorizers: Records<Authorizer> = records(
  (state) => state.authorizers,
  "Invalid Authorizer identifier specified",
);

export const createAuthorizer: ApiGateway["CreateAuthorizer"] = ({ restApiId, ...input }, context) => {
  const authType = input.authType ?? "custom";
  const authorizer: Authorizer = { ...input, id: newId(6), authType };
  checkAuthorizer(authorizer);
  if (!apis.has(context, restApiId))
    throw conflict("Unable to complete operation due to concurrent modification. Please try again later.");
  checkName(restApiId, authorizer, context);
  checkApiQuota("Authorizers", authorizers.all(context, restApiId).length);
  return authorizers.put(context, [restApiId, authorizer.id as string], authorizer);
};

export const getAuthorizer: ApiGateway["GetAuthorizer"] = ({ restApiId, authorizerId }, context) => {
  openApi(restApiId, context);
  return authorizers.open(context, restApiId, authorizerId);
};

export const getAuthorizers: ApiGateway["GetAuthorizers"] = (input, context) => {
  openApi(input.restApiId, context);
  return page(authorizers.all(context, input.restApiId), input);
};

const LONGEST_TTL = 3600;
const TTL = `Authorizer TTL must be between 0 and ${LONGEST_TTL}`;

export const AUTHORIZER_PATCHES: Patchables = {
  authType: onlyReplaced(value),
  authorizerCredentials: onlyReplaced(value),
  authorizerResultTtlInSeconds: onlyReplaced({ kind: "number", invalid: TTL } as const),
  authorizerUri: onlyReplaced(value),
  identitySource: value,
  identityValidationExpression: onlyReplaced(value),
  name: onlyReplaced(value),
  providerARNs: addedOrRemoved(set),
  type: onlyReplaced(value),
};

export const updateAuthorizer: ApiGateway["UpdateAuthorizer"] = (input, context) => {
  openApi(input.restApiId, context);
  return authorizers.change(context, [input.restApiId, input.authorizerId], (authorizer) => {
    const changed = patched(authorizer, input.patchOperations, AUTHORIZER_PATCHES);
    checkAuthorizer(changed);
    checkName(input.restApiId, changed, context);
    return changed;
  });
};

export const deleteAuthorizer: ApiGateway["DeleteAuthorizer"] = ({ restApiId, authorizerId }, context) => {
  openApi(restApiId, context);
  const { state, account, region } = context;
  const { name } = authorizers.open(context, restApiId, authorizerId);
  for (const { path, methods } of state.resources.values({ under: [account, region, restApiId] })) {
    const using = Object.entries(methods).find(([, method]) => method.authorizerId === authorizerId);
    if (using) throw conflict(`Cannot delete authorizer '${name}', is referenced in method: ${using[0]}/${path}`);
  }
  authorizers.remove(context, restApiId, authorizerId);
  return {};
};

/** Forgets the answers of a stage's authorizers. */
export const flushStageAuthorizersCache: ApiGateway["FlushStageAuthorizersCache"] = (input, context) => {
  openApi(input.restApiId, context);
  context.state.authorizations.flush(`${input.restApiId}/${input.stageName}/`);
  return {};
};

function checkName(api: string, { id, name }: Authorizer, context: ApiGatewayContext): void {
  if (!name) throw badRequest("Authorizer name must be non-empty");
  if (authorizers.all(context, api).some((one) => one.name === name && one.id !== id))
    throw conflict(`Authorizer name must be unique. Authorizer ${name} already exists in this RestApi.`);
}

/** Throws for an authorizer that can't be, or can't be yet. */
export function checkAuthorizer(authorizer: Authorizer): void {
  const { type, authorizerUri, identitySource, authorizerResultTtlInSeconds: ttl = 0 } = authorizer;
  if (type === "COGNITO_USER_POOLS") throw notYet("authorizers of type COGNITO_USER_POOLS");
  if (type !== "TOKEN" && type !== "REQUEST") throw badRequest("Invalid authorizer type specified.");
  if (!functionOf(authorizerUri))
    throw badRequest(
      `Invalid Authorizer URI: ${authorizerUri ?? ""}. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.`,
    );
  if (ttl < 0 || ttl > LONGEST_TTL) throw badRequest(`Invalid Time To Live: ${ttl}. ${TTL}`);
  const sources = identitySource?.split(",").map((source) => source.trim()) ?? [];
  if (type === "TOKEN" && !/^method\.request\.header\.[\w-]+$/.test(identitySource ?? ""))
    throw badRequest(
      "Invalid mapping expression specified: an authorizer of type TOKEN has one header as its identity source, such as method.request.header.Authorization",
    );
  if (type === "REQUEST" && ttl > 0 && sources.length === 0)
    throw badRequest("Identity source is required when caching is enabled");
  const wrong = sources.find(
    (source) =>
      !/^(method\.request\.(header|querystring|multivalueheader|multivaluequerystring)\.\S+|stageVariables\.\w+|context\.[\w.]+)$/.test(
        source,
      ),
  );
  if (wrong !== undefined) throw badRequest(`Invalid mapping expression specified: ${wrong}`);
}
