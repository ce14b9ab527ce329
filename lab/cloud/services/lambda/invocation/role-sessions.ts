import { type Caller, serviceIn } from "../../../auth/caller.ts";
import type { Cloud } from "../../../cloud.ts";
import type { RolePrincipal } from "../../../delivery/principals.ts";
import type { RoleSession } from "../executor/function.ts";

/** A session with less time left than this is replaced: a function may run for 15 minutes. In milliseconds. */
const RENEW_BEFORE = 20 * 60_000;

/** A function's session of its role: the credentials that it finds, and the principal that it is. */
export interface FunctionSession extends RoleSession {
  readonly caller: Caller;
}

/** Which function asks for a session. */
export interface SessionOwner {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly role: string;
}

/** A function's role, as which Lambda sends what the function's configuration asks for. */
export function roleOf({ account, name, role }: Omit<SessionOwner, "region">): RolePrincipal {
  return { role, service: "lambda.amazonaws.com", account, session: sessionName(name) };
}

/** A session's name has at least two characters, a function's may have one. */
function sessionName(name: string): string {
  return name.padEnd(2, "_");
}

/** Sessions that the Lambda service holds for functions: it assumes each function's role, named after the function. */
export class RoleSessions {
  readonly #cloud: Cloud;
  readonly #sessions = new Map<string, Promise<FunctionSession>>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** A session with enough time left for the longest invocation. Rejects when Lambda may not assume the role. */
  async session(owner: SessionOwner): Promise<FunctionSession> {
    const key = `${owner.account} ${owner.region} ${owner.name} ${owner.role}`;
    const held = await this.#sessions.get(key)?.catch(() => undefined);
    if (held && held.expires - this.#cloud.clock.now() > RENEW_BEFORE) return held;
    const fresh = this.#assume(owner);
    this.#sessions.set(key, fresh);
    return fresh;
  }

  /** Forgets the sessions of an account's functions. */
  forget(account: string): void {
    for (const key of this.#sessions.keys()) if (key.startsWith(`${account} `)) this.#sessions.delete(key);
  }

  async #assume({ account, region, name, role }: SessionOwner): Promise<FunctionSession> {
    const service = serviceIn(account, "lambda.amazonaws.com");
    const assuming = this.#cloud.assume(role, service, sessionName(name), region);
    const { caller, credentials } = await assuming.catch((error) => {
      this.#cloud.log(`Lambda can't assume ${role} for the function ${name}: ${error.message}`);
      throw error;
    });
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = credentials;
    return { accessKeyId, secretAccessKey, sessionToken, expires: credentials.Expiration.getTime(), caller };
  }
}
