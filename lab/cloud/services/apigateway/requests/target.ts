import { EndpointError, type HttpAnswer } from "../../../delivery/http-answer.ts";
import { innerExchange } from "../../../delivery/inner-request.ts";
import type { HttpParts, Message } from "../../../delivery/message.ts";
import type { Sending, Target } from "../../../delivery/target.ts";
import { AwsError } from "../../../errors.ts";
import type { Exchange } from "../../../service/service.ts";
import { serveRest } from "../rest/requests/serve-rest.ts";
import type { ApiGatewayState } from "../rest/state.ts";
import type { Answer } from "./answers.ts";
import { traced } from "./call.ts";

/**
 * A deployed REST API takes a message as the body of a request, made as the sender.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-gateway-target.html
 */
export const target: Target = { deliver };

interface Address {
  readonly region: string;
  readonly account: string;
  readonly api: string;
  readonly method: string;
  /** From the stage on, percent-encoded. */
  readonly path: string;
}

async function deliver(arn: string, message: Message, { cloud, caller }: Sending): Promise<HttpAnswer> {
  const { region, account, api, method, path } = addressIn(arn, message.http);
  const state = (await cloud.service("apigateway")).state as ApiGatewayState;
  const home = state.homes.get(api);
  if (home?.protocol !== "REST" || home.account !== account || home.region !== region)
    throw new AwsError("NotFoundException", `Invalid API identifier specified ${account}:${api}`, 404);
  const exchange = { ...exchangeOf({ api, region, method, path }, message), ...(caller && { identity: { caller } }) };
  const address = { api, stage: undefined, path };
  const answer = await traced(
    { exchange, address, home, cloud },
    (span) => serveRest({ exchange, address, home, state, cloud, span }),
    collected,
  );
  if (answer.status < 300) return answer;
  throw new EndpointError("The API", answer);
}

/** `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/pets/*`, where values stand for the stars, one after another. */
function addressIn(arn: string, { path: given = [] }: HttpParts = {}): Address {
  const [, , , region = "", account = "", ...rest] = arn.split(":");
  const [api = "", stage = "", method = "*", ...segments] = rest.join(":").split("/");
  if (!api || !stage) throw new AwsError("NotFoundException", `${arn} names no stage of an API`, 404);
  const values = given.map((value) => encodeURIComponent(value));
  const filled = segments.map((segment) => (segment === "*" ? (values.shift() ?? "") : encodeURI(segment)));
  return { region, account, api, method: method === "*" ? "POST" : method, path: `/${[stage, ...filled].join("/")}` };
}

function exchangeOf(
  { api, region, method, path }: Pick<Address, "api" | "region" | "method" | "path">,
  { body, http = {} }: Message,
): Exchange {
  const query = new URLSearchParams(http.query);
  query.sort();
  const bytes = Buffer.from(method === "GET" || method === "HEAD" ? "" : body);
  const given = Object.entries(http.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return innerExchange({
    method,
    path: `/_aws/execute-api/${api}${path}`,
    rawQuery: query.toString().replaceAll("+", "%20"),
    headers: {
      "content-type": "application/json",
      ...Object.fromEntries(given),
      host: `${api}.execute-api.${region}.amazonaws.com`,
      "content-length": String(bytes.length),
    },
    body: bytes,
  });
}

async function collected({ status, headers, body, stream }: Answer): Promise<HttpAnswer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream ?? []) pieces.push(Buffer.from(piece));
  return { status, headers, body: stream ? Buffer.concat(pieces).toString() : body.toString() };
}
