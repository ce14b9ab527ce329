import type { Collection } from "../store/collection.ts";
import type { Store } from "../store/store.ts";
import { type Caller, isPerson } from "./caller.ts";
import type { IamMode } from "./iam-mode.ts";
import type { Policy, PolicyDocument } from "./policy/document.ts";

/** What the lab was told of an account. */
export interface AccountSettings {
  /** Whether the policies of its users and roles count; by default as in the rest of the lab. */
  readonly iam?: IamMode;
  /** The policies that its organization limits it by, level by level from the root to the account: each level must allow. */
  readonly serviceControlPolicies?: readonly (readonly PolicyDocument[])[];
}

/**
 * The settings of accounts: those that AWS has in an organization, and the lab's own. An account without service control
 * policies is limited by none, as AWS's management account is.
 */
export class AccountsSettings {
  readonly #store: Store;
  readonly #kept: Collection<AccountSettings>;
  readonly #mode: IamMode;
  /** As it is kept: every decision asks. */
  readonly #settings: Map<string, AccountSettings & { readonly levels?: readonly (readonly Policy[])[] | undefined }>;

  /** @param mode of accounts that have none of their own */
  constructor(store: Store, mode: IamMode) {
    this.#store = store;
    this.#mode = mode;
    this.#kept = store.collection("account-settings");
    this.#settings = new Map(
      [...this.#kept.entries()].map(([[account], settings]) => [String(account), read(settings)]),
    );
  }

  /** The accounts that something is set for, with it. */
  get all(): ReadonlyMap<string, AccountSettings> {
    return new Map([...this.#kept.entries()].map(([[account], settings]) => [String(account), settings]));
  }

  /** Replaces what is set for an account; nothing is left when nothing is given. */
  put(account: string, settings: AccountSettings): void {
    this.#store.write(() => {
      if (Object.keys(settings).length > 0) this.#kept.put([account], settings);
      else this.#kept.delete(account);
    });
    this.#settings.set(account, read(settings));
  }

  /** Whether the policies of an account's users and roles count. */
  modeOf(account: string): IamMode {
    return this.#settings.get(account)?.iam ?? this.#mode;
  }

  /** The policies that an organization limits a caller by. They don't concern services, and the roles that are linked to those. */
  serviceControlOf({ kind, account, role }: Caller): readonly (readonly Policy[])[] | undefined {
    if (kind === "service" || role?.includes(":role/aws-service-role/")) return undefined;
    return this.#settings.get(account)?.levels;
  }

  /** Whether a caller may do only what policies say: a user, a session, and a root whose organization limits it. */
  isLimited(caller: Caller): boolean {
    return isPerson(caller) || (caller.kind === "root" && this.serviceControlOf(caller) !== undefined);
  }
}

function read(settings: AccountSettings) {
  const levels = settings.serviceControlPolicies?.map((level, i) =>
    level.map((document, j) => ({
      name: document.Id ?? `service control policy ${j + 1} of level ${i + 1}`,
      document,
    })),
  );
  return { ...settings, levels: levels?.length ? levels : undefined };
}
