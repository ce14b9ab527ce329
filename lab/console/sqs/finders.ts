import { paginateListQueues, SQSClient } from "@aws-sdk/client-sqs";
import { collect } from "../cloud/collect.ts";
import type { Finder } from "../sections.ts";
import { nameOf, queuePath } from "./queue-path.ts";

export const finders: readonly Finder[] = [
  {
    kind: "Queues",
    find: (client, { account, region }) =>
      collect(paginateListQueues({ client: client(SQSClient), pageSize: 1000 }, {}), ({ QueueUrls = [] }) =>
        QueueUrls.map((url) => ({
          name: nameOf(url),
          path: queuePath(url),
          arn: `arn:aws:sqs:${region}:${account}:${nameOf(url)}`,
        })),
      ),
  },
];
