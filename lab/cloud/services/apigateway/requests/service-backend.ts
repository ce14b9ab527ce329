import { Readable } from "node:stream";
import type { Cloud } from "../../../cloud.ts";
import { answerInside } from "../../../delivery/inner-request.ts";
import { collect } from "../../../door/http.ts";
import { serviceSignedAs } from "../../../door/identify.ts";
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

/** How a service is asked for an action in JSON. */
interface JsonActions {
  readonly prefix: string;
  readonly contentType: string;
}

/**
 * Nothing for a service that takes forms. One that has learned JSON later (SQS) still takes them, and it is forms that integrations
 * write: https://repost.aws/knowledge-center/api-gateway-rest-api-sqs-errors
 */
async function jsonActionsOf(service: string, cloud: Cloud): Promise<JsonActions | undefined> {
  const name = serviceSignedAs(service);
  if (!name) return undefined;
  const { target, protocol, queryCompatible } = (await cloud.service(name)).model;
  if (target === "" || queryCompatible) return undefined;
  return { prefix: target, contentType: `application/x-amz-json-${protocol === "awsJson1_0" ? "1.0" : "1.1"}` };
}

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
  const json = backend.kind === "action" ? await jsonActionsOf(backend.service, cloud) : undefined;
  const url = addressOf(call, json);
  const answer = await answerInside(cloud, {
    service: backend.service,
    region: backend.region,
    caller,
    method,
    path: url.pathname,
    rawQuery: url.search.slice(1),
    headers: { ...headersOf(call, json), host: url.host },
    body: payload.body,
  });
  return await collected(answer, method);
}

function headersOf({ backend, payload }: ServiceCall, json: JsonActions | undefined): Record<string, string> {
  const isForm = backend.kind === "action" && !json;
  const contentType = isForm ? "application/x-www-form-urlencoded" : (json?.contentType ?? payload.contentType);
  const given = Object.entries(payload.parameters.header).map(([name, values]) => [
    name.toLowerCase(),
    values.join(","),
  ]);
  return {
    "content-type": contentType,
    ...(json && { "x-amz-target": `${json.prefix}.${backend.rest}` }),
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
function addressOf({ cloud, backend, payload }: ServiceCall, json: JsonActions | undefined): URL {
  const { kind, rest, subdomain, service } = backend;
  const { parameters, body } = payload;
  const path = withPathParameters(rest, parameters.path);
  // The service's own host is the cloud's; a bucket's is a path of it.
  const bucket = subdomain && service === "s3" ? `/${subdomain}` : "";
  const address = new URL(kind === "path" ? `${bucket}/${path.replace(/^\//, "")}` : "/", cloud.endpoint);
  const url = withQuery(address, parameters.querystring);
  if (kind === "action" && !json && !/(^|&)Action=/.test(body.toString("utf8")) && !url.searchParams.has("Action"))
    url.searchParams.set("Action", path);
  return url;
}
