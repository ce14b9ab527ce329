import { pageReading } from "../../../service/paging.ts";
import { invalidToken } from "../errors.ts";
import { openGroup } from "../groups/names.ts";
import type { Schedule } from "../records.ts";
import type { Scheduler, SchedulerContext } from "../state.ts";
import { arnOf } from "./names.ts";

const USUAL_PAGE = 100;

interface Filter {
  readonly GroupName?: string | undefined;
  readonly NamePrefix?: string | undefined;
  readonly State?: string | undefined;
}

export const listSchedules: Scheduler["ListSchedules"] = (input, context) => {
  const { GroupName, MaxResults: size = USUAL_PAGE, NextToken: token } = input;
  if (GroupName !== undefined) openGroup(GroupName, context);
  const page = pageReading(
    (after) => matching(input, after, context),
    ({ group, name }) => `${group}/${name}`,
    { token, size, invalid: invalidToken },
  );
  return { Schedules: page.items.map(summaryOf), ...(page.next !== undefined && { NextToken: page.next }) };
};

/** @param after the group and the name of a schedule */
function* matching(filter: Filter, after: string | undefined, context: SchedulerContext): Generator<Schedule> {
  const { account, region, state } = context;
  const { GroupName, NamePrefix = "", State } = filter;
  const under = [account, region, ...(GroupName === undefined ? [] : [GroupName])];
  const range = { under, ...(after !== undefined && { after: [account, region, ...after.split("/")] }) };
  for (const schedule of state.schedules.values(range))
    if (schedule.name.startsWith(NamePrefix) && (State === undefined || schedule.state === State)) yield schedule;
}

function summaryOf(schedule: Schedule) {
  return {
    Arn: arnOf(schedule),
    Name: schedule.name,
    GroupName: schedule.group,
    State: schedule.state,
    CreationDate: new Date(schedule.created),
    LastModificationDate: new Date(schedule.modified),
    Target: { Arn: schedule.target.Arn },
  };
}
