import { isDeepStrictEqual } from "node:util";
import { conflict, invalid } from "../errors.ts";
import { checkRole } from "../firing/execution-roles.ts";
import { checkTarget } from "../firing/targets.ts";
import { openGroup } from "../groups/names.ts";
import type { Schedule, ScheduleName, ScheduleSettings } from "../records.ts";
import type { Scheduler, SchedulerContext } from "../state.ts";
import { arnOf, keyOf, nameOf, openSchedule } from "./names.ts";
import { arm, momentsOf, nextAfter, plan } from "./next.ts";
import { settingsOf } from "./settings.ts";

export const createSchedule: Scheduler["CreateSchedule"] = async (input, context) => {
  const { cloud, state } = context;
  const named = nameOf(input, context);
  const now = cloud.clock.now();
  const settings = settingsOf(input, now);
  openGroup(named.group, context);
  await checkAll(settings, named, context);
  return cloud.store.write(() => {
    if (openGroup(named.group, context).state === "DELETING")
      throw conflict(`Schedule group ${named.group} is being deleted.`);
    const existing = state.schedules.get(...keyOf(named));
    if (existing && isRepeated(existing, input.ClientToken, settings)) return { ScheduleArn: arnOf(named) };
    if (existing) throw conflict(`Schedule ${named.name} already exists.`);
    const token = input.ClientToken;
    const schedule = { ...named, ...settings, created: now, modified: now, ...(token !== undefined && { token }) };
    if (settings.expression.startsWith("at(") && momentsOf(schedule).next(now) === undefined)
      throw invalid(`Invalid Schedule Expression ${settings.expression}. It names a time in the past.`);
    return put(schedule, context);
  });
};

/** Replaces all that was said of it. */
export const updateSchedule: Scheduler["UpdateSchedule"] = async (input, context) => {
  const { cloud } = context;
  const named = nameOf(input, context);
  const now = cloud.clock.now();
  openSchedule(input, context);
  const settings = settingsOf(input, now);
  await checkAll(settings, named, context);
  return cloud.store.write(() => {
    const { created, token } = openSchedule(input, context);
    return put({ ...named, ...settings, created, modified: now, ...(token !== undefined && { token }) }, context);
  });
};

export const deleteSchedule: Scheduler["DeleteSchedule"] = (input, context) => {
  const { cloud, state } = context;
  cloud.store.write(() => {
    const schedule = openSchedule(input, context);
    plan(schedule, undefined, state);
    state.schedules.delete(...keyOf(schedule));
  });
  return {};
};

export const getSchedule: Scheduler["GetSchedule"] = (input, context) => {
  const schedule = openSchedule(input, context);
  const { group, name, expression, zone, start, end, state, description, key, window, afterCompletion, target } =
    schedule;
  return {
    Arn: arnOf(schedule),
    GroupName: group,
    Name: name,
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: zone,
    StartDate: start === undefined ? undefined : new Date(start),
    EndDate: end === undefined ? undefined : new Date(end),
    Description: description,
    State: state,
    CreationDate: new Date(schedule.created),
    LastModificationDate: new Date(schedule.modified),
    KmsKeyArn: key,
    Target: target,
    FlexibleTimeWindow: window,
    ActionAfterCompletion: afterCompletion,
  };
};

/** What has to be asked of others. */
async function checkAll({ target }: ScheduleSettings, named: ScheduleName, context: SchedulerContext): Promise<void> {
  await checkTarget(target, context.cloud);
  await checkRole(target.RoleArn ?? "", named, context);
}

/** Only inside `store.write`. */
function put(schedule: Schedule, { state, cloud }: SchedulerContext): { ScheduleArn: string } {
  if (schedule.state === "ENABLED") plan(schedule, nextAfter(schedule, schedule.modified - 1), state);
  else plan(schedule, undefined, state);
  state.schedules.put(keyOf(schedule), schedule);
  arm(state, cloud);
  return { ScheduleArn: arnOf(schedule) };
}

/** Whether a client asks a second time for what it has created, as it did not hear the answer. */
function isRepeated(existing: Schedule, token: string | undefined, settings: ScheduleSettings): boolean {
  const { account, region, group, name, created, modified, token: before, ...same } = existing;
  return token !== undefined && token === before && isDeepStrictEqual(same, { ...settings });
}
