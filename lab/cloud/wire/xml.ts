import type { NormalizedSchema } from "@smithy/core/schema";
import { dateToUtcString, NumericValue, toBase64 } from "@smithy/core/serde";
import { escapeXml } from "./escape-xml.ts";
import type { Structure } from "./protocol.ts";
import { type Shape, shapeOf } from "./shape.ts";
import { XmlWriter } from "./xml-writer.ts";

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A document, with its declaration. */
export function xmlDocument(write: (out: XmlWriter) => void): Buffer {
  const out = new XmlWriter();
  out.raw(XML_DECLARATION);
  write(out);
  return out.finish();
}

/**
 * Writes a structure as an element of its own. The SDK's writer builds a tree of nodes for requests, which are small;
 * answers are not, so this one writes bytes.
 */
export function writeXml(out: XmlWriter, schema: NormalizedSchema, value: Structure, namespace: string): void {
  const name = rootName(schema);
  const xmlns = namespace ? ` xmlns="${escapeXml(namespace)}"` : "";
  out.raw(`<${name}${xmlns}>`);
  writeContent(out, shapeOf(schema), value, name);
  out.end(name);
}

/** S3 answers GetBucketLocation with the member itself: a structure is not wrapped around its only member of the same name. */
function writeContent(out: XmlWriter, shape: Shape, value: Structure, name: string): void {
  const [only, ...others] = shape.members;
  if (only?.name !== name || others.length > 0) writeMembersOf(out, shape, value);
  else if (value[name] !== undefined) writeScalar(out, only.shape, value[name]);
}

/** The name of a document that is this structure. */
export function rootName(schema: NormalizedSchema): string {
  return shapeOf(schema).xmlName ?? (schema.getName() as string);
}

/** Writes the members of a structure, each as an element, without an element around them. */
export function writeMembers(out: XmlWriter, schema: NormalizedSchema, value: Structure): void {
  writeMembersOf(out, shapeOf(schema), value);
}

function writeMembersOf(out: XmlWriter, shape: Shape, value: Structure): void {
  for (const member of shape.members) {
    const item = value[member.name];
    if (item !== undefined && item !== null && !member.isAttribute)
      writeElement(out, member.xmlName, member.shape, item);
  }
}

/** An element that holds text. */
export function xmlElement(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}

function writeElement(out: XmlWriter, name: string, shape: Shape, value: unknown): void {
  const { kind } = shape;
  if (kind === "list" && shape.isFlat) writeItems(out, shape, value as unknown[], name);
  else if (kind === "map" && shape.isFlat) writeEntries(out, shape, value as Structure, name);
  else {
    if (kind === "structure") beginStructure(out, name, shape, value as Structure);
    else out.begin(name);
    writeValue(out, shape, value);
    out.end(name);
  }
}

/** Writes what is in an element. */
function writeValue(out: XmlWriter, shape: Shape, value: unknown): void {
  const { kind } = shape;
  if (kind === "structure") writeMembersOf(out, shape, value as Structure);
  else if (kind === "list") writeItems(out, shape, value as unknown[], shape.itemName ?? "member");
  else if (kind === "map") writeEntries(out, shape, value as Structure, "entry");
  else writeScalar(out, shape, value);
}

function writeItems(out: XmlWriter, list: Shape, items: unknown[], name: string): void {
  for (const item of items) if (item !== undefined && item !== null) writeElement(out, name, list.item, item);
}

function writeEntries(out: XmlWriter, map: Shape, value: Structure, name: string): void {
  const { keyName, itemName = "value" } = map;
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined || item === null) continue;
    out.begin(name);
    out.element(keyName, key);
    writeElement(out, itemName, map.item, item);
    out.end(name);
  }
}

/**
 * Begins a structure's element, with its attributes and the namespaces they are in: S3's `<Grantee xsi:type="CanonicalUser">` is
 * the one that matters.
 */
function beginStructure(out: XmlWriter, name: string, shape: Shape, value: Structure): void {
  const [prefix, uri] = shape.xmlNamespace;
  if (uri === undefined && !shape.hasAttributes) {
    out.begin(name);
    return;
  }
  out.raw(`<${name}`);
  if (uri) out.raw(` xmlns${prefix ? `:${prefix}` : ""}="${escapeXml(uri)}"`);
  for (const member of shape.members) {
    if (!member.isAttribute || value[member.name] === undefined) continue;
    out.raw(` ${member.xmlName}="`);
    writeScalar(out, member.shape, value[member.name]);
    out.raw('"');
  }
  out.raw(">");
}

function writeScalar(out: XmlWriter, shape: Shape, value: unknown): void {
  if (typeof value === "string") out.text(value);
  else if (value instanceof Date) out.raw(timestamp(shape, value));
  else if (value instanceof Uint8Array) out.raw(toBase64(value));
  else out.raw(value instanceof NumericValue ? value.string : String(value));
}

function timestamp({ timestampFormat: format }: Shape, value: Date): string {
  if (format === 7) return String(value.getTime() / 1000);
  if (format === 6) return dateToUtcString(value);
  return dateTime(value);
}

/** The last time that was written: in a listing, many are the same. */
let last = { time: Number.NaN, text: "" };

function dateTime(value: Date): string {
  const time = value.getTime();
  if (time !== last.time) last = { time, text: value.toISOString() };
  return last.text;
}
