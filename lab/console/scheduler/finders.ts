import { paginateListSchedules, SchedulerClient } from "@aws-sdk/client-scheduler";
import { collect } from "../cloud/collect.ts";
import type { Finder } from "../sections.ts";
import { schedulePath } from "./paths.ts";

export const finders: readonly Finder[] = [
  {
    kind: "Schedules",
    find: (client) =>
      collect(paginateListSchedules({ client: client(SchedulerClient) }, {}), ({ Schedules = [] }) =>
        Schedules.map(({ Name: name = "", GroupName: group, Arn: arn }) => ({
          name,
          path: schedulePath({ group, name }),
          arn,
        })),
      ),
  },
];
