import { anonymous } from "../../auth/caller.ts";
import type { Cloud } from "../../cloud.ts";
import { answerInside } from "../../delivery/inner-request.ts";
import { respond } from "../../door/http.ts";
import { isUnsigned } from "../../door/identify.ts";
import type { Exchange } from "../../service/service.ts";
import { PATH } from "./deliveries/signer.ts";
import type { SnsState } from "./state.ts";

/** What the addresses in messages ask for. */
const ACTIONS = new Set(["ConfirmSubscription", "Unsubscribe"]);

/**
 * Answers what messages lead to: the certificate that their signatures are verified with, and the addresses by which whoever has a
 * message confirms the subscription, or ends it. On AWS these are at the service's host, here under `/_aws/sns/REGION/`.
 */
export async function serve(exchange: Exchange, state: SnsState, cloud: Cloud): Promise<boolean> {
  const { method, path, query } = exchange;
  if (method !== "GET" || !path.startsWith(PATH)) return false;
  const below = path.slice(PATH.length);
  const certificate = state.signer.served(below);
  if (certificate !== undefined) {
    const headers = { "content-type": "application/x-pem-file", "content-length": String(certificate.length) };
    exchange.response.writeHead(200, headers).end(certificate);
    return true;
  }
  const region = /^([a-z0-9-]+)\/?$/.exec(below)?.[1];
  if (region === undefined || !ACTIONS.has(query.get("Action") ?? "") || !isUnsigned(exchange)) return false;
  await respond(exchange, await answerAnybody(exchange, region, cloud));
  return true;
}

/** Hands the request to the API, as nobody's. */
function answerAnybody({ rawQuery }: Exchange, region: string, cloud: Cloud) {
  const body = Buffer.alloc(0);
  const request = { service: "sns", region, caller: anonymous, method: "GET", path: "/", rawQuery, headers: {}, body };
  return answerInside(cloud, request);
}
