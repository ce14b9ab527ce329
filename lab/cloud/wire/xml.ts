import type { NormalizedSchema } from "@smithy/core/schema";
import { dateToUtcString, NumericValue, toBase64 } from "@smithy/core/serde";
import type { Structure } from "./protocol.ts";

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

interface Traits {
  xmlName?: string;
  xmlFlattened?: 1;
  xmlAttribute?: 1;
  xmlNamespace?: [prefix: string | undefined, uri: string];
  ec2QueryName?: string;
}

/**
 * Writes a structure as an element of its own. The SDK's writer builds a tree of nodes for requests, which are small;
 * answers are not, so this one appends text.
 * @param root the element's name; by default the schema's own
 */
export function writeXml(schema: NormalizedSchema, value: Structure, namespace: string, root?: string): string {
  const name = root ?? rootName(schema);
  const xmlns = namespace ? ` xmlns="${escapeXml(namespace)}"` : "";
  return `<${name}${xmlns}>${content(schema, value, name)}</${name}>`;
}

/** S3 answers GetBucketLocation with the member itself: a structure is not wrapped around its only member of the same name. */
function content(schema: NormalizedSchema, value: Structure, name: string): string {
  const [[member, memberSchema] = [], ...others] = schema.structIterator();
  if (member !== name || memberSchema === undefined || others.length > 0) return members(schema, value);
  return value[member] === undefined ? "" : scalar(memberSchema, value[member]);
}

/** The name of a document that is this structure. */
export function rootName(schema: NormalizedSchema): string {
  return (schema.getMergedTraits() as Traits).xmlName ?? (schema.getName() as string);
}

/** The members of a structure, each as an element, without an element around them. */
export function members(schema: NormalizedSchema, value: Structure): string {
  let text = "";
  for (const [member, memberSchema] of schema.structIterator()) {
    const item = value[member];
    const traits = memberSchema.getMemberTraits() as Traits;
    if (item === undefined || item === null || traits.xmlAttribute) continue;
    text += element(traits.xmlName ?? member, memberSchema, item);
  }
  return text;
}

/** An element that holds text. */
export function xmlElement(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}

function element(name: string, schema: NormalizedSchema, value: unknown): string {
  if (schema.isStructSchema())
    return `<${name}${attributes(schema, value as Structure)}>${members(schema, value as Structure)}</${name}>`;
  const flat = (schema.getMergedTraits() as Traits).xmlFlattened === 1;
  if (schema.isListSchema()) {
    const items = listItems(schema, value as unknown[], flat ? name : undefined);
    return flat ? items : `<${name}>${items}</${name}>`;
  }
  if (schema.isMapSchema()) {
    const entries = mapEntries(schema, value as Record<string, unknown>, flat ? name : "entry");
    return flat ? entries : `<${name}>${entries}</${name}>`;
  }
  return `<${name}>${scalar(schema, value)}</${name}>`;
}

function listItems(schema: NormalizedSchema, items: unknown[], flatName: string | undefined): string {
  const itemSchema = schema.getValueSchema();
  const name = flatName ?? (itemSchema.getMergedTraits() as Traits).xmlName ?? "member";
  let text = "";
  for (const item of items) if (item !== undefined && item !== null) text += element(name, itemSchema, item);
  return text;
}

function mapEntries(schema: NormalizedSchema, map: Record<string, unknown>, entryName: string): string {
  const keySchema = schema.getKeySchema();
  const valueSchema = schema.getValueSchema();
  const keyName = (keySchema.getMergedTraits() as Traits).xmlName ?? "key";
  const valueName = (valueSchema.getMergedTraits() as Traits).xmlName ?? "value";
  let text = "";
  for (const [key, value] of Object.entries(map)) {
    if (value === undefined || value === null) continue;
    text += `<${entryName}>${xmlElement(keyName, key)}${element(valueName, valueSchema, value)}</${entryName}>`;
  }
  return text;
}

/** Attributes, and the namespaces they are in: S3's `<Grantee xsi:type="CanonicalUser">` is the one that matters. */
function attributes(schema: NormalizedSchema, value: Structure): string {
  const [prefix, uri] = (schema.getMergedTraits() as Traits).xmlNamespace ?? [];
  let text = uri ? ` xmlns${prefix ? `:${prefix}` : ""}="${escapeXml(uri)}"` : "";
  for (const [member, memberSchema] of schema.structIterator()) {
    const traits = memberSchema.getMergedTraits() as Traits;
    if (traits.xmlAttribute && value[member] !== undefined)
      text += ` ${traits.xmlName ?? member}="${scalar(memberSchema, value[member])}"`;
  }
  return text;
}

function scalar(schema: NormalizedSchema, value: unknown): string {
  if (typeof value === "string") return escapeXml(value);
  if (value instanceof Date) return timestamp(schema, value);
  if (value instanceof Uint8Array) return toBase64(value);
  if (value instanceof NumericValue) return value.string;
  return String(value);
}

function timestamp(schema: NormalizedSchema, value: Date): string {
  const format = schema.getSchema();
  if (format === 7) return String(value.getTime() / 1000);
  if (format === 6) return dateToUtcString(value);
  return value.toISOString();
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be in XML as they are
const SPECIAL = /[&<>"'\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Escapes text for element content and attribute values. Carriage returns and control characters travel as references. */
export function escapeXml(text: string): string {
  return text.replace(SPECIAL, reference);
}

function reference(character: string): string {
  switch (character) {
    case "&":
      return "&amp;";
    case "<":
      return "&lt;";
    case ">":
      return "&gt;";
    case '"':
      return "&quot;";
    case "'":
      return "&apos;";
    default:
      return `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`;
  }
}
