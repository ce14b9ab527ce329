import { logTime, traceHeader } from "../../../web/incoming.ts";
import type { RestRequest, StageRequest } from "../rest/requests/rest-request.ts";

/**
 * The variables that templates, logs and gateway responses call `$context`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#context-variable-reference
 */
export function contextOf(request: StageRequest & Partial<Pick<RestRequest, "route">>): Record<string, unknown> {
  const { incoming, home, api, stage, isCanary, route, known } = request;
  const { requestId, method, path, protocol, host, at } = incoming;
  const { integration, refusal, authorizer } = known;
  return {
    accountId: home.account,
    apiId: api,
    ...(authorizer && { authorizer }),
    awsEndpointRequestId: requestId,
    deploymentId: stage.deploymentId,
    domainName: host,
    domainPrefix: host.split(".")[0],
    ...(refusal && {
      error: {
        message: refusal.text,
        messageString: JSON.stringify(refusal.text),
        responseType: refusal.type,
        validationErrorString: refusal.validation ?? "",
      },
    }),
    extendedRequestId: extendedId(requestId),
    httpMethod: method,
    identity: identityOf(request),
    ...(integration && {
      integration: { ...integration, integrationStatus: integration.status },
      integrationLatency: String(integration.latency),
      integrationStatus: String(integration.status),
      ...(integration.error && { integrationErrorMessage: integration.error }),
    }),
    isCanaryRequest: String(isCanary),
    path: `/${stage.stageName}${path}`,
    protocol,
    requestId,
    requestTime: logTime(at),
    requestTimeEpoch: at.getTime(),
    ...(route && { resourceId: route.resource.id, resourcePath: route.resource.path }),
    stage: stage.stageName,
    xrayTraceId: traceHeader(incoming).slice("Root=".length),
  };
}

/** The id that AWS's front end gives a request, besides API Gateway's. */
export function extendedId(requestId: string): string {
  return Buffer.from(requestId.replaceAll("-", "").slice(0, 20), "hex").toString("base64").padEnd(15, "=");
}

/** The caller, as far as it is known. */
export function identityOf({ incoming, known }: StageRequest): Record<string, string | null> {
  const { caller, apiKey } = known;
  return {
    accessKey: caller?.accessKey ?? null,
    accountId: caller?.account ?? null,
    ...(apiKey && { apiKey: apiKey.value, apiKeyId: apiKey.id }),
    caller: caller?.userId ?? null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp: incoming.sourceIp,
    user: caller?.userId ?? null,
    userAgent: incoming.headers["user-agent"] ?? null,
    userArn: caller?.arn ?? null,
  };
}

/** What a path such as `authorizer.principalId` names; undefined when there is nothing. */
export function memberOf(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (found, name) =>
        typeof found === "object" && found !== null && Object.hasOwn(found, name)
          ? (found as Record<string, unknown>)[name]
          : undefined,
      value,
    );
}
