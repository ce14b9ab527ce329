import { Readable } from "node:stream";
import type { Cloud } from "../../../cloud.ts";
import { answerInside } from "../../../delivery/inner-request.ts";
import { collect } from "../../../door/http.ts";
import { own } from "../../../own.ts";
import type { WireResponse } from "../../../wire/protocol.ts";
import type { Payload } from "../rest/requests/mapping.ts";
import type { Home } from "../shared/homes.ts";
import type { Backend } from "./backend-address.ts";
import { withPathParameters, withQuery } from "./backend-url.ts";
import { type HttpAnswer, LARGEST_ANSWER, passedHeaders } from "./http-backend.ts";
import { assumedRole } from "./invoke.ts";
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
 * Calls a service as the integration says: what its templates made is the request, in the service's own protocol. A service that
 * the lab does not have says so in its answer.
 */
export async function callService(call: ServiceCall): Promise<HttpAnswer> {
  const { cloud, home, backend, credentials, method, payload } = call;
  if (!credentials) throw internalError();
  const caller = await assumedRole(cloud, home.account, credentials).catch(() => {
    throw internalError();
  });
  const url = addressOf(cloud, backend, payload);
  const answer = await answerInside(cloud, {
    service: backend.service,
    region: backend.region,
    caller,
    method,
    path: url.pathname,
    rawQuery: url.search.slice(1),
    headers: { ...headersOf(call), host: url.host },
    body: payload.body,
  });
  return await collected(answer, method);
}

function headersOf({ backend, payload }: ServiceCall): Record<string, string> {
  const [prefix, json] = own(TARGETS, backend.service) ?? [];
  const isAction = backend.kind === "action";
  const contentType = isAction ? (json ?? "application/x-www-form-urlencoded") : payload.contentType;
  const given = Object.entries(payload.parameters.header).map(([name, values]) => [
    name.toLowerCase(),
    values.join(","),
  ]);
  return {
    "content-type": contentType,
    ...(isAction && prefix && { "x-amz-target": `${prefix}.${backend.rest}` }),
    ...Object.fromEntries(given),
  };
}

async function collected({ status, headers, body = "" }: WireResponse, method: string): Promise<HttpAnswer> {
  const isStream = body instanceof Readable;
  if (method === "HEAD" && isStream) body.destroy();
  const bytes = method === "HEAD" ? "" : isStream ? await collect(body, LARGEST_ANSWER) : body;
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { status, headers: passedHeaders(Object.fromEntries(lower)), body: Buffer.from(bytes) };
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
