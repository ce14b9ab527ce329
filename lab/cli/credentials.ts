import { readFile } from "node:fs/promises";
import type { SigningCredentials, WellKnownKeys } from "../cloud/auth/key-pair.ts";
import { ROOT_FILE } from "../cloud/auth/root-file.ts";
import { LabError } from "../lab-error.ts";
import { checkThisMachine, isLoopback } from "../targets/this-machine.ts";
import { fetchSigned } from "./fetch-signed.ts";
import { DEFAULT_STATE } from "./place.ts";
import { type Identity, identityOf } from "./profile.ts";

/** A lab has to know who calls, and nothing says it. */
export class Unknown extends LabError {
  override readonly name = "Unknown";
}

/** What a lab tells everybody about how to sign in. */
interface Health {
  readonly wellKnownKeys?: WellKnownKeys;
}

/** Those that open every lab whose well-known keys are on: the root of the first account. */
const WELL_KNOWN: SigningCredentials = { accessKeyId: "test", secretAccessKey: "test" };

/**
 * As whom a command asks a lab. A profile that is named is taken at its word. What the environment says, a key or AWS_PROFILE,
 * counts where it is meant for this lab: where AWS_ENDPOINT_URL (or the profile) names it, as in a student's file, where the lab
 * needs some, or where it takes them. (A key of a real account is none of the lab's, and a session's token is not sent to find
 * out.) Else it is the root of the first account: by the well-known key, or by the file that the state keeps for whoever may
 * read it, where it lies here.
 */
export async function credentialsFor(endpoint: string, profile?: string): Promise<SigningCredentials> {
  checkThisMachine(endpoint);
  if (profile !== undefined) return (await identityOf(profile)).credentials;
  const own = await ofEnvironment();
  if (own && isSame(own.endpoint, endpoint)) return own.credentials;
  if ((await wellKnownKeysOf(endpoint)) === "on")
    return own && (await isTaken(own.credentials, endpoint)) ? own.credentials : WELL_KNOWN;
  const found = own?.credentials ?? (await rootOf(endpoint));
  if (found) return found;
  throw new Unknown(
    `The lab at ${endpoint} needs to know the caller: source ${ROOT_FILE} in the folder of its state, or the file of a student, or name a --profile.`,
  );
}

/** Whether credentials are somebody's in a lab. */
async function isTaken(credentials: SigningCredentials, endpoint: string): Promise<boolean> {
  if (credentials.sessionToken !== undefined) return false;
  const answer = await fetchSigned(new URL("/_lab/place", endpoint), credentials).catch(() => undefined);
  return answer?.ok === true;
}

/**
 * All that the user of a command may be to a lab, for what only the teacher may do.
 *
 * @param file where the teacher's own credentials may be
 */
export async function candidatesFor(endpoint: string, file: string, profile?: string): Promise<SigningCredentials[]> {
  checkThisMachine(endpoint);
  if (profile !== undefined) return [(await identityOf(profile)).credentials];
  const own = await ofEnvironment();
  return [own?.credentials, await readCredentials(file), await rootOf(endpoint), WELL_KNOWN].filter(
    (one) => one !== undefined,
  );
}

/** The root of a lab whose state is in this folder. */
async function rootOf(endpoint: string): Promise<SigningCredentials | undefined> {
  const file = `${DEFAULT_STATE}/${ROOT_FILE}`;
  const text = await readFile(file, "utf8").catch(() => "");
  return isSame(/AWS_ENDPOINT_URL=(\S+)/.exec(text)?.[1], endpoint) ? readCredentials(file) : undefined;
}

/** The credentials in a file that a shell sources; nothing where there is none that can be read. */
async function readCredentials(file: string): Promise<SigningCredentials | undefined> {
  const text = await readFile(file, "utf8").catch(() => "");
  const [, accessKeyId, secretAccessKey] = /AWS_ACCESS_KEY_ID=(\S+) AWS_SECRET_ACCESS_KEY=(\S+)/.exec(text) ?? [];
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined;
}

/** A key goes before a profile, as in AWS's own command; a profile that nobody named is none of the lab's. */
async function ofEnvironment(): Promise<Identity | undefined> {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_ENDPOINT_URL } = process.env;
  const { AWS_PROFILE, AWS_SHARED_CREDENTIALS_FILE } = process.env;
  if (AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY) {
    const pair = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
    return {
      credentials: { ...pair, ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }) },
      endpoint: AWS_ENDPOINT_URL,
    };
  }
  if (!AWS_PROFILE && !AWS_SHARED_CREDENTIALS_FILE) return undefined;
  const { credentials, endpoint } = await identityOf(AWS_PROFILE || "default");
  return { credentials, endpoint: AWS_ENDPOINT_URL || endpoint };
}

/** Whether a URL leads to an endpoint, by whichever of this machine's own names. */
function isSame(url: string | undefined, endpoint: string): boolean {
  if (url === undefined || !URL.canParse(url)) return false;
  const [one, other] = [new URL(url), new URL(endpoint)];
  return one.origin === other.origin || (one.port === other.port && isLoopback(one) && isLoopback(other));
}

/** "on" where no lab answers: whatever is asked for next says so. */
async function wellKnownKeysOf(endpoint: string): Promise<WellKnownKeys> {
  const answer = await fetch(new URL("/_lab/health", endpoint)).catch(() => undefined);
  const { wellKnownKeys = "on" } = answer?.ok ? ((await answer.json().catch(() => ({}))) as Health) : {};
  return wellKnownKeys;
}
