import { randomUUID } from "node:crypto";
import type { Caller } from "../../../auth/caller.ts";
import type { Cloud } from "../../../cloud.ts";
import { services } from "../../index.ts";
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
  const send = (arn: string, message: Message) =>
    sendTo(arn, message, cloud, caller).catch((error) => {
      cloud.log(`What became of an event of ${arnOf(name)} could not be sent to ${arn}: ${error.message}`);
    });
  if (destination) await send(destination, recordOf(ended, cloud));
  if (deadLetters) await send(deadLetters, letterOf(ended));
}

/** What a destination gets. */
interface Message {
  readonly body: string;
  readonly attributes: Readonly<Record<string, { DataType: "String" | "Number"; StringValue: string }>>;
  /** What EventBridge calls it. */
  readonly detailType: string;
  readonly source: string;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function recordOf({ event, condition, executed }: Ended, cloud: Cloud): Message {
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
  return { body: JSON.stringify(record), attributes: {}, detailType, source: functionArn };
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
  const attributes: Message["attributes"] = {
    RequestID: text(requestId),
    ErrorCode: { DataType: "Number", StringValue: "200" },
    ...(errorMessage && { ErrorMessage: text(errorMessage.slice(0, 1024)) }),
  };
  return { body: Buffer.from(payload).toString(), attributes, detailType: "", source: arnOf(event.name) };
}

type Call = (input: object) => Promise<object>;

/** Hands a message to a queue, a topic, an event bus, a bucket or a function, as `caller`. */
async function sendTo(arn: string, message: Message, cloud: Cloud, caller: Caller): Promise<void> {
  const [, , service = "", region = "", account = "", name = ""] = arn.split(":");
  if (!Object.hasOwn(services, service)) throw new Error(`Skylab does not have the service ${service} yet`);
  // Some of these services are to come: the types of the clients don't name them yet.
  const call = (cloud.clients(caller, region || cloud.region) as unknown as Record<string, Record<string, Call>>)[
    service
  ];
  const { body, attributes: MessageAttributes, detailType: DetailType, source } = message;
  if (service === "lambda") {
    await call?.Invoke?.({ FunctionName: arn, InvocationType: "Event", Payload: Buffer.from(body) });
  } else if (service === "sqs") {
    const QueueUrl = `${cloud.endpoint}/${account}/${name}`;
    await call?.SendMessage?.({ QueueUrl, MessageBody: body, MessageAttributes });
  } else if (service === "sns") {
    await call?.Publish?.({ TopicArn: arn, Message: body, MessageAttributes });
  } else if (service === "s3") {
    await call?.PutObject?.({ Bucket: name, Key: `aws/lambda/async/${randomUUID()}`, Body: body });
  } else {
    const EventBusName = name.slice(name.indexOf("/") + 1);
    const entry = { Source: "lambda", DetailType, Detail: body, EventBusName, Resources: [arn, source] };
    await call?.PutEvents?.({ Entries: [entry] });
  }
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
