import { createHash } from "node:crypto";
import type { MessageAttributeValue, MessageSystemAttributeValue } from "@aws-sdk/client-sqs";
import { invalidParameter } from "../errors.ts";
import type { StoredAttribute, StoredAttributes } from "../records.ts";

/** How many attributes a message can have. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const MOST = 10;

const TYPE = /^(String|Number|Binary)(\..+)?$/;
const LONGEST_NAME = 256;

type Given = Readonly<Record<string, MessageAttributeValue | MessageSystemAttributeValue>>;

/** The attributes of a message as they are stored; nothing when there are none. Throws AWS's errors for what can't be one. */
export function readAttributes(given: Given | undefined): StoredAttributes | undefined {
  const entries = Object.entries(given ?? {});
  if (entries.length === 0) return undefined;
  if (entries.length > MOST)
    throw invalidParameter(`Number of message attributes [${entries.length}] exceeds the allowed maximum [${MOST}].`);
  return Object.fromEntries(entries.map(([name, value]) => [name, readAttribute(name, value)]));
}

function readAttribute(name: string, { DataType = "", StringValue, BinaryValue }: Given[string]): StoredAttribute {
  checkName(name);
  if (DataType === "")
    throw invalidParameter(`The message attribute '${name}' must contain a non-empty attribute type.`);
  const kind = TYPE.exec(DataType)?.[1];
  if (kind === undefined || DataType.length > LONGEST_NAME) {
    throw invalidParameter(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  if (kind === "Binary") {
    if (!BinaryValue?.length) throw emptyValue(name, DataType);
    return { DataType, BinaryValue };
  }
  if (!StringValue) throw emptyValue(name, DataType);
  if (kind === "Number" && !isNumber(StringValue))
    throw invalidParameter(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  const wrong = invalidCharacter(StringValue);
  if (wrong !== undefined)
    throw invalidParameter(`Invalid binary character '#x${wrong}' was found in the message attribute '${name}' value.`);
  return { DataType, StringValue };
}

function emptyValue(name: string, type: string): Error {
  return invalidParameter(`Message (user) attribute '${name}' must contain a non-empty value of type '${type}'.`);
}

function checkName(name: string): void {
  const isReserved = /^(aws|amazon)\./i.test(name);
  if (/^[A-Za-z0-9_.-]{1,256}$/.test(name) && !/^\.|\.$|\.\./.test(name) && !isReserved) return;
  if (isReserved) {
    throw invalidParameter(
      `The message attribute name '${name}' is invalid because it has a reserved prefix: aws. or amazon.`,
    );
  }
  throw invalidParameter(
    `Message (user) attribute name '${name}' is invalid. Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.) characters.`,
  );
}

function isNumber(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) && text.length <= 256;
}

/** The first character that XML can't carry, in hexadecimal digits; nothing when there is none. https://www.w3.org/TR/REC-xml/#charsets */
export function invalidCharacter(text: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  const found = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.exec(text);
  return found?.[0].charCodeAt(0).toString(16);
}

/** The trace header that a message carries. Throws AWS's errors for other system attributes. */
export function readTrace(given: Given | undefined): string | undefined {
  for (const [name, { DataType, StringValue }] of Object.entries(given ?? {})) {
    if (name !== "AWSTraceHeader") throw invalidParameter(`Message system attribute name '${name}' is invalid.`);
    if (DataType !== "String")
      throw invalidParameter(`The message system attribute '${name}' must be of type 'String'.`);
    if (!StringValue)
      throw invalidParameter(`Message (system) attribute '${name}' must contain a non-empty value of type 'String'.`);
    return StringValue;
  }
  return undefined;
}

/** Bytes of the attributes, as they count towards a message's size: names, types and values. */
export function sizeOf(attributes: StoredAttributes = {}): number {
  let size = 0;
  for (const [name, { DataType, StringValue = "", BinaryValue }] of Object.entries(attributes))
    size +=
      Buffer.byteLength(name) + Buffer.byteLength(DataType) + (BinaryValue?.length ?? Buffer.byteLength(StringValue));
  return size;
}

/**
 * The MD5 that clients compare.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function digestOf(attributes: StoredAttributes): string {
  const hash = createHash("md5");
  const add = (part: string | Uint8Array) => {
    const bytes = Buffer.from(part as Uint8Array);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of Object.keys(attributes).sort()) {
    const { DataType, StringValue = "", BinaryValue } = attributes[name] as StoredAttribute;
    add(name);
    add(DataType);
    hash.update(Buffer.of(BinaryValue ? 2 : 1));
    add(BinaryValue ?? StringValue);
  }
  return hash.digest("hex");
}
