import type { KeyValue, KeyValues } from "../../../../auth/policy/request.ts";
import { lowered } from "../../shared/member-names.ts";

type Facts = Readonly<Record<string, unknown>>;

/** What both versions of the API say of a thing, under the names that condition keys have for it. */
const KEYS: Readonly<Record<string, (facts: Facts) => unknown>> = {
  AccessLoggingDestination: (facts) => within(facts, "accessLogSettings").destinationArn,
  AccessLoggingFormat: (facts) => within(facts, "accessLogSettings").format,
  ApiKeyRequired: (facts) => facts.apiKeyRequired,
  ApiName: (facts) => facts.name,
  AuthorizerType: (facts) => facts.authorizerType ?? facts.type,
  AuthorizerUri: (facts) => facts.authorizerUri,
  DisableExecuteApiEndpoint: (facts) => facts.disableExecuteApiEndpoint,
  EndpointType: (facts) => within(facts, "endpointConfiguration").types ?? configured(facts, "endpointType"),
  MtlsTrustStoreUri: (facts) => within(facts, "mutualTlsAuthentication").truststoreUri,
  MtlsTrustStoreVersion: (facts) => within(facts, "mutualTlsAuthentication").truststoreVersion,
  RouteAuthorizationType: (facts) => facts.authorizationType,
  SecurityPolicy: (facts) => facts.securityPolicy ?? configured(facts, "securityPolicy"),
  StageName: (facts) => facts.stageName,
};

/** Which of the keys there are for which resources: others have members of the same names that are something else. */
const OF: readonly (readonly [path: RegExp, names: readonly string[]])[] = [
  [/^\/(restapis|apis)(\/[^/]+)?$/, ["ApiName", "DisableExecuteApiEndpoint", "EndpointType", "SecurityPolicy"]],
  [/\/authorizers(\/[^/]+)?$/, ["AuthorizerType", "AuthorizerUri"]],
  [/\/(routes(\/[^/]+)?|methods\/[^/]+)$/, ["ApiKeyRequired", "RouteAuthorizationType"]],
  [/\/stages(\/[^/]+)?$/, ["AccessLoggingDestination", "AccessLoggingFormat"]],
  [/\/deployments$/, ["StageName"]],
  [/^\/domainnames(\/[^/]+)?$/, ["EndpointType", "MtlsTrustStoreUri", "MtlsTrustStoreVersion", "SecurityPolicy"]],
];

/**
 * What a request says of a thing, and what the thing is.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
 *
 * @param path of the resource, such as `/restapis/ID`
 * @param record the thing as it is, if there is one
 */
export function keysOf(path: string, input: Facts, record: Facts | undefined): KeyValues {
  const names = OF.find(([pattern]) => pattern.test(path))?.[1] ?? [];
  const [request, resource] = [{ ...lowered(input), ...patched(input) }, lowered(record ?? {})];
  return Object.fromEntries(
    names.flatMap((name) => [
      [`apigateway:Request/${name}`, written(KEYS[name]?.(request))],
      [`apigateway:Resource/${name}`, written(KEYS[name]?.(resource))],
    ]),
  );
}

/** What the patch operations of an update set, as the thing would have it. */
function patched({ patchOperations = [] }: { readonly patchOperations?: readonly Facts[] }): Facts {
  const facts: Record<string, unknown> = {};
  for (const { op, path, value } of patchOperations) {
    if (op === "remove") continue;
    const [, name = "", member, last] = String(path).split("/");
    if (name === "endpointConfiguration" && member === "types") facts[name] = { types: [value ?? last] };
    else facts[name] = member === undefined ? value : { ...within(facts, name), [member]: value };
  }
  return facts;
}

function within(facts: Facts, name: string): Facts {
  return lowered((facts[name] ?? {}) as Facts);
}

/** The second version says of a domain what it is in a list of its endpoints. */
function configured(facts: Facts, name: string): unknown[] | undefined {
  return (facts.domainNameConfigurations as readonly Facts[] | undefined)?.map((one) => lowered(one)[name]);
}

function written(value: unknown): KeyValue {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? value.filter((one) => one !== undefined).map(String) : String(value);
}
