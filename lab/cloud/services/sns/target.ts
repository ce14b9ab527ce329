import type { MessageAttribute } from "../../delivery/message.ts";
import { permit } from "../../delivery/permission.ts";
import type { Target } from "../../delivery/target.ts";
import type { SnsState } from "./state.ts";
import { topicAt } from "./topics/names.ts";

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
  async check(arn, { caller, cloud }) {
    const region = arn.split(":")[3] ?? "";
    const publish = { service: "sns", operation: "Publish", input: { TopicArn: arn } } as const;
    topicAt(arn, await permit<SnsState>({ ...publish, caller, region, cloud }));
  },
};

type Writable = { -readonly [K in keyof MessageAttribute]: MessageAttribute[K] };
