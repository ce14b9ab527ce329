import { randomBytes } from "node:crypto";
import type { Collection } from "../store/collection.ts";
import type { Store } from "../store/store.ts";
import type { Clock } from "../time/clock.ts";
import { type Caller, rootOf } from "./caller.ts";
import { LastUsed } from "./last-used.ts";

/** What an access key stands for. */
export interface Identity {
  readonly secret: string;
  readonly caller: Caller;
}

/** Temporary credentials, as STS hands them out. */
export interface SessionCredentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
  readonly Expiration: Date;
}

/** A long-lived key, which may be switched off for a time. */
interface LongLived extends Identity {
  readonly inactive?: boolean;
}

/** Why credentials are refused. */
export type Refusal = "unknown" | "wrong-token" | "expired";

interface Session extends Identity {
  readonly token: string;
  readonly expires: number;
}

/** The access keys that this cloud accepts: those it issued, and `test` as the root of every account. */
export class Credentials {
  /** When they were used, and those who have them did something. */
  readonly lastUsed: LastUsed;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #keys: Collection<LongLived>;
  readonly #sessions: Collection<Session>;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.lastUsed = new LastUsed(store);
    this.#keys = store.collection("access-keys");
    this.#sessions = store.collection("sessions");
  }

  /** Who an access key is, or why it is refused. */
  find(accessKeyId: string, sessionToken?: string): Identity | Refusal {
    if (accessKeyId === "test") return { secret: "test", caller: rootOf("000000000000") };
    if (/^\d{12}$/.test(accessKeyId)) return { secret: "test", caller: rootOf(accessKeyId) };
    const session = this.#sessions.get(accessKeyId);
    if (!session) return this.#active(accessKeyId) ?? "unknown";
    if (session.token !== sessionToken) return "wrong-token";
    return session.expires > this.#clock.now() ? session : "expired";
  }

  /** The account that an access key belongs to, whether or not it is still valid. */
  accountOf(accessKeyId: string): string | undefined {
    const identity = this.#sessions.get(accessKeyId) ?? this.#keys.get(accessKeyId) ?? this.find(accessKeyId);
    return typeof identity === "string" ? undefined : identity.caller.account;
  }

  /** Makes a long-lived key for a user. */
  issueAccessKey(caller: Caller): { AccessKeyId: string; SecretAccessKey: string } {
    const AccessKeyId = `AKIA${keySuffix()}`;
    const SecretAccessKey = randomBytes(30).toString("base64");
    this.#store.write(() => this.#keys.put([AccessKeyId], { secret: SecretAccessKey, caller }));
    return { AccessKeyId, SecretAccessKey };
  }

  removeAccessKey(accessKeyId: string): void {
    this.#store.write(() => this.#keys.delete(accessKeyId));
  }

  /** Who a long-lived key belongs to, whether or not it is active. */
  ownerOf(accessKeyId: string): Caller | undefined {
    return this.#keys.get(accessKeyId)?.caller;
  }

  /** Switches a long-lived key on or off. AWS refuses one that is off as if it were not there. */
  setActive(accessKeyId: string, active: boolean): void {
    this.#store.write(() => {
      const key = this.#keys.get(accessKeyId);
      if (key) this.#keys.put([accessKeyId], { ...key, inactive: !active });
    });
  }

  /** A user has another ARN now: his keys, and the sessions that he and those he let in hold, are this one's. */
  renamed(from: string, to: string): void {
    this.#store.write(() => {
      for (const collection of [this.#keys, this.#sessions] as Collection<Identity>[]) {
        for (const [key, identity] of [...collection.entries()]) {
          const { arn, federatedBy } = identity.caller;
          if (arn !== from && federatedBy !== from) continue;
          const caller = { ...identity.caller, ...(arn === from ? { arn: to } : { federatedBy: to }) };
          collection.put(key, { ...identity, caller });
        }
      }
    });
  }

  #active(accessKeyId: string): Identity | undefined {
    const key = this.#keys.get(accessKeyId);
    return key?.inactive ? undefined : key;
  }

  /** Removes the keys and sessions of an account's principals. Only inside `store.write`. */
  forget(account: string): void {
    for (const kept of [this.#keys, this.#sessions] as readonly Collection<Identity>[]) {
      const own = [...kept.entries()].filter(([, { caller }]) => caller.account === account);
      for (const [key] of own) kept.delete(...key);
    }
  }

  /** Makes temporary credentials for a session of a role. */
  issueSession(caller: Caller, durationSeconds: number): SessionCredentials {
    const AccessKeyId = `ASIA${keySuffix()}`;
    const SecretAccessKey = randomBytes(30).toString("base64");
    const SessionToken = randomBytes(96).toString("base64");
    const expires = this.#clock.now() + durationSeconds * 1000;
    const session = { secret: SecretAccessKey, token: SessionToken, caller, expires };
    this.#store.write(() => this.#sessions.put([AccessKeyId], session));
    return { AccessKeyId, SecretAccessKey, SessionToken, Expiration: new Date(expires) };
  }
}

/** Sixteen characters of base 32, as AWS's key ids end in. */
function keySuffix(): string {
  return [...randomBytes(16)].map((byte) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[byte & 31]).join("");
}
