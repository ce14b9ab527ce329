import { ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { countOf } from "../cloud/count.ts";
import type { Count } from "../sections.ts";

export const counts: readonly Count[] = [
  {
    title: "Schedules",
    count: async (client) => {
      const { Schedules, NextToken } = await client(SchedulerClient).send(new ListSchedulesCommand({ MaxResults: 50 }));
      return countOf(Schedules, NextToken);
    },
  },
];
