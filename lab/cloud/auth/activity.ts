/** Resources that are remembered one by one for an action; more of them are remembered by what they begin with. */
const MOST_RESOURCES = 200;

/** What roles were allowed to do, since the lab was started. */
export class Activity {
  readonly #roles = new Map<string, Map<string, Set<string>>>();

  note(role: string, action: string, resource: string): void {
    let actions = this.#roles.get(role);
    if (!actions) {
      actions = new Map();
      this.#roles.set(role, actions);
    }
    const resources = actions.get(action);
    if (!resources) actions.set(action, new Set([resource]));
    else if (resources.size < MOST_RESOURCES) resources.add(resource);
  }

  /** The ARNs of the roles that did something: all, or those of an account. */
  roles(account?: string): string[] {
    const all = [...this.#roles.keys()];
    return account === undefined ? all : all.filter((role) => role.split(":")[4] === account);
  }

  /** Forgets what an account's roles did. */
  forget(account: string): void {
    for (const role of this.roles(account)) this.#roles.delete(role);
  }

  /** What a role did: actions, and what they were about. */
  of(role: string): Record<string, string[]> {
    return Object.fromEntries(
      [...(this.#roles.get(role) ?? [])].map(([action, resources]) => [action, [...resources]]),
    );
  }
}
