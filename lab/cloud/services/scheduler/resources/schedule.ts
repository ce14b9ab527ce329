import type { CreateScheduleCommandInput } from "@aws-sdk/client-scheduler";
import { tolerate } from "../../../service/gone.ts";
import type { ResourceProvider } from "../../../service/service.ts";
import { DEFAULT_GROUP } from "../groups/names.ts";
import { targetOf } from "./target.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html */
interface ScheduleProperties {
  readonly Name?: string;
  readonly GroupName?: string;
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly StartDate?: string;
  readonly EndDate?: string;
  readonly Description?: string;
  readonly State?: string;
  readonly KmsKeyArn?: string;
  readonly FlexibleTimeWindow: { readonly Mode: string; readonly MaximumWindowInMinutes?: number | string };
  readonly Target: Readonly<Record<string, unknown>>;
}

const gone = tolerate("ResourceNotFoundException");

/** The physical id is the name alone, whatever group the schedule is in. */
export const schedule: ResourceProvider<ScheduleProperties> = {
  replacedBy: ["Name"],
  async create(properties, { call, name, token }) {
    const Name = properties.Name ?? name(64);
    const { ScheduleArn: Arn } = await call.scheduler.CreateSchedule({
      ...inputOf(Name, properties),
      ClientToken: token.replace(/[^\w-]/g, "-").slice(-64),
    });
    return { id: Name, attributes: { Arn } };
  },
  async update(Name, properties, previous, { call }) {
    const before = previous.GroupName ?? DEFAULT_GROUP;
    const isMoved = (properties.GroupName ?? DEFAULT_GROUP) !== before;
    const { ScheduleArn: Arn } = isMoved
      ? await call.scheduler.CreateSchedule(inputOf(Name, properties))
      : await call.scheduler.UpdateSchedule(inputOf(Name, properties));
    if (isMoved) await call.scheduler.DeleteSchedule({ Name, GroupName: before }).catch(gone);
    return { id: Name, attributes: { Arn } };
  },
  async read(Name, { call }) {
    const { Schedules = [] } = await call.scheduler.ListSchedules({ NamePrefix: Name });
    const GroupName = Schedules.find((summary) => summary.Name === Name)?.GroupName;
    const found = GroupName && (await call.scheduler.GetSchedule({ Name, GroupName }).catch(gone));
    if (!found) return undefined;
    const { Arn, CreationDate, LastModificationDate, ActionAfterCompletion, StartDate, EndDate, ...rest } = found;
    const dates = { StartDate: StartDate?.toISOString(), EndDate: EndDate?.toISOString() };
    return { properties: { ...rest, ...dates }, attributes: { Arn } };
  },
  async delete(Name, { GroupName }, { call }) {
    await call.scheduler.DeleteSchedule({ Name, GroupName }).catch(gone);
  },
};

function inputOf(Name: string, properties: ScheduleProperties): CreateScheduleCommandInput {
  const { FlexibleTimeWindow: window, StartDate, EndDate, Target, State } = properties;
  const most = window.MaximumWindowInMinutes;
  return {
    Name,
    GroupName: properties.GroupName,
    ScheduleExpression: properties.ScheduleExpression,
    ScheduleExpressionTimezone: properties.ScheduleExpressionTimezone,
    StartDate: StartDate === undefined ? undefined : new Date(StartDate),
    EndDate: EndDate === undefined ? undefined : new Date(EndDate),
    Description: properties.Description,
    State: State as CreateScheduleCommandInput["State"],
    KmsKeyArn: properties.KmsKeyArn,
    FlexibleTimeWindow: {
      Mode: window.Mode as "OFF" | "FLEXIBLE",
      ...(most !== undefined && { MaximumWindowInMinutes: Number(most) }),
    },
    Target: targetOf(Target),
  };
}
