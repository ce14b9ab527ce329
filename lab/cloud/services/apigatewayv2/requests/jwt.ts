import type { JSONWebKeySet, JWTPayload } from "jose";
import type { Authorizer } from "../state.ts";
import { expressed } from "./expressions.ts";
import type { HttpRequest } from "./http-request.ts";
import { forbidden, HttpRefusal } from "./refusals.ts";

/** How long an issuer's keys are kept, and how long one is waited for, in milliseconds. */
const KEYS_KEPT = 3_600_000;
const LONGEST_WAIT = 1_500;

/** An issuer's keys are fetched again when a token names one that is not among them, but not more often than this. */
const FETCH_PAUSE = 5_000;

const ALGORITHMS = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512"];

interface Keys {
  readonly set: JSONWebKeySet;
  readonly fetched: number;
}

const issuers = new Map<string, Keys>();

/**
 * Checks the token of a request: its issuer's signature, the audience, its times by the lab's clock, and its scopes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export async function checkToken(authorizer: Authorizer, request: HttpRequest): Promise<void> {
  const { Issuer: issuer = "", Audience: audience = [] } = authorizer.JwtConfiguration ?? {};
  const token = expressed(authorizer.IdentitySource?.[0] ?? "", request)?.replace(/^Bearer\s+/i, "");
  if (!token) throw unauthorized();
  const claims = await verified(token, issuer, request).catch((error) => {
    throw unauthorized(error instanceof Error ? error.message : undefined);
  });
  const meant = [claims.aud ?? (claims.client_id as string | undefined) ?? []].flat();
  if (!meant.some((one) => audience.includes(one))) throw unauthorized("the token does not have a valid audience");
  const scopes = scopesOf(claims);
  const { AuthorizationScopes: wanted = [] } = request.route;
  if (wanted.length > 0 && !wanted.some((scope) => scopes.includes(scope))) throw forbidden();
  request.known.jwt = {
    claims: Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, claimText(value)])),
    scopes: wanted.length > 0 ? scopes : null,
  };
}

async function verified(token: string, issuer: string, { cloud }: HttpRequest): Promise<JWTPayload> {
  const { createLocalJWKSet, jwtVerify } = await import("jose");
  const currentDate = cloud.clock.date();
  const options = { issuer, algorithms: ALGORITHMS, currentDate };
  const check = async (keys: Keys) => (await jwtVerify(token, createLocalJWKSet(keys.set), options)).payload;
  const known = issuers.get(issuer);
  const now = Date.now();
  if (!known || now - known.fetched > KEYS_KEPT) return await check(await fetchKeys(issuer));
  try {
    return await check(known);
  } catch (error) {
    const rotated =
      (error as { code?: string }).code === "ERR_JWKS_NO_MATCHING_KEY" && now - known.fetched > FETCH_PAUSE;
    if (!rotated) throw error;
    return await check(await fetchKeys(issuer));
  }
}

/** The keys of an OpenID Connect issuer, by its discovery document. */
async function fetchKeys(issuer: string): Promise<Keys> {
  const read = async (url: string) => {
    const answer = await fetch(url, { signal: AbortSignal.timeout(LONGEST_WAIT) });
    if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
    return (await answer.json()) as Record<string, unknown>;
  };
  const { jwks_uri: uri } = await read(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  const keys = { set: (await read(String(uri))) as unknown as JSONWebKeySet, fetched: Date.now() };
  issuers.set(issuer, keys);
  return keys;
}

function scopesOf({ scope, scp }: JWTPayload): string[] {
  const said = scope ?? scp ?? [];
  return Array.isArray(said) ? said.map(String) : String(said).split(" ").filter(Boolean);
}

/** Claims reach functions as text, lists in brackets. */
function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimText).join(" ")}]`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function unauthorized(why?: string): HttpRefusal {
  const description = why && ` error_description="${why.replaceAll('"', "'")}"`;
  const header = why ? `Bearer scope="" error="invalid_token"${description}` : "Bearer";
  return new HttpRefusal(401, "Unauthorized", { "www-authenticate": header });
}
