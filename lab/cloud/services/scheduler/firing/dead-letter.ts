import { type Message, textAttribute } from "../../../delivery/message.ts";
import type { Failed } from "../../../delivery/outbox.ts";
import type { Invocation } from "./invocations.ts";
import { ATTEMPT, timeOf } from "./messages.ts";

/** What a dead-letter queue gets: what the target should have got, and why it did not. https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html */
export function deadLetterOf({
  delivery,
  error,
  attempts,
  exhausted,
}: Failed & { readonly delivery: Invocation }): Message {
  const { message, execution, schedule, scheduled, to } = delivery;
  return {
    body: message.body.replaceAll(ATTEMPT, String(attempts)),
    attributes: {
      ERROR_CODE: textAttribute(error.name),
      ERROR_MESSAGE: textAttribute(error.message || error.name),
      EXECUTION_ID: textAttribute(execution),
      ...(exhausted && { EXHAUSTED_RETRY_CONDITION: textAttribute(exhausted) }),
      IS_PAYLOAD_TRUNCATED: textAttribute("false"),
      RETRY_ATTEMPTS: textAttribute(String(attempts - 1)),
      SCHEDULED_TIME: textAttribute(timeOf(scheduled)),
      SCHEDULE_ARN: textAttribute(schedule),
      TARGET_ARN: textAttribute(to),
    },
  };
}
