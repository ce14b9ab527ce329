import { lastOf, logTime, queryOf } from "../../../../web/incoming.ts";
import { isText } from "../../../../web/payload-v2.ts";
import { extendedId } from "../../requests/context.ts";
import { forwarded } from "../../requests/proxy.ts";
import { type HttpRequest, rawPath } from "./http-request.ts";

/**
 * A request to an HTTP API as an event of payload format 1.0, which is that of REST APIs, and of authorizers.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function eventV1(request: HttpRequest): Record<string, unknown> {
  const { incoming, home, api, stage, route, pathParameters, known } = request;
  const { requestId, method, protocol, host, at, body, sourceIp } = incoming;
  const headers = { "Content-Length": [String(body.length)], ...forwarded(incoming) };
  const query = queryOf(incoming);
  const binary = body.length > 0 && !isText(incoming.headers["content-type"]);
  const path = rawPath(request);
  const { caller, jwt, lambda } = known;
  const [, resourcePath = "$default"] = route.RouteKey.split(" ");
  return {
    version: "1.0",
    resource: resourcePath,
    path,
    httpMethod: method,
    headers: lastOf(headers),
    multiValueHeaders: headers,
    queryStringParameters: query && lastOf(query),
    multiValueQueryStringParameters: query,
    requestContext: {
      accountId: home.account,
      apiId: api.ApiId,
      ...((jwt || lambda) && { authorizer: jwt ?? lambda }),
      domainName: host,
      domainPrefix: api.ApiId,
      extendedRequestId: extendedId(requestId),
      httpMethod: method,
      identity: {
        accessKey: caller?.accessKey ?? null,
        accountId: caller?.account ?? null,
        caller: caller?.userId ?? null,
        cognitoAmr: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp,
        user: caller?.userId ?? null,
        userAgent: incoming.headers["user-agent"] ?? null,
        userArn: caller?.arn ?? null,
      },
      path,
      protocol,
      requestId,
      requestTime: logTime(at),
      requestTimeEpoch: at.getTime(),
      resourceId: route.RouteKey,
      resourcePath,
      stage: stage.StageName,
    },
    pathParameters,
    stageVariables: Object.keys(stage.StageVariables ?? {}).length > 0 ? stage.StageVariables : null,
    body: body.length === 0 ? null : body.toString(binary ? "base64" : "utf8"),
    isBase64Encoded: binary,
  };
}
