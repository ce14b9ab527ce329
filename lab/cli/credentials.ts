import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { WellKnownKeys } from "../cloud/auth/key-pair.ts";
import { ROOT_FILE } from "../cloud/auth/root-file.ts";
import type { SigningCredentials } from "../cloud/auth/sign.ts";
import { checkThisMachine, isLoopback } from "../targets/this-machine.ts";
import { fetchSigned } from "./fetch-signed.ts";

/** What a lab tells everybody about how to sign in. */
interface Health {
  readonly wellKnownKeys?: WellKnownKeys;
  /** The folder of its state. */
  readonly state?: string;
}

/** Those that open every lab whose well-known keys are on: the root of the first account. */
const WELL_KNOWN: SigningCredentials = { accessKeyId: "test", secretAccessKey: "test" };

/**
 * As whom a command asks a lab. The environment's credentials count where they are meant for this lab: where AWS_ENDPOINT_URL
 * names it, as in a student's file, where the lab needs some, or where it takes them. (A key of a real account is none of the
 * lab's, and a session's token is not sent to find out.) Else it is the root of the first account: by the well-known key, or by
 * the file that its state keeps for whoever may read it.
 */
export async function credentialsFor(endpoint: string): Promise<SigningCredentials> {
  checkThisMachine(endpoint);
  const own = ofEnvironment();
  if (own && isSame(process.env.AWS_ENDPOINT_URL, endpoint)) return own;
  const { wellKnownKeys = "on", state } = await healthOf(endpoint);
  if (wellKnownKeys === "on") return own && (await isTaken(own, endpoint)) ? own : WELL_KNOWN;
  return own ?? (await readCredentials(rootFileIn(state))) ?? WELL_KNOWN;
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
export async function candidatesFor(endpoint: string, file: string): Promise<SigningCredentials[]> {
  checkThisMachine(endpoint);
  const { state } = await healthOf(endpoint);
  const kept = [await readCredentials(file), await readCredentials(rootFileIn(state))];
  return [ofEnvironment(), ...kept, WELL_KNOWN].filter((one) => one !== undefined);
}

function rootFileIn(state: string | undefined): string | undefined {
  return state === undefined ? undefined : join(state, ROOT_FILE);
}

/** The credentials in a file that a shell sources; nothing where there is none that can be read. */
async function readCredentials(file: string | undefined): Promise<SigningCredentials | undefined> {
  if (file === undefined) return undefined;
  const text = await readFile(file, "utf8").catch(() => "");
  const [, accessKeyId, secretAccessKey] = /AWS_ACCESS_KEY_ID=(\S+) AWS_SECRET_ACCESS_KEY=(\S+)/.exec(text) ?? [];
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined;
}

function ofEnvironment(): SigningCredentials | undefined {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return undefined;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
}

/** Whether a URL leads to an endpoint, by whichever of this machine's own names. */
function isSame(url: string | undefined, endpoint: string): boolean {
  if (url === undefined || !URL.canParse(url)) return false;
  const [one, other] = [new URL(url), new URL(endpoint)];
  return one.origin === other.origin || (one.port === other.port && isLoopback(one) && isLoopback(other));
}

/** Nothing where no lab answers: whatever is asked for next says so. */
async function healthOf(endpoint: string): Promise<Health> {
  const answer = await fetch(new URL("/_lab/health", endpoint)).catch(() => undefined);
  return answer?.ok ? ((await answer.json().catch(() => ({}))) as Health) : {};
}
