import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { countOf } from "../cloud/count.ts";
import type { Count } from "../sections.ts";

export const counts: readonly Count[] = [
  {
    title: "Log groups",
    count: async (client) => {
      const { logGroups, nextToken } = await client(CloudWatchLogsClient).send(new DescribeLogGroupsCommand({}));
      return countOf(logGroups, nextToken);
    },
  },
];
