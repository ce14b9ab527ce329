import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueueTagsCommand,
  type QueueAttributeName,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { UseQueryResult } from "@tanstack/react-query";
import { useClient } from "../cloud/clients.ts";
import { useAnswer } from "../cloud/queries.ts";

/** A queue, as its page shows it. */
export interface Queue {
  readonly name: string;
  readonly url: string;
  readonly isFifo: boolean;
  readonly attributes: Readonly<Partial<Record<QueueAttributeName, string>>>;
  readonly tags: Readonly<Record<string, string>>;
  /** URLs of the queues whose dead letters it takes. */
  readonly sources: readonly string[];
}

/** Looks at a queue again and again. */
export function useQueue(name: string): UseQueryResult<Queue, Error> {
  const client = useClient(SQSClient);
  return useAnswer(
    ["sqs", "queue", name],
    async () => {
      const { QueueUrl: url = "" } = await client.send(new GetQueueUrlCommand({ QueueName: name }));
      const input = { QueueUrl: url };
      const [{ Attributes = {} }, { Tags = {} }, { queueUrls = [] }] = await Promise.all([
        client.send(new GetQueueAttributesCommand({ ...input, AttributeNames: ["All"] })),
        client.send(new ListQueueTagsCommand(input)),
        client.send(new ListDeadLetterSourceQueuesCommand(input)),
      ]);
      const isFifo = Attributes.FifoQueue === "true";
      return { name, url, isFifo, attributes: Attributes, tags: Tags, sources: queueUrls };
    },
    { every: 5000 },
  );
}
