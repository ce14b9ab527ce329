import { CloudWatchLogsClient, paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { collect } from "../cloud/collect.ts";
import type { Finder } from "../sections.ts";

export const finders: readonly Finder[] = [
  {
    kind: "Log groups",
    find: (client) =>
      collect(paginateDescribeLogGroups({ client: client(CloudWatchLogsClient) }, {}), ({ logGroups = [] }) =>
        logGroups.map(({ logGroupName: name = "", arn }) => ({ name, path: `/logs/${encodeURIComponent(name)}`, arn })),
      ),
  },
];
