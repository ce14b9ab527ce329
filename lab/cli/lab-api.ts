import { LabError } from "../lab-error.ts";
import type { LabPlace } from "../targets/client-settings.ts";
import { checkThisMachine } from "../targets/this-machine.ts";

/** What answers at the endpoint is no Skylab, or nothing answers. */
export class NoLab extends LabError {
  override readonly name = "NoLab";

  constructor(endpoint: string) {
    super(
      `No lab answers at ${endpoint}. Start one with \`npm start\` or \`lab cloud\`, or say where it is with --endpoint.`,
    );
  }
}

/** Asks a running lab something of its own API: a path below `/_lab/`. */
export async function askLab(
  { endpoint }: Pick<LabPlace, "endpoint">,
  path: string,
  init?: RequestInit,
): Promise<Response> {
  checkThisMachine(endpoint);
  const answer = await fetch(`${endpoint}/_lab/${path}`, init).catch(() => undefined);
  if (!answer || answer.status === 404) throw new NoLab(endpoint);
  return answer;
}

/** The lab does not do what it was asked for; it says why. */
export class LabRefused extends LabError {
  override readonly name = "LabRefused";
}

/** What a running lab answers to a question, as JSON. */
export async function readLab<T>(place: Pick<LabPlace, "endpoint">, path: string): Promise<T> {
  return (await (await askLab(place, path)).json()) as T;
}

/** Changes something in a running lab. Rejects with LabRefused when the lab does not take it. */
export async function changeLab<T>(
  place: Pick<LabPlace, "endpoint">,
  method: "PUT" | "DELETE",
  path: string,
  body: object = {},
): Promise<T> {
  const { token } = await readLab<{ token: string }>(place, "token");
  const headers = { "x-lab-token": token, "content-type": "application/json" };
  const answer = await askLab(place, path, { method, headers, body: JSON.stringify(body) });
  const said = (await answer.json()) as T & { readonly message?: string };
  if (!answer.ok) throw new LabRefused(said.message ?? `The lab answered ${answer.status}`);
  return said;
}
