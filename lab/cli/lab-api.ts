import type { LabPlace } from "../targets/client-settings.ts";
import { checkThisMachine } from "../targets/this-machine.ts";

/** What answers at the endpoint is no Skylab, or nothing answers. */
export class NoLab extends Error {
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
