import { type SigningCredentials, sign } from "../cloud/auth/sign.ts";
import { sha256 } from "../cloud/auth/sigv4.ts";
import { LabError } from "../lab-error.ts";
import { type ClientSettings, clientSettings, type LabPlace } from "../targets/client-settings.ts";
import { checkThisMachine } from "../targets/this-machine.ts";
import { credentialsFor } from "./credentials.ts";

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
export interface LabCaller extends Pick<LabPlace, "endpoint"> {
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

/** How SDK clients reach a lab, as the user of the command. Rejects with NoLab. */
export async function settingsFor(place: LabPlace): Promise<ClientSettings> {
  await checkLab(place.endpoint);
  return clientSettings(place, await credentialsFor(place.endpoint));
}

/** Asks a running lab something of its own API: a path below `/_lab/`. Rejects with LabRefused when it says no. */
export async function askLab(
  { endpoint, credentials }: LabCaller,
  path: string,
  { method = "GET", body, signal }: { method?: string; body?: object; signal?: AbortSignal } = {},
): Promise<Response> {
  await checkLab(endpoint);
  const url = new URL(`/_lab/${path}`, endpoint);
  const content = body === undefined ? undefined : JSON.stringify(body);
  const headers = sign(
    {
      method,
      path: url.pathname,
      rawQuery: url.search.slice(1),
      headers: { host: url.host, ...(content && { "content-type": "application/json" }) },
    },
    {
      credentials: credentials ?? (await credentialsFor(endpoint)),
      region: "us-east-1",
      service: "lab",
      payloadHash: sha256(content ?? ""),
    },
  );
  const { host, ...others } = headers as Record<string, string>;
  const answer = await fetch(url, {
    method,
    headers: others,
    ...(content && { body: content }),
    ...(signal && { signal }),
  }).catch((error: Error) => {
    if (signal?.aborted) throw error;
  });
  if (!answer) throw new NoLab(endpoint);
  if (answer.ok) return answer;
  const { message } = (await answer.json().catch(() => ({}))) as { readonly message?: string };
  throw new LabRefused(message ?? `The lab answered ${answer.status}`);
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
