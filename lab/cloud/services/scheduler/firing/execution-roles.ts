import type { Caller } from "../../../auth/caller.ts";
import type { Cloud } from "../../../cloud.ts";
import { callerOf, type RolePrincipal } from "../../../delivery/principals.ts";
import { invalid } from "../errors.ts";
import { groupArn } from "../groups/names.ts";
import type { ScheduleName } from "../records.ts";
import type { SchedulerContext } from "../state.ts";

/** A session is used for so long, in milliseconds: those of roles last an hour at least. */
const RENEWED_AFTER = 30 * 60_000;

/** So many are held. */
const MOST = 1000;

/**
 * A schedule's execution role, as the Scheduler assumes it.
 *
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
export function roleOf(role: string, { account, region, group }: Omit<ScheduleName, "name">): RolePrincipal {
  const source = groupArn({ account, region, name: group });
  return { role, service: "scheduler.amazonaws.com", account, session: "EventBridgeScheduler", source };
}

/** Refuses a role that the Scheduler may not assume. */
export async function checkRole(role: string, schedule: ScheduleName, { state }: SchedulerContext): Promise<void> {
  await state.invocations.roles.fresh(roleOf(role, schedule)).catch(() => {
    throw invalid("The execution role you provide must allow AWS EventBridge Scheduler to assume the role.");
  });
}

/** Sessions of execution roles. Thousands of schedules may share one, and fire in the same minute. */
export class ExecutionRoles {
  readonly #cloud: Cloud;
  readonly #sessions = new Map<string, { readonly caller: Promise<Caller>; readonly since: number }>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** The caller that a role is. Rejects when the Scheduler may not assume it. */
  caller(principal: RolePrincipal): Promise<Caller> {
    const held = this.#sessions.get(idOf(principal));
    const isGood = held && this.#cloud.clock.now() - held.since < RENEWED_AFTER;
    return isGood ? held.caller : this.fresh(principal);
  }

  /** The same, asking whether that is allowed now. */
  fresh(principal: RolePrincipal): Promise<Caller> {
    const id = idOf(principal);
    const caller = callerOf(principal, this.#cloud);
    const session = { caller, since: this.#cloud.clock.now() };
    this.#sessions.delete(id);
    this.#sessions.set(id, session);
    caller.catch(() => this.#sessions.get(id) === session && this.#sessions.delete(id));
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= MOST) break;
      this.#sessions.delete(oldest);
    }
    return caller;
  }

  /** Forgets the sessions of an account's schedules. */
  forget(account: string): void {
    for (const id of this.#sessions.keys()) if (id.startsWith(`${account} `)) this.#sessions.delete(id);
  }
}

function idOf({ account, source, role }: RolePrincipal): string {
  return `${account} ${source} ${role}`;
}
