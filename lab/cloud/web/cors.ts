import type { Exchange } from "../service/service.ts";

/** How a browser of another origin may be answered. */
export interface Cors {
  readonly AllowCredentials?: boolean | undefined;
  readonly AllowHeaders?: readonly string[] | undefined;
  readonly AllowMethods?: readonly string[] | undefined;
  readonly AllowOrigins?: readonly string[] | undefined;
  readonly ExposeHeaders?: readonly string[] | undefined;
  /** Seconds. */
  readonly MaxAge?: number | undefined;
}

/**
 * The CORS headers of an answer of a function URL or an HTTP API: its configuration decides them, whatever the backend says.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors
 */
export function corsHeaders(cors: Cors | undefined, exchange: Exchange): Record<string, string> {
  const { origin } = exchange.headers;
  if (!cors || !origin || !allows(cors.AllowOrigins, origin)) return {};
  const { AllowCredentials, ExposeHeaders = [] } = cors;
  // A browser takes no star together with credentials.
  const anyone = cors.AllowOrigins?.includes("*") && !AllowCredentials;
  return {
    "access-control-allow-origin": anyone ? "*" : origin,
    ...(!anyone && { vary: "Origin" }),
    ...(AllowCredentials && { "access-control-allow-credentials": "true" }),
    ...(ExposeHeaders.length > 0 && { "access-control-expose-headers": ExposeHeaders.join(",") }),
  };
}

/** The headers that answer a preflight; nothing when the request is no preflight, or the URL leaves CORS to its function. */
export function preflightHeaders(cors: Cors | undefined, exchange: Exchange): Record<string, string> | undefined {
  const { headers, method } = exchange;
  if (!cors || method !== "OPTIONS" || !headers["access-control-request-method"]) return undefined;
  const shared = corsHeaders(cors, exchange);
  if (Object.keys(shared).length === 0) return {};
  const { AllowMethods = [], AllowHeaders = [], MaxAge } = cors;
  const { "access-control-expose-headers": _, ...allowed } = shared;
  return {
    ...allowed,
    ...(AllowMethods.length > 0 && { "access-control-allow-methods": AllowMethods.join(",") }),
    ...(AllowHeaders.length > 0 && { "access-control-allow-headers": AllowHeaders.join(",") }),
    ...(MaxAge !== undefined && { "access-control-max-age": String(MaxAge) }),
  };
}

function allows(patterns: readonly string[] = [], origin: string): boolean {
  return patterns.some((pattern) => pattern === "*" || pattern === origin || matches(pattern, origin));
}

/** `https://*.example.com` stands for all hosts below it. */
function matches(pattern: string, origin: string): boolean {
  const [before, after, ...more] = pattern.split("*");
  if (before === undefined || after === undefined || more.length > 0) return false;
  return origin.length >= before.length + after.length && origin.startsWith(before) && origin.endsWith(after);
}
