import { randomBytes, timingSafeEqual } from "node:crypto";
import type { WellKnownKeys } from "../auth/key-pair.ts";
import type { Cloud } from "../cloud.ts";
import { isCrossOrigin } from "../door/cross-origin.ts";
import type { Exchange } from "../service/service.ts";
import { ControlError } from "./answer.ts";
import type { ControlRequest } from "./index.ts";

/**
 * What changes a lab through `/_lab/` without a signature must carry its token. Pages of other origins can't read it, and a form
 * or an image can't send a header of its own, so nobody's browser is made to change a lab behind its user's back. A token that
 * was told while everybody might ask for it is none any more when the well-known keys are off.
 */
const tokens = new WeakMap<Cloud, { readonly token: string; readonly toldWhile: WellKnownKeys }>();

function tokenOf(cloud: Cloud): string {
  const { wellKnownKeys } = cloud.credentials;
  const kept = tokens.get(cloud);
  if (kept?.toldWhile === wellKnownKeys) return kept.token;
  const token = randomBytes(24).toString("base64url");
  tokens.set(cloud, { token, toldWhile: wellKnownKeys });
  return token;
}

/** Tells the token to the teacher: to what is no browser, or to a page of the lab's own. */
export function tellToken({ cloud, exchange }: ControlRequest): { token: string } {
  if (isForeignPage(exchange)) throw new ControlError(403, "Other pages may not read the token");
  return { token: tokenOf(cloud) };
}

/** Whether a browser sends a request for a page of another origin, or of another name of this one. */
export function isForeignPage(exchange: Pick<Exchange, "headers">): boolean {
  const { "sec-fetch-site": site = "none" } = exchange.headers;
  return isCrossOrigin(exchange) || (site !== "same-origin" && site !== "none");
}

/** Whether a request carries the token. */
export function checkToken(cloud: Cloud, { headers }: Pick<Exchange, "headers">): boolean {
  const given = Buffer.from(String(headers["x-lab-token"] ?? ""));
  const wanted = Buffer.from(tokenOf(cloud));
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
