import type { Cloud } from "../../../cloud.ts";
import { pageByKey } from "../../../service/paging.ts";
import { Turns } from "../../../time/turns.ts";
import { conflict, invalid, invalidToken, quotaExceeded } from "../errors.ts";
import type { Group } from "../records.ts";
import { keyOf } from "../schedules/names.ts";
import { plan } from "../schedules/next.ts";
import type { Scheduler, SchedulerContext, SchedulerState } from "../state.ts";
import { DEFAULT_GROUP, findGroup, groupArn, openGroup } from "./names.ts";
import { checkTags } from "./tags.ts";

const USUAL_PAGE = 100;

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html */
const MOST_GROUPS = 500;

/** So many schedules of a group go at a time. */
const BATCH = 500;

/** The timers that remove what is in groups that are being deleted begin so. */
const DELETION = "delete ";

export const createScheduleGroup: Scheduler["CreateScheduleGroup"] = (input, context) => {
  const { Name: name = "", ClientToken: token, Tags } = input;
  const { account, region, state, cloud } = context;
  const tags = checkTags({}, Tags ?? []);
  const now = cloud.clock.now();
  const ScheduleGroupArn = groupArn({ account, region, name });
  cloud.store.write(() => {
    const existing = findGroup(name, context);
    if (existing && token !== undefined && existing.token === token) return;
    if (existing) throw conflict(`Schedule group ${name} already exists.`);
    // The default group counts, too.
    if ([...state.groups.keys({ under: [account, region] })].length >= MOST_GROUPS - 1)
      throw quotaExceeded(`The account may not have more than ${MOST_GROUPS} schedule groups.`);
    const times = { created: now, modified: now };
    const group: Group = { account, region, name, state: "ACTIVE", ...times, ...(token !== undefined && { token }) };
    state.groups.put([account, region, name], group);
    if (Object.keys(tags).length > 0) state.tags.put([account, region, name], tags);
  });
  return { ScheduleGroupArn };
};

/** It is being deleted until all of its schedules are gone. */
export const deleteScheduleGroup: Scheduler["DeleteScheduleGroup"] = ({ Name: name = "" }, context) => {
  const { account, region, state, cloud } = context;
  if (name === DEFAULT_GROUP) throw invalid("The default schedule group cannot be deleted.");
  cloud.store.write(() => {
    const group = openGroup(name, context);
    if (group.state === "DELETING") throw conflict(`Schedule group ${name} is being deleted.`);
    const now = cloud.clock.now();
    state.groups.put([account, region, name], { ...group, state: "DELETING", modified: now });
    cloud.timers.set("scheduler", `${DELETION}${account}/${region}/${name}`, now);
  });
  return {};
};

/** Removes a group that is being deleted, and what is in it, when the timer is one of those. Resolves to whether it is. */
export async function deleteWhatIsIn(timer: string, state: SchedulerState, cloud: Cloud): Promise<boolean> {
  if (!timer.startsWith(DELETION)) return false;
  const key = timer.slice(DELETION.length).split("/");
  const turns = new Turns();
  while (cloud.store.write(() => deleteSome(key, state))) await turns.next();
  return true;
}

/** Whether there may be more. */
function deleteSome(key: string[], state: SchedulerState): boolean {
  const { schedules, groups, tags } = state;
  const some = [...schedules.values({ under: key, limit: BATCH })];
  for (const schedule of some) {
    plan(schedule, undefined, state);
    schedules.delete(...keyOf(schedule));
  }
  if (some.length === BATCH) return true;
  groups.delete(...key);
  tags.delete(...key);
  return false;
}

export const getScheduleGroup: Scheduler["GetScheduleGroup"] = ({ Name = "" }, context) =>
  shown(openGroup(Name, context));

export const listScheduleGroups: Scheduler["ListScheduleGroups"] = (input, context) => {
  const { MaxResults: size = USUAL_PAGE, NamePrefix = "", NextToken: token } = input;
  const all = allGroups(context).filter(({ name }) => name.startsWith(NamePrefix));
  const page = pageByKey(all, ({ name }) => name, { token, size, invalid: invalidToken });
  return { ScheduleGroups: page.items.map(shown), ...(page.next !== undefined && { NextToken: page.next }) };
};

function allGroups(context: SchedulerContext): Group[] {
  const { account, region, state } = context;
  const made = [...state.groups.values({ under: [account, region] })];
  return [...made, openGroup(DEFAULT_GROUP, context)].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function shown(group: Group) {
  return {
    Arn: groupArn(group),
    Name: group.name,
    State: group.state,
    CreationDate: new Date(group.created),
    LastModificationDate: new Date(group.modified),
  };
}
