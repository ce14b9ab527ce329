import { dynamic } from "../templates/dynamic.ts";
import { type PipeTarget, placesOf } from "./target.ts";

/** A queue takes each event as a message. */
export const queue: PipeTarget = {
  most: 10,
  async send({ arn, events, parameters, call }) {
    const { MessageGroupId: group, MessageDeduplicationId: deduplication } = parameters.SqsQueueParameters ?? {};
    const [, , , , account = "", name = ""] = arn.split(":");
    const { QueueUrl } = await call.sqs.GetQueueUrl({ QueueName: name, QueueOwnerAWSAccountId: account });
    const { Failed } = await call.sqs.SendMessageBatch({
      QueueUrl,
      Entries: events.map((event, place) => ({
        Id: String(place),
        MessageBody: event.text,
        ...(group !== undefined && { MessageGroupId: dynamic(group, event) }),
        ...(deduplication !== undefined && { MessageDeduplicationId: dynamic(deduplication, event) }),
      })),
    });
    return { failed: placesOf(Failed) };
  },
};
