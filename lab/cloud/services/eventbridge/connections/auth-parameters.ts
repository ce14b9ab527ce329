import type {
  ConnectionAuthorizationType,
  ConnectionAuthResponseParameters,
  ConnectionHttpParameters,
  CreateConnectionAuthRequestParameters,
  UpdateConnectionAuthRequestParameters,
} from "@aws-sdk/client-eventbridge";
import { notValid } from "../errors.ts";
import { checkEndpoint } from "./endpoint.ts";

/** What a connection authorizes with, secrets included. */
export type AuthParameters = CreateConnectionAuthRequestParameters;

/** The member that goes with a type. */
const MEMBERS = {
  BASIC: "BasicAuthParameters",
  API_KEY: "ApiKeyAuthParameters",
  OAUTH_CLIENT_CREDENTIALS: "OAuthParameters",
} as const;

/** What those must have. */
const REQUIRED: Readonly<Record<ConnectionAuthorizationType, readonly string[]>> = {
  BASIC: ["Username", "Password"],
  API_KEY: ["ApiKeyName", "ApiKeyValue"],
  OAUTH_CLIENT_CREDENTIALS: ["ClientParameters", "AuthorizationEndpoint", "HttpMethod"],
};

/** Throws EventBridge's errors for parameters that don't go with the type. */
export function checked(type: ConnectionAuthorizationType, given: AuthParameters): AuthParameters {
  const member = MEMBERS[type];
  const own = given[member] as Readonly<Record<string, unknown>> | undefined;
  const missing = REQUIRED[type].find((name) => own?.[name] === undefined);
  if (missing) throw notValid(`Authorization type ${type} requires ${member} with ${missing}.`);
  const { ClientID, ClientSecret } = given.OAuthParameters?.ClientParameters ?? {};
  if (given.OAuthParameters && !(ClientID && ClientSecret))
    throw notValid(`Authorization type ${type} requires ClientParameters with ClientID and ClientSecret.`);
  const other = Object.values(MEMBERS).find((one) => one !== member && given[one]);
  if (other) throw notValid(`${other} can't be given for the authorization type ${type}.`);
  if (given.ConnectivityParameters) throw notValid("Skylab has no private connectivity (VPC Lattice) yet.");
  const { OAuthParameters, InvocationHttpParameters } = given;
  if (OAuthParameters) checkEndpoint(OAuthParameters.AuthorizationEndpoint ?? "", "AuthorizationEndpoint");
  checkHttp(InvocationHttpParameters);
  checkHttp(OAuthParameters?.OAuthHttpParameters);
  return given;
}

/** Each kind of parameters may have a hundred. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ConnectionHttpParameters.html */
function checkHttp({ HeaderParameters, QueryStringParameters, BodyParameters }: ConnectionHttpParameters = {}): void {
  for (const list of [HeaderParameters, QueryStringParameters, BodyParameters]) {
    if ((list?.length ?? 0) > 100) throw notValid("A connection can have up to 100 parameters of each kind.");
    if (list?.some(({ Key }) => !Key)) throw notValid("HTTP parameters must have a key.");
  }
}

/** Parameters with what an update changes of them; of another type nothing of what was stays. */
export function merged(
  type: ConnectionAuthorizationType,
  before: AuthParameters,
  changes: UpdateConnectionAuthRequestParameters = {},
): AuthParameters {
  const member = MEMBERS[type];
  const InvocationHttpParameters = changes.InvocationHttpParameters ?? before.InvocationHttpParameters;
  const { OAuthParameters: was } = before;
  const { OAuthParameters: now } = changes;
  const own =
    member === "OAuthParameters"
      ? { ...was, ...now, ClientParameters: { ...was?.ClientParameters, ...now?.ClientParameters } }
      : { ...before[member], ...changes[member] };
  return { [member]: own, ...(InvocationHttpParameters && { InvocationHttpParameters }) } as AuthParameters;
}

/** Parameters without secrets. */
export function shown(given: AuthParameters): ConnectionAuthResponseParameters {
  const { BasicAuthParameters, ApiKeyAuthParameters, OAuthParameters, InvocationHttpParameters } = given;
  const { ClientParameters, AuthorizationEndpoint, HttpMethod, OAuthHttpParameters } = OAuthParameters ?? {};
  return {
    ...(BasicAuthParameters && { BasicAuthParameters: { Username: BasicAuthParameters.Username } }),
    ...(ApiKeyAuthParameters && { ApiKeyAuthParameters: { ApiKeyName: ApiKeyAuthParameters.ApiKeyName } }),
    ...(OAuthParameters && {
      OAuthParameters: {
        ClientParameters: { ClientID: ClientParameters?.ClientID },
        AuthorizationEndpoint,
        HttpMethod,
        ...(OAuthHttpParameters && { OAuthHttpParameters: withoutSecrets(OAuthHttpParameters) }),
      },
    }),
    ...(InvocationHttpParameters && { InvocationHttpParameters: withoutSecrets(InvocationHttpParameters) }),
  };
}

interface Parameter {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
  readonly IsValueSecret?: boolean | undefined;
}

function withoutSecrets(given: ConnectionHttpParameters): ConnectionHttpParameters {
  const { HeaderParameters, QueryStringParameters, BodyParameters } = given;
  const open = (list: readonly Parameter[]) =>
    list.map(({ Key, Value, IsValueSecret = false }) => ({ Key, ...(!IsValueSecret && { Value }), IsValueSecret }));
  return {
    ...(HeaderParameters && { HeaderParameters: open(HeaderParameters) }),
    ...(QueryStringParameters && { QueryStringParameters: open(QueryStringParameters) }),
    ...(BodyParameters && { BodyParameters: open(BodyParameters) }),
  };
}

/** Parameters by their keys; of several with one key, the last one. */
export function valuesOf(list: readonly Parameter[] = []): [key: string, value: string][] {
  return list.map(({ Key = "", Value = "" }) => [Key, Value]);
}
