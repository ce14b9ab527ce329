import type { Cloud } from "../../../cloud.ts";
import type { KeyPart } from "../../../store/collection.ts";
import { Turns } from "../../../time/turns.ts";
import type { Next, Schedule } from "../records.ts";
import { arm, nextAfter, plan, windowOf } from "../schedules/next.ts";
import type { SchedulerState } from "../state.ts";

/** So many fire in one transaction. */
const BATCH = 500;

/** The Scheduler is precise to a minute: what is later than that was missed, and is not made up for. */
const PRECISION = 60_000;

/** Fires every schedule whose moment has come. Resolves when their targets were called once. */
export async function fireDue(state: SchedulerState, cloud: Cloud): Promise<void> {
  const turns = new Turns();
  while (cloud.store.write(() => fireSome(state, cloud))) await turns.next();
  arm(state, cloud);
  await state.invocations.settled();
}

/** Whether there may be more: what comes late may be followed by what is due at once. */
function fireSome(state: SchedulerState, cloud: Cloud): boolean {
  const now = cloud.clock.now();
  const due = [...state.order.keys({ through: [now], limit: BATCH })];
  for (const [fires, ...key] of due) {
    state.order.delete(fires as number, ...key);
    fire(key, now, state);
  }
  return due.length > 0;
}

function fire(key: KeyPart[], now: number, state: SchedulerState): void {
  const schedule = state.schedules.get(...key);
  const next = state.next.get(...key);
  if (!schedule || !next) return;
  if (!isMissed(schedule, next, state.since)) state.invocations.begin(schedule, next.scheduled);
  const following = followingOf(schedule, next, now);
  plan(schedule, following, state);
  if (!following && schedule.afterCompletion === "DELETE") state.schedules.delete(...key);
}

function followingOf(schedule: Schedule, { scheduled }: Next, now: number): Next | undefined {
  const next = nextAfter(schedule, scheduled);
  // The machine, or the lab, was asleep for a while.
  if (next && isMissed(schedule, next, now)) return nextAfter(schedule, now);
  return next && { ...next, fires: Math.max(next.fires, now) };
}

function isMissed(schedule: Schedule, { scheduled }: Next, now: number): boolean {
  return scheduled + windowOf(schedule) < now - PRECISION;
}
