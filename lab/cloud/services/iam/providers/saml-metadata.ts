import { X509Certificate } from "node:crypto";

/** What an identity provider says about itself. https://docs.oasis-open.org/security/saml/v2.0/saml-metadata-2.0-os.pdf */
export interface SamlMetadata {
  /** Its name, which its answers carry as their issuer. */
  readonly issuer: string;
  /** What it signs with. */
  readonly certificates: readonly X509Certificate[];
  /** Milliseconds. */
  readonly validUntil: number | undefined;
}

const METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
const SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";

/** How many tags and attributes a document may have: the library takes microseconds for each, and real ones have hundreds. */
const MOST_PARTS = 50_000;

/** How deeply elements may be nested; metadata and assertions go down about ten times. */
const DEEPEST = 100;

/**
 * Reads an XML document. A document type and processing instructions are refused: nothing here needs them, entities hide in the
 * one, and the parser looks for the end of each of the others up to the end of the text.
 */
export async function readDocument(text: string): Promise<Document> {
  const { DOMParser } = await import("@xmldom/xmldom");
  if (/<!DOCTYPE/i.test(text)) throw new Error("A document type is not allowed");
  if (/^\s*<\?xml\s/.test(text) ? text.indexOf("<?", text.indexOf("<?") + 2) >= 0 : text.includes("<?"))
    throw new Error("Processing instructions are not allowed");
  if (countOf("<", text) + countOf("=", text) > MOST_PARTS) throw new Error("The document has too many elements");
  const refuse = (message: string) => {
    throw new Error(message);
  };
  const parser = new DOMParser({ errorHandler: { warning: refuse, error: refuse, fatalError: refuse } });
  const document = parser.parseFromString(text, "text/xml");
  if (!document?.documentElement) throw new Error("There is no document");
  checkDepth(document);
  return document;
}

/** Later steps walk the document by recursion. */
function checkDepth(document: Document): void {
  let depth = 0;
  for (let node: Node | null = document.documentElement; node; ) {
    if (node.firstChild) {
      depth += 1;
      if (depth > DEEPEST) throw new Error("The document is nested too deeply");
      node = node.firstChild;
      continue;
    }
    while (node && !node.nextSibling) {
      depth -= 1;
      node = node.parentNode;
    }
    node = node?.nextSibling ?? null;
  }
}

function countOf(character: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0 && count <= MOST_PARTS; at = text.indexOf(character, at + 1))
    count += 1;
  return count;
}

/** Reads an identity provider's metadata; throws an Error that says what is missing. */
export async function readMetadata(text: string): Promise<SamlMetadata> {
  const { documentElement: root } = await readDocument(text);
  if (root?.namespaceURI !== METADATA || root.localName !== "EntityDescriptor")
    throw new Error("The document is no EntityDescriptor");
  const issuer = root.getAttribute("entityID");
  if (!issuer) throw new Error("There is no entityID");
  const [descriptor] = elements(root, METADATA, "IDPSSODescriptor");
  if (!descriptor) throw new Error("There is no IDPSSODescriptor");
  const certificates = elements(descriptor, METADATA, "KeyDescriptor")
    .filter((key) => key.getAttribute("use") !== "encryption")
    .flatMap((key) => elements(key, SIGNATURE, "X509Certificate"))
    .map((one) => new X509Certificate(Buffer.from(one.textContent ?? "", "base64")));
  if (certificates.length === 0) throw new Error("There is no certificate");
  const until = Date.parse(root.getAttribute("validUntil") ?? "");
  return { issuer, certificates, validUntil: Number.isNaN(until) ? undefined : until };
}

/** The elements of a name below another. */
export function elements(parent: Element | Document, namespace: string, name: string): Element[] {
  return Array.from(parent.getElementsByTagNameNS(namespace, name));
}
