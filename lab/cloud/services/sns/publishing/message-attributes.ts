import type { MessageAttributeValue } from "@aws-sdk/client-sns";
import type { MessageAttribute } from "../../../delivery/message.ts";
import { invalidValue } from "../errors.ts";

/**
 * The attributes of a message. Throws InvalidParameterValue in AWS's words.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
 */
export function checkedAttributes(
  given: Readonly<Record<string, MessageAttributeValue>> | undefined,
): Readonly<Record<string, MessageAttribute>> | undefined {
  const entries = Object.entries(given ?? {});
  if (entries.length === 0) return undefined;
  return Object.fromEntries(
    entries.map(([name, value]) => {
      checkName(name);
      return [name, checkedValue(name, value)];
    }),
  );
}

/** How much of a message's size its attributes are: names, types and values, in bytes. */
export function sizeOf(attributes: Readonly<Record<string, MessageAttribute>> | undefined): number {
  return Object.entries(attributes ?? {}).reduce(
    (sum, [name, { DataType, StringValue = "", BinaryValue }]) =>
      sum +
      Buffer.byteLength(name) +
      Buffer.byteLength(DataType) +
      Buffer.byteLength(StringValue) +
      (BinaryValue?.length ?? 0),
    0,
  );
}

function checkName(name: string): void {
  if (Buffer.byteLength(name) > 256)
    throw invalidValue("Length of message attribute name must be less than 256 bytes.");
  const [character] = /[^\w.-]/u.exec(name) ?? [];
  if (character !== undefined)
    throw invalidValue(
      `Invalid non-alphanumeric character '#x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}' was found in the message attribute name. ` +
        "Can only include alphanumeric characters, hyphens, underscores, or dots.",
    );
  if (name.startsWith(".")) throw invalidValue("Invalid message attribute name starting with character '.' was found.");
  if (name.endsWith(".")) throw invalidValue("Invalid message attribute name ending with character '.' was found.");
  if (name.includes("..")) throw invalidValue("Message attribute name can not have successive '.' character.");
}

function checkedValue(
  name: string,
  { DataType = "", StringValue, BinaryValue }: MessageAttributeValue,
): MessageAttribute {
  const [, kind] = /^(String|Number|Binary)(\..+)?$/.exec(DataType) ?? [];
  if (kind === undefined)
    throw invalidValue(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  const field = kind === "Binary" ? "Binary" : "String";
  const value = field === "Binary" ? BinaryValue : StringValue;
  const other = field === "Binary" ? StringValue : BinaryValue;
  if (value === undefined && other !== undefined && other.length > 0)
    throw invalidValue(`The message attribute '${name}' with type '${DataType}' must use field '${field}'.`);
  if (value === undefined || value.length === 0)
    throw invalidValue(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${DataType}'.`,
    );
  if (kind === "Number" && (StringValue?.trim() === "" || Number.isNaN(Number(StringValue))))
    throw invalidValue(`Could not cast message attribute '${name}' value to number.`);
  return field === "Binary"
    ? { DataType, BinaryValue: Buffer.from(BinaryValue as Uint8Array) }
    : { DataType, StringValue: StringValue as string };
}
