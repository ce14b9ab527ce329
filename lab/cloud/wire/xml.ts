import type { NormalizedSchema } from "@smithy/core/schema";
import { dateToUtcString, NumericValue, toBase64 } from "@smithy/core/serde";
import type { Structure } from "./protocol.ts";
import { type Shape, shapeOf } from "./shape.ts";

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/**
 * Writes a structure as an element of its own. The SDK's writer builds a tree of nodes for requests, which are small;
 * answers are not, so this one appends text.
 * @param root the element's name; by default the schema's own
 */
export function writeXml(schema: NormalizedSchema, value: Structure, namespace: string, root?: string): string {
  const name = root ?? rootName(schema);
  const xmlns = namespace ? ` xmlns="${escapeXml(namespace)}"` : "";
  return `<${name}${xmlns}>${content(shapeOf(schema), value, name)}</${name}>`;
}

/** S3 answers GetBucketLocation with the member itself: a structure is not wrapped around its only member of the same name. */
function content(shape: Shape, value: Structure, name: string): string {
  const [only, ...others] = shape.members;
  if (only?.name !== name || others.length > 0) return membersOf(shape, value);
  return value[name] === undefined ? "" : scalar(only.shape, value[name]);
}

/** The name of a document that is this structure. */
export function rootName(schema: NormalizedSchema): string {
  return shapeOf(schema).xmlName ?? (schema.getName() as string);
}

/** The members of a structure, each as an element, without an element around them. */
export function members(schema: NormalizedSchema, value: Structure): string {
  return membersOf(shapeOf(schema), value);
}

function membersOf(shape: Shape, value: Structure): string {
  let text = "";
  for (const member of shape.members) {
    const item = value[member.name];
    if (item !== undefined && item !== null && !member.isAttribute) text += element(member.xmlName, member.shape, item);
  }
  return text;
}

/** An element that holds text. */
export function xmlElement(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}

function element(name: string, shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case "structure":
      return `<${name}${attributes(shape, value as Structure)}>${membersOf(shape, value as Structure)}</${name}>`;
    case "list": {
      const items = listItems(shape, value as unknown[], name);
      return shape.isFlat ? items : `<${name}>${items}</${name}>`;
    }
    case "map": {
      const entries = mapEntries(shape, value as Structure, shape.isFlat ? name : "entry");
      return shape.isFlat ? entries : `<${name}>${entries}</${name}>`;
    }
    default:
      return `<${name}>${scalar(shape, value)}</${name}>`;
  }
}

function listItems(list: Shape, items: unknown[], listName: string): string {
  const name = list.isFlat ? listName : (list.itemName ?? "member");
  let text = "";
  for (const item of items) if (item !== undefined && item !== null) text += element(name, list.item, item);
  return text;
}

function mapEntries(map: Shape, value: Structure, name: string): string {
  const { keyName, itemName = "value" } = map;
  let text = "";
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined || item === null) continue;
    text += `<${name}>${xmlElement(keyName, key)}${element(itemName, map.item, item)}</${name}>`;
  }
  return text;
}

/** Attributes, and the namespaces they are in: S3's `<Grantee xsi:type="CanonicalUser">` is the one that matters. */
function attributes(shape: Shape, value: Structure): string {
  const [prefix, uri] = shape.xmlNamespace;
  if (uri === undefined && !shape.hasAttributes) return "";
  let text = uri ? ` xmlns${prefix ? `:${prefix}` : ""}="${escapeXml(uri)}"` : "";
  for (const member of shape.members) {
    const item = value[member.name];
    if (member.isAttribute && item !== undefined) text += ` ${member.xmlName}="${scalar(member.shape, item)}"`;
  }
  return text;
}

function scalar(shape: Shape, value: unknown): string {
  if (typeof value === "string") return escapeXml(value);
  if (value instanceof Date) return timestamp(shape, value);
  if (value instanceof Uint8Array) return toBase64(value);
  if (value instanceof NumericValue) return value.string;
  return String(value);
}

function timestamp({ timestampFormat: format }: Shape, value: Date): string {
  if (format === 7) return String(value.getTime() / 1000);
  if (format === 6) return dateToUtcString(value);
  return value.toISOString();
}

/** Escapes text for element content and attribute values. Carriage returns and control characters travel as references. */
export function escapeXml(text: string): string {
  let escaped = "";
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // Letters, digits and most signs: a listing has tens of thousands of them.
    if ((code > 0x3e && code < 0xfffe) || (code > 0x27 && code < 0x3c)) continue;
    const reference = referenceOf(code);
    if (reference === undefined) continue;
    escaped += text.slice(from, at) + reference;
    from = at + 1;
  }
  return from === 0 ? text : escaped + text.slice(from);
}

function referenceOf(code: number): string | undefined {
  switch (code) {
    case 0x26:
      return "&amp;";
    case 0x3c:
      return "&lt;";
    case 0x3e:
      return "&gt;";
    case 0x22:
      return "&quot;";
    case 0x27:
      return "&apos;";
    // A tab and a line feed, and all else that may be in XML as it is.
    case 0x09:
    case 0x0a:
      return undefined;
    default:
      return code < 0x20 || code >= 0xfffe ? `&#x${code.toString(16).toUpperCase()};` : undefined;
  }
}
