import type { MessageAttribute } from "../../delivery/message.ts";
import type { Target } from "../../delivery/target.ts";

/** A topic takes a message as a publication. */
export const target: Target = {
  deliver: (arn, { body, subject, attributes, groupId, deduplicationId }, { call }) =>
    call.sns.Publish({
      TopicArn: arn,
      Message: body,
      Subject: subject,
      MessageAttributes: attributes && { ...(attributes as Record<string, Writable>) },
      MessageGroupId: groupId,
      MessageDeduplicationId: deduplicationId,
    }),
  // SNS has no call that only asks. Who may not publish hears that, before the message is refused for being empty.
  check: (arn, { call }) =>
    call.sns.Publish({ TopicArn: arn, Message: "" }).catch((error: Error) => {
      if (!error.message.endsWith("Empty message")) throw error;
    }),
};

type Writable = { -readonly [K in keyof MessageAttribute]: MessageAttribute[K] };
