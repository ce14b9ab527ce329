import type { KeyPair, SigningCredentials } from "../../../lab/cloud/auth/key-pair.ts";
import { sign } from "../../../lab/cloud/auth/sign.ts";
import { sha256 } from "../../../lab/cloud/auth/sigv4.ts";
import { type RunningCloud, startCloud } from "../../../lab/cloud/index.ts";

/** A lab whose well-known keys are off, and those who share it: each the root of an account. */
export interface SharedLab {
  readonly running: RunningCloud;
  readonly teacher: Member;
  readonly student: Member;
  readonly neighbour: Member;
}

export interface Member {
  readonly account: string;
  readonly keys: KeyPair;
}

/** Starts a shared lab before a suite, and closes it after. */
export function useSharedLab(): SharedLab {
  let running: RunningCloud;
  before(async () => {
    running = await startCloud({ port: 0, wellKnownKeys: "off" });
  });
  after(() => running?.close());
  const member = (account: string): Member => ({
    account,
    get keys() {
      return running.cloud.credentials.rootKey(account);
    },
  });
  return {
    get running() {
      return running;
    },
    teacher: member("000000000000"),
    student: member("200000000001"),
    neighbour: member("200000000002"),
  };
}

/** Asks for something at a path, signed. */
export async function ask(
  { endpoint }: Pick<RunningCloud, "endpoint">,
  credentials: SigningCredentials,
  path: string,
  { method = "GET", body = "", headers = {}, service = "lab", signal }: AskOptions = {},
): Promise<Response> {
  const url = new URL(path, endpoint);
  const request = { method, path: url.pathname, rawQuery: url.search.slice(1), headers: { host: url.host } };
  const { host, ...signed } = sign(request, { credentials, region: "us-east-1", service, payloadHash: sha256(body) });
  return await fetch(url, {
    method,
    headers: { ...(signed as Record<string, string>), ...headers },
    ...(body && { body }),
    ...(signal && { signal }),
  });
}

interface AskOptions {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  readonly service?: string;
  readonly signal?: AbortSignal;
}
