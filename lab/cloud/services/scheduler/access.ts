import { accessOf } from "../../auth/access-table.ts";
import { groupArn } from "./groups/names.ts";
import { arnOf, nameOf } from "./schedules/names.ts";
import type { SchedulerState } from "./state.ts";

interface SchedulerInput {
  readonly Name?: string;
  readonly GroupName?: string;
  readonly ResourceArn?: string;
  readonly Target?: { readonly RoleArn?: string };
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html */
export const access = accessOf<SchedulerInput, SchedulerState>({
  prefix: "scheduler",
  resource(operation, { Name = "", GroupName, ResourceArn }, { account, region }) {
    if (ResourceArn !== undefined) return ResourceArn;
    if (operation.startsWith("List")) return "*";
    if (operation.endsWith("ScheduleGroup")) return groupArn({ account, region, name: Name });
    return arnOf(nameOf({ Name, GroupName }, { account, region }));
  },
  tags(resource, { state }) {
    const [, , , region = "", account = "", rest = ""] = resource.split(":");
    const [kind, name = ""] = rest.split("/");
    return kind === "schedule-group" ? (state.tags.get(account, region, name) ?? {}) : undefined;
  },
  tagging: (operation) => (operation === "CreateScheduleGroup" ? "TagResource" : undefined),
  passes: (_operation, { Target }) => [Target?.RoleArn],
  passedTo: "scheduler.amazonaws.com",
});
