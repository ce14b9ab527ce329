import type { Exchange } from "../../../service/service.ts";
import type { ApiGatewayState } from "../rest/state.ts";
import type { Mapping } from "../shared/homes.ts";

/** Which API a request is for. */
export interface ApiAddress {
  readonly api: string;
  /** The stage, where what leads to the API says it already: a custom domain's mapping does. */
  readonly stage: string | undefined;
  /** As sent, percent-encoded, from the stage on, or from what follows it. Begins with a slash. */
  readonly path: string;
}

/** What custom domains lead to. */
type Domains = Pick<ApiGatewayState, "mappings" | "domains">;

const PREFIX = "/_aws/execute-api/";

/** `/_aws/execute-api/ID/…` on any host, any path on a host `ID.execute-api.…`, and what a custom domain's mappings lead to. */
export function addressOf(
  { path, headers }: Pick<Exchange, "path" | "headers">,
  state: Domains,
): ApiAddress | undefined {
  if (path.startsWith(PREFIX)) {
    const rest = path.slice(PREFIX.length);
    const slash = rest.indexOf("/");
    return slash < 0
      ? { api: rest, stage: undefined, path: "/" }
      : { api: rest.slice(0, slash), stage: undefined, path: rest.slice(slash) };
  }
  const host = headers.host ?? "";
  const id = /^([a-z0-9]+)\.execute-api\./.exec(host)?.[1];
  return id === undefined ? mappedAddress(host, path, state) : { api: id, stage: undefined, path };
}

/** Whether a request came to an API's own address, which can be switched off; not by a custom domain. */
export function isOwnAddress({ path, headers }: Pick<Exchange, "path" | "headers">): boolean {
  return path.startsWith("/_aws/") || /\.execute-api\./.test(headers.host ?? "");
}

/** The mapping with the longest path that the request's begins with. */
function mappedAddress(host: string, path: string, { mappings, domains }: Domains): ApiAddress | undefined {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  const domain = domains.has(name) ? name : name.replace(/^[^.]+/, "*");
  let found: Mapping | undefined;
  for (const mapping of mappings.values({ under: [domain] })) {
    const { basePath } = mapping;
    const leads = basePath === "" || path === `/${basePath}` || path.startsWith(`/${basePath}/`);
    if (leads && basePath.length >= (found?.basePath.length ?? 0)) found = mapping;
  }
  if (!found) return undefined;
  const rest = found.basePath === "" ? path : path.slice(found.basePath.length + 1) || "/";
  return { api: found.restApiId, stage: found.stage || undefined, path: rest };
}

/** The first segment of a path, and the rest. */
export function splitStage({ stage, path }: ApiAddress): { stage: string; path: string } {
  if (stage !== undefined) return { stage, path };
  const [, first = "", rest] = /^\/([^/]*)(\/.*)?$/.exec(path) ?? [];
  return { stage: decodeURIComponent(first), path: rest ?? "/" };
}
