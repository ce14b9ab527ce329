import type { IncomingHttpHeaders } from "node:http";
import { hostName, isLoopback } from "./hosts.ts";

/**
 * What sends a request: a program, a page that may use this cloud, a person who opens an address, or a page of another
 * origin. The last one must not get further than AWS would let it, although the keys of a lab are known to everybody.
 */
export type Sender = "program" | "own page" | "address bar" | "foreign page";

/**
 * Tells who sends a request by what browsers add to it, which pages can't change or leave out.
 * https://developer.mozilla.org/en-US/docs/Glossary/Fetch_metadata_request_header
 * @param origins more origins whose pages may use this cloud, such as `https://app.example.com`; `*` for all
 */
export function senderOf(headers: IncomingHttpHeaders, origins: ReadonlySet<string>): Sender {
  const site = headers["sec-fetch-site"];
  if (site === undefined && headers.origin === undefined && !isSilentBrowser(headers)) return "program";
  if (site === "same-origin") return "own page";
  const { host = "" } = headers;
  // To a browser, all ports of a name are the same site.
  if (site === "same-site" && isLoopback(hostName(host))) return "own page";
  const origin = originOf(headers);
  // A person's own navigation; where the browser does not say so, a navigation of somebody's that names no page.
  if (site === "none" || (site === undefined && origin === undefined)) return "address bar";
  if (origin === undefined) return "foreign page";
  return isOwn(origin, host) || origins.has(origin) || origins.has("*") ? "own page" : "foreign page";
}

/** Whether an origin is this machine's, or the one that the request was sent to. */
function isOwn(origin: string, host: string): boolean {
  const [scheme, name = ""] = origin.split("://");
  if (scheme !== "http" && scheme !== "https") return false;
  return name === host || isLoopback(hostName(name));
}

/** The origin that a browser names; where it names none, that of the page it came from. */
function originOf({ origin, referer }: IncomingHttpHeaders): string | undefined {
  if (origin !== undefined) return origin;
  return referer === undefined ? undefined : (/^\w+:\/\/[^/?#]*/.exec(referer)?.[0] ?? "null");
}

/**
 * Over plain HTTP to an address that is not loopback, browsers don't say for whom they ask. They are known by their name then,
 * unless there is an Authorization header, which a page can add only where CORS let it.
 */
function isSilentBrowser(headers: IncomingHttpHeaders): boolean {
  return headers.authorization === undefined && headers["user-agent"]?.startsWith("Mozilla/") === true;
}
