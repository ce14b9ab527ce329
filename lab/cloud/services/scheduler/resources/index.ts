import type { ResourceProvider } from "../../../service/service.ts";
import { schedule } from "./schedule.ts";
import { scheduleGroup } from "./schedule-group.ts";

export const resources: Record<string, ResourceProvider> = {
  "AWS::Scheduler::Schedule": schedule,
  "AWS::Scheduler::ScheduleGroup": scheduleGroup,
};
