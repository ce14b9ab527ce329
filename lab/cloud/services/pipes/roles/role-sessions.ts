import type { AssumedRole } from "../../../auth/assume.ts";
import { serviceIn } from "../../../auth/caller.ts";
import type { Cloud } from "../../../cloud.ts";
import type { RolePrincipal } from "../../../delivery/principals.ts";
import { arnOf } from "../pipes/names.ts";
import type { PipeRecord } from "../records.ts";

const SERVICE = "pipes.amazonaws.com";

/** A session with less time left than this is replaced: an execution takes five minutes at most. In milliseconds. */
const RENEW_BEFORE = 5 * 60_000;

/** A pipe's role, as which dead letters are sent. */
export function roleOf(pipe: PipeRecord): RolePrincipal {
  return { role: pipe.role, service: SERVICE, account: pipe.account, session: sessionName(pipe), source: arnOf(pipe) };
}

/** The sessions that pipes hold of their roles: the service assumes each on behalf of the pipe. */
export class RoleSessions {
  readonly #cloud: Cloud;
  readonly #sessions = new Map<string, Promise<AssumedRole>>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** Rejects when the service may not assume the role. */
  async session(pipe: PipeRecord): Promise<AssumedRole> {
    const key = `${pipe.account} ${pipe.id} ${pipe.role}`;
    const held = await this.#sessions.get(key)?.catch(() => undefined);
    if (held && held.credentials.Expiration.getTime() - this.#cloud.clock.now() > RENEW_BEFORE) return held;
    const fresh = this.assume(pipe);
    this.#sessions.set(key, fresh);
    return fresh;
  }

  /** A new session, whatever is held. */
  async assume(pipe: PipeRecord): Promise<AssumedRole> {
    const service = serviceIn(pipe.account, SERVICE, arnOf(pipe));
    return await this.#cloud.assume(pipe.role, service, sessionName(pipe), pipe.region);
  }

  forget(account: string): void {
    for (const key of this.#sessions.keys()) if (key.startsWith(`${account} `)) this.#sessions.delete(key);
  }
}

/** A session's name has at least two characters, a pipe's may have one. */
function sessionName({ name }: PipeRecord): string {
  return name.padEnd(2, "_");
}
