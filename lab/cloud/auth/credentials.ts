import { randomBytes } from "node:crypto";
import { BASE_32, randomId } from "../service/ids.ts";
import type { Collection } from "../store/collection.ts";
import type { Store } from "../store/store.ts";
import type { Clock } from "../time/clock.ts";
import { type Caller, FIRST_ACCOUNT, rootOf } from "./caller.ts";
import type { KeyPair, WellKnownKeys } from "./key-pair.ts";
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

/** The access keys that this cloud accepts: those it issued, and the well-known ones unless they are switched off. */
export class Credentials {
  /** When they were used, and those who have them did something. */
  readonly lastUsed: LastUsed;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #keys: Collection<LongLived>;
  readonly #sessions: Collection<Session>;
  /** [account]: the access key of its root. */
  readonly #roots: Collection<string>;
  readonly #settings: Collection<WellKnownKeys>;
  #wellKnownKeys: WellKnownKeys;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.lastUsed = new LastUsed(store);
    this.#keys = store.collection("access-keys");
    this.#sessions = store.collection("sessions");
    this.#roots = store.collection("root-keys");
    this.#settings = store.collection("credentials-settings", "by name");
    this.#wellKnownKeys = this.#settings.get("well-known-keys") ?? "on";
  }

  /** Whether the well-known keys open accounts. It is kept: a restart does not open what was closed. */
  get wellKnownKeys(): WellKnownKeys {
    return this.#wellKnownKeys;
  }

  set wellKnownKeys(value: WellKnownKeys) {
    this.#store.write(() => {
      this.#settings.put(["well-known-keys"], value);
      if (value === "off") this.#endRootSessions();
    });
    this.#wellKnownKeys = value;
  }

  /** Whether an access key's secret is the same in every lab. */
  isWellKnown(accessKeyId: string): boolean {
    return this.#wellKnownKeys === "on" && wellKnownAccount(accessKeyId) !== undefined;
  }

  /** Who an access key is, or why it is refused. */
  find(accessKeyId: string, sessionToken?: string): Identity | Refusal {
    const wellKnown = this.#wellKnownKeys === "on" ? wellKnownAccount(accessKeyId) : undefined;
    if (wellKnown !== undefined) return { secret: "test", caller: rootOf(wellKnown) };
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

  /** The key pair of an account's root, made when it is asked for first. It lasts until the account is removed. */
  rootKey(account: string): KeyPair {
    const id = this.#roots.get(account);
    const known = id === undefined ? undefined : this.#keys.get(id);
    if (id !== undefined && known) return { accessKeyId: id, secretAccessKey: known.secret };
    return this.#store.write(() => {
      const { AccessKeyId, SecretAccessKey } = this.issueAccessKey(rootOf(account));
      this.#roots.put([account], AccessKeyId);
      return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
    });
  }

  /** What whoever runs the lab signs with, as the root of the first account. */
  firstRoot(): KeyPair {
    if (this.#wellKnownKeys === "on") return { accessKeyId: "test", secretAccessKey: "test" };
    return this.rootKey(FIRST_ACCOUNT);
  }

  /** Whether the root of an account was given a key pair before. */
  hasRootKey(account: string): boolean {
    return this.#keys.has(this.#roots.get(account) ?? "");
  }

  /** Makes a long-lived key for a user or a root. */
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

  /** What the well-known keys opened: sessions of roots, which would outlast them. */
  #endRootSessions(): void {
    const opened = [...this.#sessions.entries()].filter(([, { caller }]) => caller.kind === "root");
    for (const [key] of opened) this.#sessions.delete(...key);
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

/** The account that a well-known key opens. */
function wellKnownAccount(accessKeyId: string): string | undefined {
  if (accessKeyId === "test") return FIRST_ACCOUNT;
  return /^\d{12}$/.test(accessKeyId) ? accessKeyId : undefined;
}

/** What AWS's key ids end in. */
function keySuffix(): string {
  return randomId(16, BASE_32);
}
