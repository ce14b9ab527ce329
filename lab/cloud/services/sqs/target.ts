import type { Target } from "../../delivery/target.ts";
import { permitted } from "./callers/permission.ts";
import { type QueueName, readArn, urlOf } from "./queues/names.ts";

/** A queue takes a message as it is. */
export const target: Target = {
  async deliver(arn, { body, attributes, groupId, deduplicationId }, { call, cloud }) {
    await call.sqs.SendMessage({
      QueueUrl: urlOf(namedBy(arn), { cloud }),
      MessageBody: body,
      ...(attributes && { MessageAttributes: attributes }),
      ...(groupId !== undefined && { MessageGroupId: groupId }),
      ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
    });
  },
  check: (arn, { cloud, caller }) => permitted({ queue: namedBy(arn), operation: "SendMessage", caller, cloud }),
};

function namedBy(arn: string): QueueName {
  return readArn(arn) ?? { account: "", region: "", name: "" };
}
