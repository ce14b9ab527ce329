import { AwsError } from "../errors.ts";
import type { Collection } from "../store/collection.ts";
import type { Store } from "../store/store.ts";
import { type Caller, isPerson } from "./caller.ts";

/** Where an access key was used last, and when. */
export interface KeyUse {
  readonly at: number;
  /** As its requests are signed for. */
  readonly service: string;
  readonly region: string;
}

/** When somebody did something last, whether or not he was allowed to. */
export interface ActionUse {
  /** Such as `s3:GetObject`. */
  readonly action: string;
  readonly at: number;
  readonly region: string;
}

/** What is used again within so many milliseconds, in the same way, is not noted again. */
const PRECISION = 60_000;
/** Milliseconds until what was noted is in the store. */
const DELAY = 1000;
/** So many users and roles are kept in memory. */
const MOST_ENTITIES = 5000;

/**
 * When access keys, users and roles were used last. Every request passes here: what it notes stays in memory, and goes to the
 * store a second later together with all else. A lab that is killed loses that second; AWS itself is hours behind.
 */
export class LastUsed {
  readonly #store: Store;
  /** [access key] */
  readonly #keys: Collection<KeyUse>;
  /** [unique id of a user or role, action] */
  readonly #actions: Collection<ActionUse>;
  readonly #recentKeys = new Map<string, KeyUse>();
  readonly #recentActions = new Map<string, Map<string, ActionUse>>();
  readonly #unwritten = new Map<object, readonly [string] | readonly [string, string]>();
  #writing: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(store: Store) {
    this.#store = store;
    this.#keys = store.collection("last-used-keys");
    this.#actions = store.collection("last-used-actions");
  }

  /** A request was signed with a key. Only those of users and roots that IAM issued are remembered. */
  noteKey(id: string, service: string, region: string, at: number): void {
    if (!id.startsWith("AKIA")) return;
    const before = this.#recentKeys.get(id);
    if (before && at - before.at < PRECISION && before.service === service && before.region === region) return;
    const use = { at, service, region };
    this.#recentKeys.set(id, use);
    if (before) this.#unwritten.delete(before);
    this.#later(use, [id]);
  }

  /** Somebody wants to do something. */
  noteAction(caller: Caller, action: string, region: string, at: number): void {
    if (!isPerson(caller) || caller.federatedBy !== undefined) return;
    const id = entityOf(caller);
    let actions = this.#recentActions.get(id);
    if (!actions) {
      actions = new Map();
      this.#recentActions.set(id, actions);
    }
    const before = actions.get(action);
    if (before && at - before.at < PRECISION && before.region === region) return;
    const use = { action, at, region };
    actions.set(action, use);
    if (before) this.#unwritten.delete(before);
    this.#later(use, [id, action]);
  }

  key(id: string): KeyUse | undefined {
    return this.#recentKeys.get(id) ?? this.#keys.get(id);
  }

  /** What a user or role did, by its unique id, each action once. */
  actions(id: string): ActionUse[] {
    const written = [...this.#actions.values({ under: [id] })].map((use) => [use.action, use] as const);
    return [...new Map([...written, ...(this.#recentActions.get(id) ?? [])]).values()];
  }

  /** The last thing that a user or role did. */
  action(id: string): ActionUse | undefined {
    return this.actions(id).reduce<ActionUse | undefined>(
      (last, one) => (last && last.at >= one.at ? last : one),
      undefined,
    );
  }

  /** Forgets access keys, and users and roles by their unique ids. Only inside `store.write`. */
  forget(ids: Iterable<string>): void {
    const gone = new Set(ids);
    for (const id of gone) {
      this.#recentKeys.delete(id);
      this.#recentActions.delete(id);
      this.#keys.delete(id);
      for (const key of [...this.#actions.keys({ under: [id] })]) this.#actions.delete(...key);
    }
    for (const [use, [id]] of this.#unwritten) if (gone.has(id)) this.#unwritten.delete(use);
  }

  /** Writes what was noted and is not written. On a full disk it waits for the next time. */
  flush(): void {
    clearTimeout(this.#writing);
    this.#writing = undefined;
    if (this.#unwritten.size === 0) return;
    try {
      this.#store.write(() => {
        for (const [use, key] of this.#unwritten) {
          if (key.length === 1) this.#keys.put(key, use as KeyUse);
          else this.#actions.put(key, use as ActionUse);
        }
      });
    } catch (error) {
      if (error instanceof AwsError) return;
      throw error;
    }
    this.#unwritten.clear();
    // All of it is in the store: what is forgotten here is only noted again sooner.
    if (this.#recentActions.size > MOST_ENTITIES) this.#recentActions.clear();
  }

  /** Writes the rest. What happens from now on is not noted. */
  close(): void {
    this.flush();
    this.#isClosed = true;
  }

  #later(use: object, key: readonly [string] | readonly [string, string]): void {
    if (this.#isClosed) return;
    this.#unwritten.set(use, key);
    this.#writing ??= setTimeout(() => this.flush(), DELAY).unref();
  }
}

/** The unique id of a user, or of a session's role: it stays the same when they are renamed, and is nobody else's after them. */
function entityOf({ userId }: Caller): string {
  const end = userId.indexOf(":");
  return end < 0 ? userId : userId.slice(0, end);
}
