import { SaxesParser } from "saxes";
import { MalformedRequest } from "./errors.ts";

/** How deep elements may be nested, and how many of them (and of their attributes) a document may have. */
const DEEPEST = 100;
const MOST = 100_000;

/**
 * Names of objects may have control characters, which clients send as they are, and S3 takes in. As references they may be in
 * XML 1.1, where U+0085 and U+2028 would be line breaks otherwise.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028]/g;

/** An element: its text, and its children and attributes by name. */
export interface XmlElement {
  text: string;
  /** Nothing when there are none. */
  children: Map<string, XmlElement[]> | undefined;
}

/**
 * Parses a document, in one pass. Throws a MalformedRequest for what is not well-formed, is not called `root`, has a document
 * type or entities of its own, or goes beyond all bounds.
 */
export function parseXml(text: string, root: string): XmlElement {
  const parser = new SaxesParser({ defaultXMLVersion: "1.1", forceXMLVersion: true });
  const top: XmlElement = { text: "", children: undefined };
  const open = [top];
  let current = top;
  let count = 0;
  parser.on("error", ({ message }) => {
    throw new MalformedRequest(message);
  });
  parser.on("doctype", () => {
    throw new MalformedRequest("A document type is not allowed");
  });
  const add = () => {
    if (++count > MOST) throw new MalformedRequest("The document has too many elements and attributes");
  };
  parser.on("attribute", add);
  parser.on("opentag", ({ name, attributes }) => {
    if (open.length === 1 && name !== root) throw new MalformedRequest(`The document is no ${root}`);
    if (open.length > DEEPEST) throw new MalformedRequest("The document is nested too deep");
    add();
    current = append(current, name, "");
    open.push(current);
    for (const attribute in attributes) append(current, attribute, attributes[attribute] as string);
  });
  parser.on("closetag", () => {
    open.pop();
    current = open.at(-1) as XmlElement;
  });
  const write = (piece: string) => {
    current.text += piece;
  };
  parser.on("text", write);
  parser.on("cdata", write);
  parser.write(text.replace(CONTROLS, (character) => `&#${character.charCodeAt(0)};`)).close();
  // Without a root the parser has refused the document.
  return top.children?.get(root)?.[0] as XmlElement;
}

function append(parent: XmlElement, name: string, text: string): XmlElement {
  const child: XmlElement = { text, children: undefined };
  parent.children ??= new Map();
  const others = parent.children.get(name);
  if (others) others.push(child);
  else parent.children.set(name, [child]);
  return child;
}
