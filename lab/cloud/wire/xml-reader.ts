import type { NormalizedSchema } from "@smithy/core/schema";
import { MalformedRequest } from "./errors.ts";
import { setOwn } from "./plain-values.ts";
import type { Structure } from "./protocol.ts";
import { type Shape, shapeOf } from "./shape.ts";
import { TextReader } from "./text.ts";
import { rootName } from "./xml.ts";
import { parseXml, type XmlElement } from "./xml-document.ts";

const scalars = new TextReader({ http: false });

/** Reads an XML body as its schema says. Throws a MalformedRequest when it is no such document. */
export function readXml(schema: NormalizedSchema, body: Buffer): Structure {
  const document = parseXml(body.toString("utf8"), rootName(schema));
  try {
    return structure(shapeOf(schema), document);
  } catch (error) {
    // What is wrong inside of a document is no parameter.
    throw new MalformedRequest((error as Error).message);
  }
}

function structure(shape: Shape, { children }: XmlElement): Structure {
  const value: Structure = {};
  if (!children) return value;
  for (const { name, xmlName, shape: member } of shape.members) {
    const elements = children.get(xmlName);
    if (elements) value[name] = valueFrom(member, elements);
  }
  return value;
}

/** The value of all elements of one name. */
function valueFrom(shape: Shape, elements: readonly XmlElement[]): unknown {
  if (shape.kind === "list") return list(shape, elements);
  if (shape.kind === "map") return map(shape, elements);
  const element = elements[0] as XmlElement;
  return shape.kind === "structure" ? structure(shape, element) : scalar(shape, element);
}

function list(shape: Shape, elements: readonly XmlElement[]): unknown[] {
  const { item, itemName = "member" } = shape;
  const items = shape.isFlat ? elements : (elements[0]?.children?.get(itemName) ?? []);
  return items.map((element) => valueFrom(item, [element]));
}

function map(shape: Shape, elements: readonly XmlElement[]): Structure {
  const { key, item, keyName, itemName = "value" } = shape;
  const value: Structure = {};
  for (const { children } of shape.isFlat ? elements : (elements[0]?.children?.get("entry") ?? [])) {
    const name = children?.get(keyName)?.[0];
    const held = children?.get(itemName);
    if (name && held) setOwn(value, String(scalar(key, name)), valueFrom(item, held));
  }
  return value;
}

function scalar(shape: Shape, { text }: XmlElement): unknown {
  return shape.kind === "string" && !shape.hasMediaType ? text : scalars.read(shape.schema, text, "");
}
