import type { JSONWebKeySet, JWTPayload } from "jose";
import { withKeys } from "../../../../auth/issuer-keys.ts";
import type { Authorizer } from "../records.ts";
import { expressed } from "./expressions.ts";
import type { HttpRequest } from "./http-request.ts";
import { forbidden, HttpRefusal } from "./refusals.ts";

/** How long an issuer is waited for, in milliseconds. */
const LONGEST_WAIT = 1_500;

const ALGORITHMS = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512"];

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
  const check = async (set: JSONWebKeySet) => (await jwtVerify(token, createLocalJWKSet(set), options)).payload;
  return await withKeys(issuer, check, { now: cloud.clock.now(), wait: LONGEST_WAIT });
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
