import type { X509Certificate } from "node:crypto";
import { elements, readDocument } from "../../iam/providers/saml-metadata.ts";

const SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
const PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
const ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";

/** The answer's, and one of the assertion in it. */
const MOST_SIGNATURES = 2;

/** Of elements, begins and ends: an assertion of a thousand groups has fewer. */
const MOST_TAGS = 5_000;

/**
 * The assertion in an identity provider's answer, read from nothing but what the signature covers: whatever else is in the answer,
 * or was moved about in it, is not looked at. The answer or the assertion in it must be signed, with a key of the metadata; keys
 * that come with the answer don't count. Nothing when the signature does not hold.
 */
export async function signedAssertion(
  text: string,
  certificates: readonly X509Certificate[],
): Promise<Element | undefined> {
  // Nobody is known yet: what is read costs time by its elements.
  if (text.split("<", MOST_TAGS + 1).length > MOST_TAGS) return undefined;
  const { SignedXml } = await import("xml-crypto");
  const { documentElement: response } = await readDocument(text);
  if (!isNamed(response, PROTOCOL, "Response")) return undefined;
  const signatures = [response, ...childrenOf(response, ASSERTION, "Assertion")].flatMap((one) =>
    childrenOf(one, SIGNATURE, "Signature"),
  );
  if (signatures.length > MOST_SIGNATURES) return undefined;
  for (const signature of signatures) {
    // Each reference costs a search of the whole answer, and a signature that counts has one.
    if (elements(signature, SIGNATURE, "Reference").length !== 1) continue;
    for (const certificate of certificates) {
      const checked = new SignedXml({ publicCert: certificate.toString(), getCertFromKeyInfo: () => null });
      try {
        checked.loadSignature(signature);
        if (!checked.checkSignature(text)) continue;
      } catch {
        continue;
      }
      const [covered, ...others] = checked.getSignedReferences();
      if (covered === undefined || others.length > 0) continue;
      return await assertionIn(covered);
    }
  }
  return undefined;
}

/** The one assertion of a signed part: the part itself, or in it. */
async function assertionIn(text: string): Promise<Element | undefined> {
  const { documentElement: root } = await readDocument(text);
  if (isNamed(root, ASSERTION, "Assertion")) return root;
  if (!isNamed(root, PROTOCOL, "Response")) return undefined;
  const [status] = childrenOf(root, PROTOCOL, "Status").flatMap((one) => childrenOf(one, PROTOCOL, "StatusCode"));
  if (status?.getAttribute("Value") !== "urn:oasis:names:tc:SAML:2.0:status:Success") return undefined;
  const [assertion, ...others] = childrenOf(root, ASSERTION, "Assertion");
  return others.length === 0 ? assertion : undefined;
}

/** The children of an element that have a name. */
export function childrenOf(parent: Element, namespace: string, name: string): Element[] {
  return Array.from(parent.childNodes).filter((node): node is Element => isNamed(node as Element, namespace, name));
}

function isNamed(node: Element, namespace: string, name: string): boolean {
  return node.nodeType === 1 && node.namespaceURI === namespace && node.localName === name;
}
