import { type Caller, serviceIn } from "../../../auth/caller.ts";
import type { Clients, Cloud } from "../../../cloud.ts";
import type { StreamName } from "../records.ts";
import { arnOf } from "../streams/names.ts";

/** How long a session of a role is used, in milliseconds. AWS's lasts an hour. */
const LIFE = 30 * 60_000;

/** Sessions of the roles that Firehose works as. */
export class Roles {
  readonly #cloud: Cloud;
  readonly #sessions = new Map<string, { readonly caller: Caller; readonly until: number }>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** A session of a role. Rejects with STS's error when the role does not trust Firehose. */
  async caller(role: string, stream: StreamName): Promise<Caller> {
    const key = `${arnOf(stream)} ${role}`;
    const now = this.#cloud.clock.now();
    const known = this.#sessions.get(key);
    if (known && known.until > now) return known.caller;
    const { account, region, name } = stream;
    const service = serviceIn(account, "firehose.amazonaws.com", arnOf(stream));
    // Trust policies may ask for the account as the external id.
    // https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
    const { caller } = await this.#cloud.assume(role, service, `firehose-${name}`.slice(0, 64), region, account);
    this.#sessions.set(key, { caller, until: now + LIFE });
    return caller;
  }

  /** Calls services as a role. */
  async clients(role: string, stream: StreamName): Promise<Clients> {
    return this.#cloud.clients(await this.caller(role, stream), stream.region);
  }

  /** Forgets the sessions of an account's streams. */
  end(account: string): void {
    for (const key of this.#sessions.keys()) if (key.split(":")[4] === account) this.#sessions.delete(key);
  }

  /** Forgets the sessions of a stream. */
  forget(stream: StreamName): void {
    for (const key of this.#sessions.keys()) if (key.startsWith(`${arnOf(stream)} `)) this.#sessions.delete(key);
  }
}
