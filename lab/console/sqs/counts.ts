import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { countOf } from "../cloud/count.ts";
import type { Count } from "../sections.ts";

export const counts: readonly Count[] = [
  {
    title: "Queues",
    count: async (client) => {
      const { QueueUrls, NextToken } = await client(SQSClient).send(new ListQueuesCommand({ MaxResults: 50 }));
      return countOf(QueueUrls, NextToken);
    },
  },
];
