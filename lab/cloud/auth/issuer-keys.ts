import type { JSONWebKeySet } from "jose";

/** How much an issuer may answer, and how long its keys are kept: bytes and milliseconds. */
const LARGEST_ANSWER = 512 * 1024;
const KEPT = 3_600_000;

/** Keys are fetched again when a token names one that is not among them, but not more often than this. */
const PAUSE = 5_000;

/** An issuer that does not answer, or whose answer has no keys. */
export class IssuerError extends Error {
  /** Whether it might answer another time. */
  readonly isPassing: boolean;

  constructor(message: string, isPassing: boolean) {
    super(message);
    this.isPassing = isPassing;
  }
}

interface Keys {
  readonly set: JSONWebKeySet;
  readonly fetched: number;
}

const known = new Map<string, Keys>();

/**
 * Checks something by the keys of an OpenID Connect issuer. They are kept for an hour, and fetched again for a token whose key is
 * not among them.
 * @param now the lab's time
 * @param wait milliseconds that the issuer has for an answer
 */
export async function withKeys<T>(
  issuer: string,
  check: (set: JSONWebKeySet) => Promise<T>,
  { now, wait = 5_000 }: { readonly now: number; readonly wait?: number },
): Promise<T> {
  const kept = known.get(issuer);
  const isFresh = kept && now - kept.fetched < KEPT;
  const keys = isFresh ? kept : await fetchKeys(issuer, now, wait);
  try {
    return await check(keys.set);
  } catch (error) {
    if (!isMissingKey(error) || now - keys.fetched < PAUSE) throw error;
    return await check((await fetchKeys(issuer, now, wait)).set);
  }
}

/** Whether a check failed because the token's key is not among the issuer's. */
export function isMissingKey(error: unknown): boolean {
  return (error as { code?: string }).code === "ERR_JWKS_NO_MATCHING_KEY";
}

/** Asks an issuer once, however many tokens of its are waiting. */
function fetchKeys(issuer: string, now: number, wait: number): Promise<Keys> {
  const asked = asking.get(issuer) ?? askForKeys(issuer, now, wait).finally(() => asking.delete(issuer));
  asking.set(issuer, asked);
  return asked;
}

const asking = new Map<string, Promise<Keys>>();

async function askForKeys(issuer: string, now: number, wait: number): Promise<Keys> {
  const { jwks_uri: uri } = await fetchJson(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, wait);
  if (typeof uri !== "string" || !isAsSafe(uri, issuer)) throw new IssuerError(`${issuer} says no jwks_uri`, false);
  const set = await fetchJson(uri, wait);
  if (!Array.isArray(set.keys)) throw new IssuerError(`${uri} has no keys`, false);
  const keys = { set: set as unknown as JSONWebKeySet, fetched: now };
  known.set(issuer, keys);
  return keys;
}

/** Only an issuer that is itself reached by plain HTTP may have its keys there, on the same host. */
function isAsSafe(uri: string, issuer: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  const own = new URL(issuer);
  return protocol === "https:" || (protocol === "http:" && own.protocol === "http:" && hostname === own.hostname);
}

/** Asks an address that somebody registered, and no other: it may not send us elsewhere, nor keep us. */
async function fetchJson(url: string, wait: number): Promise<Record<string, unknown>> {
  const unreachable = (why: string) => new IssuerError(`${url} ${why}`, true);
  const signal = AbortSignal.timeout(wait);
  const answer = await fetch(url, { redirect: "manual", signal }).catch(() => {
    throw unreachable("does not answer");
  });
  if (answer.status >= 500) throw unreachable(`answers ${answer.status}`);
  if (answer.status !== 200 || !answer.body) throw new IssuerError(`${url} answers ${answer.status}`, false);
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of answer.body) {
      size += piece.length;
      if (size > LARGEST_ANSWER) throw new IssuerError(`${url} answers too much`, false);
      pieces.push(piece);
    }
    return Object(JSON.parse(Buffer.concat(pieces).toString("utf8")));
  } catch (error) {
    if (error instanceof IssuerError) throw error;
    throw error instanceof SyntaxError ? new IssuerError(`${url} answers no JSON`, false) : unreachable("broke off");
  }
}
