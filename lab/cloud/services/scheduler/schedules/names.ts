import type { KeyPart } from "../../../store/collection.ts";
import { notFound } from "../errors.ts";
import { DEFAULT_GROUP, openGroup } from "../groups/names.ts";
import type { Schedule, ScheduleName } from "../records.ts";
import type { SchedulerContext } from "../state.ts";

/** How operations name a schedule. */
interface Named {
  readonly Name: string | undefined;
  readonly GroupName?: string | undefined;
}

export function arnOf({ account, region, group, name }: ScheduleName): string {
  return `arn:aws:scheduler:${region}:${account}:schedule/${group}/${name}`;
}

export function keyOf({ account, region, group, name }: ScheduleName): KeyPart[] {
  return [account, region, group, name];
}

/** The schedule that an input names; in the default group, where it names none. */
export function nameOf(
  { Name = "", GroupName = DEFAULT_GROUP }: Named,
  { account, region }: Pick<SchedulerContext, "account" | "region">,
): ScheduleName {
  return { account, region, group: GroupName, name: Name };
}

/** Throws the Scheduler's errors when the schedule, or its group, does not exist. */
export function openSchedule(input: Named, context: SchedulerContext): Schedule {
  const named = nameOf(input, context);
  openGroup(named.group, context);
  const schedule = context.state.schedules.get(...keyOf(named));
  if (!schedule) throw notFound(`Schedule ${named.name} does not exist.`);
  return schedule;
}
