import type { JSONWebKeySet } from "jose";
import { AwsError } from "../../errors.ts";
import { invalidToken } from "./errors.ts";

/** How long an issuer is waited for, how much it may answer, and how long its keys are kept: milliseconds and bytes. */
const LONGEST_WAIT = 5_000;
const LARGEST_ANSWER = 512 * 1024;
const KEPT = 3_600_000;

/** Keys are fetched again when a token names one that is not among them, but not more often than this. */
const PAUSE = 5_000;

interface Keys {
  readonly set: JSONWebKeySet;
  readonly fetched: number;
}

const known = new Map<string, Keys>();

/** The keys of an OpenID Connect issuer, by its discovery document, fetched again if they are old. */
export async function keysOf(issuer: string, now: number): Promise<Keys> {
  const kept = known.get(issuer);
  return kept && now - kept.fetched < KEPT ? kept : await fetchKeys(issuer, now);
}

/** The keys that an issuer has now; those that are kept if they were fetched only just. */
export async function keysAgain(issuer: string, { fetched }: Keys, now: number): Promise<Keys | undefined> {
  return now - fetched < PAUSE ? undefined : await fetchKeys(issuer, now);
}

async function fetchKeys(issuer: string, now: number): Promise<Keys> {
  const { jwks_uri: uri } = await fetchJson(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  if (typeof uri !== "string" || !isAsSafe(uri, issuer)) throw noKey();
  const set = await fetchJson(uri);
  if (!Array.isArray(set.keys)) throw noKey();
  const keys = { set: set as unknown as JSONWebKeySet, fetched: now };
  known.set(issuer, keys);
  return keys;
}

/** Only who is himself reached by plain HTTP, on this machine, may have his keys there. */
function isAsSafe(uri: string, issuer: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  return protocol === "https:" || (protocol === "http:" && hostname === new URL(issuer).hostname);
}

/** Asks an address that an administrator registered, and no other: it may not send us elsewhere, nor keep us. */
async function fetchJson(url: string): Promise<Record<string, unknown>> {
  const signal = AbortSignal.timeout(LONGEST_WAIT);
  const answer = await fetch(url, { redirect: "manual", signal }).catch(() => {
    throw unreachable();
  });
  if (answer.status >= 500) throw unreachable();
  if (answer.status !== 200 || !answer.body) throw noKey();
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of answer.body) {
      size += piece.length;
      if (size > LARGEST_ANSWER) throw noKey();
      pieces.push(piece);
    }
  } catch (error) {
    throw error instanceof AwsError ? error : unreachable();
  }
  try {
    return Object(JSON.parse(Buffer.concat(pieces).toString("utf8")));
  } catch {
    throw noKey();
  }
}

/** A key that is not to be had. */
export function noKey(): AwsError {
  return invalidToken(
    "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
  );
}

function unreachable(): AwsError {
  return new AwsError(
    "IDPCommunicationError",
    "The request could not be fulfilled because the identity provider (IDP) that was asked to verify the incoming identity token could not be reached.",
  );
}
