import type { KeyPair, SigningCredentials } from "../cloud/auth/key-pair.ts";
import type { PlaceOfConsole } from "../cloud/control/place.ts";
import { LabError } from "../lab-error.ts";
import { type ClientSettings, clientSettings } from "../targets/client-settings.ts";
import { checkThisMachine } from "../targets/this-machine.ts";
import { credentialsFor } from "./credentials.ts";
import { type Asking, fetchSigned } from "./fetch-signed.ts";
import type { LabOptions, RegionOptions } from "./place.ts";

/** What answers at the endpoint is no Skylab, or nothing answers. */
export class NoLab extends LabError {
  override readonly name = "NoLab";

  constructor(endpoint: string, found: "nothing" | "something else" = "nothing") {
    const what = found === "nothing" ? "No lab answers" : "No lab, but something else answers";
    super(`${what} at ${endpoint}. Start one with \`npx lab cloud\`, or say where it is with --endpoint.`);
  }
}

/** The lab does not do what it was asked for; it says why. */
export class LabRefused extends LabError {
  override readonly name = "LabRefused";
}

/** Where a lab is, and who calls it: by default, the credentials of the environment. */
export interface LabCaller extends LabOptions {
  readonly credentials?: SigningCredentials;
}

/** Whether a lab answers at an endpoint, or something else does. Rejects with NoLab when nothing does. */
export async function isLab(endpoint: string): Promise<boolean> {
  checkThisMachine(endpoint);
  const answer = await fetch(new URL("/_lab/health", endpoint)).catch(() => {
    throw new NoLab(endpoint);
  });
  const health = (await answer.json().catch(() => undefined)) as { readonly services?: unknown } | null | undefined;
  return Array.isArray(health?.services);
}

/** Rejects with NoLab unless a lab answers at an endpoint. */
async function checkLab(endpoint: string): Promise<void> {
  if (!(await isLab(endpoint))) throw new NoLab(endpoint, "something else");
}

/** How the trace knows what the command only looks at. */
const USER_AGENT = "skylab-cli";

/** How SDK clients reach a lab, as the user of the command, or as the root of the account that it was told. Rejects with NoLab. */
export async function settingsFor(
  place: Omit<RegionOptions, "region"> & { readonly region?: string },
): Promise<ClientSettings & { readonly customUserAgent: string }> {
  await checkLab(place.endpoint);
  const { endpoint, region = "us-east-1" } = place;
  return { ...clientSettings({ endpoint, region }, await callerOf(place)), customUserAgent: USER_AGENT };
}

/** Asks a running lab something of its own API: a path below `/_lab/`. Rejects with LabRefused when it says no. */
export async function askLab(place: LabCaller, path: string, asking: Asking = {}): Promise<Response> {
  const { endpoint } = place;
  await checkLab(endpoint);
  const credentials = await callerOf(place);
  const answer = await fetchSigned(new URL(`/_lab/${path}`, endpoint), credentials, asking).catch((error: Error) => {
    if (asking.signal?.aborted) throw error;
  });
  if (!answer) throw new NoLab(endpoint);
  if (answer.ok) return answer;
  const { message } = (await answer.json().catch(() => ({}))) as { readonly message?: string };
  throw new LabRefused(message ?? `The lab answered ${answer.status}`);
}

/** The user of the command; where it names another account, the root of that, whose key the lab gives to the teacher alone. */
async function callerOf({ endpoint, credentials, account, profile }: LabCaller): Promise<SigningCredentials> {
  const own = credentials ?? (await credentialsFor(endpoint, profile));
  if (account === undefined) return own;
  const asOwn = { endpoint, credentials: own };
  const { caller } = await readLab<PlaceOfConsole>(asOwn, "place");
  return caller?.account === account ? own : await changeLab<KeyPair>(asOwn, "POST", `root-keys/${account}`);
}

/** What a running lab answers to a question, as JSON. */
export async function readLab<T>(place: LabCaller, path: string): Promise<T> {
  return (await (await askLab(place, path)).json()) as T;
}

/** Changes something in a running lab. Rejects with LabRefused when the lab does not take it. */
export async function changeLab<T>(
  place: LabCaller,
  method: "PUT" | "POST" | "DELETE",
  path: string,
  body: object = {},
): Promise<T> {
  return (await (await askLab(place, path, { method, body })).json()) as T;
}
