import { randomUUID } from "node:crypto";
import type { MessageAttributeValue } from "@aws-sdk/client-sns";
import { own } from "../../../own.ts";
import { invalidParameter } from "../errors.ts";
import type { Notice, Published, Subscription } from "../records.ts";
import { checkedAttributes, sizeOf } from "./message-attributes.ts";

/** A message's largest size, its attributes included, in bytes; of the messages of a batch together as well. */
export const LARGEST = 262_144;

/** What Publish, and an entry of PublishBatch, say of a message. */
export interface MessageInput {
  readonly Message?: string | undefined;
  readonly Subject?: string | undefined;
  readonly MessageStructure?: string | undefined;
  readonly MessageAttributes?: Readonly<Record<string, MessageAttributeValue>> | undefined;
  readonly MessageGroupId?: string | undefined;
  readonly MessageDeduplicationId?: string | undefined;
}

/** A message with its size in bytes. */
export interface Checked {
  readonly message: Published;
  readonly size: number;
}

/** A message as it will be published. Throws InvalidParameter. */
export function checkedMessage(input: MessageInput, now: number, needsDefault = true): Checked {
  const { Message = "", Subject, MessageStructure } = input;
  checkSubject(Subject);
  if (Message === "") throw invalidParameter("Empty message");
  const attributes = checkedAttributes(input.MessageAttributes);
  const size = Buffer.byteLength(Message) + sizeOf(attributes);
  const bodies = MessageStructure === undefined ? undefined : bodiesOf(Message, MessageStructure, needsDefault);
  const message = {
    id: randomUUID(),
    body: Message,
    ...(bodies && { bodies }),
    ...(Subject !== undefined && { subject: Subject }),
    ...(attributes && { attributes }),
    time: now,
  };
  return { message, size };
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_RequestParameters */
function checkSubject(subject: string | undefined): void {
  if (subject === undefined) return;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that AWS refuses
  if (subject === "" || subject.length > 100 || /[\u0000-\u001f\u007f]/.test(subject) || /^\s/.test(subject))
    throw invalidParameter("Subject");
}

/** The bodies by protocol: texts of a JSON object, of which only those count that are texts. */
function bodiesOf(message: string, structure: string, needsDefault: boolean): Readonly<Record<string, string>> {
  if (structure !== "json") throw invalidParameter("MessageStructure");
  let given: unknown;
  try {
    given = JSON.parse(message);
  } catch {
    throw invalidParameter("Message Structure - JSON message body failed to parse");
  }
  const texts = typeof given === "object" && given !== null && !Array.isArray(given) ? Object.entries(given) : [];
  const bodies = Object.fromEntries(texts.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
  if (needsDefault && !Object.hasOwn(bodies, "default"))
    throw invalidParameter("Message Structure - No default entry in JSON message body");
  return bodies;
}

/** The body that a subscription gets of a message: of a device, that for its platform. */
export function bodyFor(
  { protocol, endpoint }: Pick<Subscription, "protocol" | "endpoint">,
  message: Pick<Published, "body" | "bodies">,
): string {
  return bodyNamed(protocol === "application" ? (endpoint.split("/")[1] ?? "") : protocol, message);
}

/** The body of a name, or the default. */
export function bodyNamed(name: string, { body, bodies }: Pick<Published, "body" | "bodies">): string {
  return own(bodies, name) ?? bodies?.default ?? body;
}

/** What a subscription of a protocol is sent of a message. */
export function noticeOf({ bodies, ...message }: Published, body: string): Notice {
  return { ...message, type: "Notification", body };
}
