import { randomUUID } from "node:crypto";
import type { Cloud } from "../../../cloud.ts";
import { type Message, numberAttribute, textAttribute } from "../../../delivery/message.ts";
import type { Delivery } from "../../../delivery/outbox.ts";
import type { RetryPolicy } from "../../../delivery/retry-policy.ts";
import { arnOf, LATEST } from "../functions/names.ts";
import type { LambdaState } from "../state.ts";
import type { Condition, QueuedEvent } from "./attempts.ts";
import { choose, type Executed } from "./invocations.ts";
import { roleOf } from "./role-sessions.ts";

/** In AWS's spelling. */
const OFF = "Function not invoked. Function isconfigured with zero reserved concurrent executions";

/** How an event ended. */
export interface Ended {
  readonly event: QueuedEvent;
  readonly condition: Condition;
  /** Of the last attempt; absent when there was none. */
  readonly executed: Executed | undefined;
}

/** Lambda tries a little longer than at once, and drops what can't be delivered, as on AWS. */
const RETRY_POLICY: RetryPolicy = { retries: 2, firstWait: 1000, longestWait: 1000 };

/** What the destinations of a function, and its dead-letter queue, get of an event that has ended, sent as the function's role. */
export function deliveriesOf(ended: Ended, cloud: Cloud, state: LambdaState): Delivery[] {
  const { name } = ended.event;
  const { version } = choose(name, state);
  const { Role, DeadLetterConfig } = version.configuration;
  const config = state.eventConfigs.get(name.account, name.region, name.name, name.qualifier ?? LATEST);
  const destination = ended.condition === "Success" ? config?.onSuccess : config?.onFailure;
  const deadLetterQueue = ended.condition === "Success" ? undefined : DeadLetterConfig?.TargetArn;
  const as = roleOf({ ...name, role: Role });
  const deliveries: Delivery[] = [];
  if (destination)
    deliveries.push({ to: destination, message: recordOf(ended, destination, cloud), as, retryPolicy: RETRY_POLICY });
  if (deadLetterQueue)
    deliveries.push({ to: deadLetterQueue, message: deadLetterOf(ended), as, retryPolicy: RETRY_POLICY });
  return deliveries;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function recordOf({ event, condition, executed }: Ended, destination: string, cloud: Cloud): Message {
  const { name, invocation, failures } = event;
  const functionArn = arnOf({ ...name, qualifier: name.qualifier ?? LATEST });
  const approximateInvokeCount = executed ? failures + 1 : failures;
  const requestContext = { requestId: invocation.requestId, functionArn, condition, approximateInvokeCount };
  const record = {
    version: "1.0",
    timestamp: cloud.clock.date().toISOString(),
    requestContext,
    requestPayload: JSON.parse(Buffer.from(invocation.payload).toString()),
    ...(executed && responseOf(executed)),
  };
  const detailType = `Lambda Function Invocation Result - ${condition === "Success" ? "Success" : "Failure"}`;
  const sent = { source: "lambda", detailType, resources: [destination, functionArn] };
  return { body: JSON.stringify(record), key: `aws/lambda/async/${randomUUID()}`, event: sent };
}

function responseOf({ version, errorType, payload }: Executed) {
  return {
    responseContext: {
      statusCode: 200,
      executedVersion: version,
      ...(errorType && { functionError: "Unhandled" }),
    },
    responsePayload: parsed(payload),
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq */
function deadLetterOf({ event, condition, executed }: Ended): Message {
  const { requestId, payload } = event.invocation;
  const limit = condition === "ZeroReservedConcurrency" ? OFF : "Rate Exceeded.";
  const { errorMessage } = (executed ? (parsed(executed.payload) ?? {}) : { errorMessage: limit }) as {
    errorMessage?: string;
  };
  const attributes = {
    RequestID: textAttribute(requestId),
    ErrorCode: numberAttribute(executed ? 200 : 429),
    ...(errorMessage && { ErrorMessage: textAttribute(errorMessage.slice(0, 1024)) }),
  };
  return { body: Buffer.from(payload).toString(), attributes };
}

function parsed(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return payload.toString();
  }
}
