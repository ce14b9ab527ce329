import { createHash } from "node:crypto";
import type { PipeTargetHttpParameters } from "@aws-sdk/client-pipes";
import { sign } from "../../../auth/sign.ts";
import { invalid } from "../errors.ts";
import { parsed } from "../executions/event.ts";
import { CustomerError } from "../executions/outcome.ts";
import type { Way } from "../executions/way.ts";
import { dynamic, dynamicValues } from "../templates/dynamic.ts";
import type { OutgoingEvent, PipeTarget } from "./target.ts";

/** How long an API may take, in milliseconds. It is a real server: the lab's time does not count. */
const PATIENCE = 29_000;

/** A deployed REST API takes one event as the body of a request, which the pipe's role signs. */
export const api: PipeTarget = {
  most: 1,
  async send({ arn, events: [event], parameters, way }) {
    const answer = event && (await request(arn, event, parameters.HttpParameters ?? {}, way));
    return { failed: [], answer: parsed(answer ?? "") };
  },
};

/** Sends an event to a method of an API. Resolves to the body of the answer. */
export async function request(
  arn: string,
  event: OutgoingEvent,
  parameters: PipeTargetHttpParameters,
  { session, cloud }: Way,
): Promise<string> {
  const { method, path, region } = addressOf(arn, parameters, event);
  const query = new URLSearchParams(dynamicValues(parameters.QueryStringParameters, event));
  query.sort();
  const rawQuery = query.toString().replaceAll("+", "%20");
  const url = new URL(`/_aws/execute-api${path}${rawQuery && `?${rawQuery}`}`, cloud.endpoint);
  const body = method === "GET" || method === "HEAD" ? undefined : event.text;
  const given = Object.entries(dynamicValues(parameters.HeaderParameters, event));
  const headers = {
    "content-type": "application/json",
    ...Object.fromEntries(given.map(([k, v]) => [k.toLowerCase(), v])),
  };
  const {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
  } = session.credentials;
  const signed = sign(
    { method, path: url.pathname, rawQuery, headers: { ...headers, host: url.host } },
    {
      credentials: { accessKeyId, secretAccessKey, sessionToken },
      region,
      service: "execute-api",
      payloadHash: createHash("sha256")
        .update(body ?? "")
        .digest("hex"),
      date: new Date(cloud.clock.now()),
    },
  );
  const { host: _, ...sent } = signed;
  const response = await fetch(url, {
    method,
    headers: sent as Record<string, string>,
    signal: AbortSignal.timeout(PATIENCE),
    ...(body !== undefined && { body }),
  });
  const answer = await response.text();
  if (response.ok) return answer;
  const { status } = response;
  throw new CustomerError(`The API answered ${status}`, { service: "execute-api", status, details: answer });
}

/** `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/pets/*`, where values stand for the stars, one after another. */
function addressOf(arn: string, { PathParameterValues = [] }: PipeTargetHttpParameters, event: OutgoingEvent) {
  const [, , , region = "", , ...rest] = arn.split(":");
  const [id = "", stage = "", method = "", ...segments] = rest.join(":").split("/");
  const values = PathParameterValues.map((value) => encodeURIComponent(dynamic(value, event)));
  const filled = segments.map((segment) => (segment === "*" ? (values.shift() ?? "") : encodeURI(segment)));
  if (!id || !stage) throw invalid(`${arn} names no stage of an API`);
  return { region, method: method === "*" ? "POST" : method, path: `/${[id, stage, ...filled].join("/")}` };
}
