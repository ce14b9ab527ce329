import { sign } from "../../../auth/sign.ts";
import { sha256 } from "../../../auth/sigv4.ts";
import type { Cloud } from "../../../cloud.ts";
import { own } from "../../../own.ts";
import type { Home } from "../state.ts";
import type { Backend } from "./backend-address.ts";
import { withPathParameters, withQuery } from "./backend-url.ts";
import { callHttp, type HttpAnswer } from "./http-backend.ts";
import { assumedRole } from "./invoke.ts";
import type { Payload } from "./mapping.ts";
import { internalError } from "./refusals.ts";

/** A call of an AWS service that an integration of type AWS makes. */
export interface ServiceCall {
  readonly cloud: Cloud;
  readonly home: Home;
  readonly backend: Backend;
  /** The role to call as. */
  readonly credentials: string | undefined;
  readonly method: string;
  readonly payload: Payload;
}

/** Services that are spoken to in JSON, by the version that their targets begin with. */
const TARGETS: Readonly<Record<string, readonly [prefix: string, contentType: string]>> = {
  dynamodb: ["DynamoDB_20120810", "application/x-amz-json-1.0"],
  events: ["AWSEvents", "application/x-amz-json-1.1"],
  firehose: ["Firehose_20150804", "application/x-amz-json-1.1"],
  kinesis: ["Kinesis_20131202", "application/x-amz-json-1.1"],
  logs: ["Logs_20140328", "application/x-amz-json-1.1"],
  ssm: ["AmazonSSM", "application/x-amz-json-1.1"],
  states: ["AWSStepFunctions", "application/x-amz-json-1.0"],
};

/**
 * Calls a service as the integration says: what its templates made is the request, signed with the role's credentials. It goes
 * the way of every other request to the cloud, so that a service that comes to it later can be called at once.
 */
export async function callService({
  cloud,
  home,
  backend,
  credentials,
  method,
  payload,
}: ServiceCall): Promise<HttpAnswer> {
  if (!credentials) throw internalError();
  const session = await assumedRole(cloud, home, credentials).catch(() => {
    throw internalError();
  });
  const { AccessKeyId, SecretAccessKey, SessionToken } = session.credentials;
  const url = addressOf(cloud, backend, payload);
  const [prefix, json] = own(TARGETS, backend.service) ?? [];
  const isAction = backend.kind === "action";
  const headers: Record<string, string> = {
    "content-type":
      isAction && prefix ? (json as string) : isAction ? "application/x-www-form-urlencoded" : payload.contentType,
    ...(isAction && prefix && { "x-amz-target": `${prefix}.${backend.rest}` }),
    ...Object.fromEntries(
      Object.entries(payload.parameters.header).map(([name, values]) => [name.toLowerCase(), values.join(",")]),
    ),
    host: url.host,
  };
  const signed = sign(
    { method, path: url.pathname, rawQuery: url.search.slice(1), headers },
    {
      credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
      region: backend.region,
      service: backend.service,
      payloadHash: sha256(payload.body),
      date: cloud.clock.date(),
    },
  );
  return await callHttp({ url, method, headers: signed as Record<string, string>, body: payload.body });
}

/** The request's URL: the path that the integration gives, or an action in the query of services that take forms. */
function addressOf(cloud: Cloud, { kind, rest, subdomain, service }: Backend, { parameters, body }: Payload): URL {
  const path = withPathParameters(rest, parameters.path);
  // The service's own host is the cloud's; a bucket's is a path of it.
  const bucket = subdomain && service === "s3" ? `/${subdomain}` : "";
  const address = new URL(kind === "path" ? `${bucket}/${path.replace(/^\//, "")}` : "/", cloud.endpoint);
  const url = withQuery(address, parameters.querystring);
  if (
    kind === "action" &&
    !own(TARGETS, service) &&
    !/(^|&)Action=/.test(body.toString("utf8")) &&
    !url.searchParams.has("Action")
  )
    url.searchParams.set("Action", path);
  return url;
}
