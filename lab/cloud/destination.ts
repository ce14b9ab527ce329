import type { Caller } from "./auth/caller.ts";
import type { Cloud } from "./cloud.ts";
import { services } from "./services/index.ts";

/** What a service sends to another resource on its own account. */
export interface Message {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, { DataType: "String" | "Number"; StringValue: string }>>;
  /** What EventBridge calls it, and where it says that it comes from. */
  readonly event?: { readonly source: string; readonly detailType: string; readonly resources: readonly string[] };
  /** The key under which a bucket keeps it. */
  readonly key?: string;
}

type Call = (input: object) => Promise<object>;

/** Hands a message to a function, a queue, a topic, a bucket or an event bus, as `caller`. */
export async function send(arn: string, message: Message, cloud: Cloud, caller: Caller): Promise<void> {
  const [, , service = "", region = "", account = "", name = ""] = arn.split(":");
  if (!isHere(service)) throw new Error(`Skylab does not have the service ${service} yet`);
  // Some of these services are to come: the types of the clients don't name them yet.
  const clients = cloud.clients(caller, region || cloud.region) as unknown as Record<string, Record<string, Call>>;
  const call = clients[service];
  const { body, attributes: MessageAttributes, event, key: Key } = message;
  if (service === "lambda") {
    await call?.Invoke?.({ FunctionName: arn, InvocationType: "Event", Payload: Buffer.from(body) });
  } else if (service === "sqs") {
    const QueueUrl = `${cloud.endpoint}/${account}/${name}`;
    await call?.SendMessage?.({ QueueUrl, MessageBody: body, MessageAttributes });
  } else if (service === "sns") {
    await call?.Publish?.({ TopicArn: arn, Message: body, MessageAttributes });
  } else if (service === "s3") {
    await call?.PutObject?.({ Bucket: name, Key, Body: body });
  } else {
    const EventBusName = name.slice(name.indexOf("/") + 1);
    const entry = { Source: event?.source, DetailType: event?.detailType, Detail: body, EventBusName };
    await call?.PutEvents?.({ Entries: [{ ...entry, Resources: event?.resources }] });
  }
}

/** Whether the lab has a service. */
export function isHere(service: string): boolean {
  return Object.hasOwn(services, service);
}
