import { randomInt } from "node:crypto";
import type { Cloud } from "../../../cloud.ts";
import { type Schedule as Expression, parseSchedule } from "../../../time/schedules/schedule.ts";
import type { Next, Schedule, ScheduleName } from "../records.ts";
import type { SchedulerState } from "../state.ts";
import { keyOf } from "./names.ts";
import { KINDS } from "./settings.ts";

const MINUTE = 60_000;

/** The one timer of all schedules: the first of them that fires. */
export const DUE = "due";

/** How long a schedule's window is, in milliseconds. */
export function windowOf({ window }: Pick<Schedule, "window">): number {
  return (window.MaximumWindowInMinutes ?? 0) * MINUTE;
}

/** The moments that a schedule's expression names between its dates. One that runs once does not look at those. */
export function momentsOf({ expression, zone, start, end, modified }: Schedule): Expression {
  const named = parseSchedule(expression, { kinds: KINDS, zone, start: start ?? modified });
  if (named.kind === "at") return named;
  return {
    kind: named.kind,
    next(after) {
      const moment = named.next(Math.max(after, (start ?? 0) - 1));
      return moment !== undefined && moment <= (end ?? Number.POSITIVE_INFINITY) ? moment : undefined;
    },
  };
}

/** When a schedule fires next: sometime within its window. */
export function nextAfter(schedule: Schedule, after: number): Next | undefined {
  const scheduled = momentsOf(schedule).next(after);
  if (scheduled === undefined) return undefined;
  const window = windowOf(schedule);
  return { scheduled, fires: scheduled + (window > 0 ? randomInt(window) : 0) };
}

/** Sets when a schedule fires next, or that it does no more. Only inside `store.write`. */
export function plan(schedule: ScheduleName, next: Next | undefined, state: SchedulerState): void {
  const key = keyOf(schedule);
  const before = state.next.get(...key);
  if (before) state.order.delete(before.fires, ...key);
  if (next) {
    state.next.put(key, next);
    state.order.put([next.fires, ...key], true);
  } else if (before) {
    state.next.delete(...key);
  }
}

/** Sets the timer for the first schedule that fires, unless it comes before that anyway. */
export function arm(state: SchedulerState, cloud: Cloud): void {
  const [first] = state.order.keys({ limit: 1 });
  if (!first) return;
  const moment = Number(first[0]);
  const set = cloud.timers.get("scheduler", DUE);
  if (set === undefined || set > moment || set <= cloud.clock.now()) cloud.timers.set("scheduler", DUE, moment);
}
