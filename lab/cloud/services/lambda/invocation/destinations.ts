import { randomUUID } from "node:crypto";
import type { Cloud } from "../../../cloud.ts";
import { type Message, send } from "../../../destination.ts";
import { arnOf, LATEST } from "../names.ts";
import type { LambdaState } from "../state.ts";
import type { Condition, QueuedEvent } from "./attempts.ts";
import { choose, type Executed } from "./invocations.ts";

/** How an event ended. */
export interface Ended {
  readonly event: QueuedEvent;
  readonly condition: Condition;
  /** Of the last attempt; absent when there was none. */
  readonly executed: Executed | undefined;
}

/**
 * Tells the destinations of a function how an event ended, as the function's role. As on AWS, what can't be delivered is
 * lost, which the lab tells whoever runs it.
 */
export async function deliver(ended: Ended, cloud: Cloud, state: LambdaState): Promise<void> {
  const { name } = ended.event;
  const { version } = choose(name, state);
  const { Role, DeadLetterConfig } = version.configuration;
  const config = state.eventConfigs.get(name.account, name.region, name.name, name.qualifier ?? LATEST);
  const destination = ended.condition === "Success" ? config?.onSuccess : config?.onFailure;
  const deadLetters = ended.condition === "Success" ? undefined : DeadLetterConfig?.TargetArn;
  if (!destination && !deadLetters) return;
  const { caller } = await state.sessions.session({ ...name, role: Role });
  const tell = (arn: string, message: Message) =>
    send(arn, message, cloud, caller).catch((error) => {
      cloud.log(`What became of an event of ${arnOf(name)} could not be sent to ${arn}: ${error.message}`);
    });
  if (destination) await tell(destination, recordOf(ended, destination, cloud));
  if (deadLetters) await tell(deadLetters, letterOf(ended));
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
  return { body: JSON.stringify(record), attributes: {}, key: `aws/lambda/async/${randomUUID()}`, event: sent };
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
function letterOf({ event, executed }: Ended): Message {
  const { requestId, payload } = event.invocation;
  const { errorMessage } = (parsed(executed?.payload ?? Buffer.from("{}")) ?? {}) as { errorMessage?: string };
  const attributes: NonNullable<Message["attributes"]> = {
    RequestID: text(requestId),
    ErrorCode: { DataType: "Number", StringValue: "200" },
    ...(errorMessage && { ErrorMessage: text(errorMessage.slice(0, 1024)) }),
  };
  return { body: Buffer.from(payload).toString(), attributes };
}

function text(StringValue: string) {
  return { DataType: "String", StringValue } as const;
}

function parsed(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return payload.toString();
  }
}
