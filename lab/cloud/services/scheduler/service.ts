import { defineService } from "../../service/service.ts";
import { access } from "./access.ts";
import { constraints } from "./constraints.ts";
import { fireDue } from "./firing/fire.ts";
import * as groups from "./groups/groups.ts";
import * as tags from "./groups/tags.ts";
import { listSchedules } from "./schedules/list-schedules.ts";
import * as schedules from "./schedules/schedules.ts";
import { SchedulerState } from "./state.ts";

/**
 * Amazon EventBridge Scheduler.
 *
 * Known gaps: nothing is encrypted by KMS keys, which are stored; targets of services that the lab does not have (ECS, SageMaker) are
 * refused by name.
 */
export const service = defineService("scheduler", {
  constraints,
  sdk: () => import("@aws-sdk/client-scheduler"),
  state: SchedulerState,
  access,
  resources: async () => (await import("./resources/index.ts")).resources,
  async due(timer, _moment, state, cloud) {
    if (!(await groups.deleteWhatIsIn(timer, state, cloud))) await fireDue(state, cloud);
  },
  close: ({ invocations }) => invocations.close(),
  forget(account, { order, invocations }) {
    invocations.roles.forget(account);
    for (const key of [...order.keys()]) if (key[1] === account) order.delete(...key);
  },
  storedSettings: ["KmsKeyArn"],
  operations: {
    CreateSchedule: schedules.createSchedule,
    CreateScheduleGroup: groups.createScheduleGroup,
    DeleteSchedule: schedules.deleteSchedule,
    DeleteScheduleGroup: groups.deleteScheduleGroup,
    GetSchedule: schedules.getSchedule,
    GetScheduleGroup: groups.getScheduleGroup,
    ListScheduleGroups: groups.listScheduleGroups,
    ListSchedules: listSchedules,
    ListTagsForResource: tags.listTagsForResource,
    TagResource: tags.tagResource,
    UntagResource: tags.untagResource,
    UpdateSchedule: schedules.updateSchedule,
  },
});
