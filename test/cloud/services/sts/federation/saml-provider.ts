import { generateKeyPairSync } from "node:crypto";
import { SignedXml } from "xml-crypto";

/** Made for these tests, once, by openssl: Node.js makes keys, but no certificates. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIIEvwIBADANBgkqhkiG9w0BAQEFAASCBKkwggSlAgEAAoIBAQCSIIJTwpXkXfEs
g+PgwQqZUUTp/7PHOcsXd5l0aGd36bv87+4wO0p280DOMQHivCfS4LYWgcjH+09J
0usbw3Ql1moDJQgBIdLUgyx9Yf+Z3Rwdz0N6RrQc4NrtF/tOMotHShuUhRwr5X70
3rbX7jG3TOH1jK8uT7XGQgPRHfKoaMzlEgiPs7AygxtRqNXgyvs9cfpMk/CVPScX
60MSBWB1CdhpWIvTrfg0/v0cnDQdn1czb7AudKkdjyZS5ibWKbDcydN1r+WQOCsM
BtJWW54JJNGvXjIgy3CavJfJAbwdsFFd1SjLxnr9BvyflVH4R5J7PXHWxtXz7eJp
UXpqe7N9AgMBAAECggEABpABsl/MigVDCcgBkawxvOl2shia+xFIIu1q3Zy7utmr
KOSgmpdrFHT/vdLbHhLrqe+QFeotuXd6m9rmVqicPH/I4ovE9IIPnR4n/xiJ2V/h
/Z+7jNAEkkBx7JB1Z5FjCmhUXULuHTWREk+3P/LRVkVUZ4nyKx8Gz5jS4Y8aAQCk
gvYaHKqGPlbSWFjfySvz+GVjAm16fH5xStpMDLWu5THvFU/EEU7mIEstzep1E62S
5J55zsGpbH7aBgfGcfz0HAVGCo/BcK4MU38RqY5outuzjHOIwxl065fK2/gbiVVT
LZzt8Ln3F9mBJT6ZskpCAVZ4wwXHFcJcDCg3rYyXqQKBgQDITZYcfc1FHjlA8DIV
YzQblOF02cHTRBcdKWbQTQ1D+NWHDscFCZJTXEoSomWCy6kZlBTMqf5n/jxSogon
m0y/WVQStNnysjf0h4IliVMP5zUChtrPz+xCB9YNv5HvJDq7vF3KrZGOqy/41sco
cW6gP9uFF43zORA7MTtMsc4b9QKBgQC6wnEQr7YFws439IEGjESZ6iitTQeSBeV/
WVdWLLFYULrZf1+iDQTtLJ1WD9Difq10gtDRA6YvifqbbQiTYA4kozIUAZZYa5/4
dFluy8QZjtF7xqIcyVyafQHEh22gL4HCsOrZVNv7Oxu05RLhaMG9n4/th7+E8SU1
wQLy7B/MaQKBgQDAAU+RxC3OwagUTatUwSGkBtUP0+VuhOi7NYKuzg2XSKI2sr2o
YIJ5khAXSMCR3nQcZsyBW7rZKOXeOCIP0ViCXDixLdd2Q8xLhNIG9Vo/9lvkLiz1
49QPf796slZLrKj4aRpnPHY5EnQLzqZeaE2pI01kiS2zJtIeS5UScaanOQKBgQCs
2amrt/TQACy8vR9t4ATeL0rWmqSXEb4Gz7l1mIfLJWzKQIlSgpo8qT41mQ3Lk1MW
srxxtt7owNuhXpjBTfXJEwIWYiG0VGgKnCTp1s34maZo2L7Rxcxfb7NjIbTkvRNs
DjJOU6wGKf7KvflrhnlJ95ROU4V+lXHK/oisLL6BgQKBgQCkJZdhBMnUgc4lxgGw
f3JrMMKw2JK8Gqo9v7e5BGC4/KVXjaqY6pVsrACi9/u0Xq/LRS53HwuC/geSrRmb
RkdiwCPw+3ixKmVhy3G+XsiJhjj+9WaTUZEFIlVyghQcxIWWFR88UrtaTy/iDRZl
ueRd9Ux36Te66avNMQa7L7kLEw==
-----END PRIVATE KEY-----`;

const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIDFzCCAf+gAwIBAgIUTOktiLuUylY3uNP8aHIbsFVE8rcwDQYJKoZIhvcNAQEL
BQAwGjEYMBYGA1UEAwwPaWRwLmV4YW1wbGUuY29tMCAXDTI2MTEyMTExMTY0N1oY
DzIxMjYxMDI4MTExNjQ3WjAaMRgwFgYDVQQDDA9pZHAuZXhhbXBsZS5jb20wggEi
MA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQCSIIJTwpXkXfEsg+PgwQqZUUTp
/7PHOcsXd5l0aGd36bv87+4wO0p280DOMQHivCfS4LYWgcjH+09J0usbw3Ql1moD
JQgBIdLUgyx9Yf+Z3Rwdz0N6RrQc4NrtF/tOMotHShuUhRwr5X703rbX7jG3TOH1
jK8uT7XGQgPRHfKoaMzlEgiPs7AygxtRqNXgyvs9cfpMk/CVPScX60MSBWB1Cdhp
WIvTrfg0/v0cnDQdn1czb7AudKkdjyZS5ibWKbDcydN1r+WQOCsMBtJWW54JJNGv
XjIgy3CavJfJAbwdsFFd1SjLxnr9BvyflVH4R5J7PXHWxtXz7eJpUXpqe7N9AgMB
AAGjUzBRMB0GA1UdDgQWBBSkd4DRSm2qgFgMdmUwIS8rEi5G8DAfBgNVHSMEGDAW
gBSkd4DRSm2qgFgMdmUwIS8rEi5G8DAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3
DQEBCwUAA4IBAQABfKht3VwxZIpwkAbzHwCus0TNyTUr9ETPc8h7UH5F92yLnHQk
NTqQOlbWwyxwnZ7Br43hu68oAOpdJcnwH14lhDoG2t7B/UhtOUTS3+mPM0fOJpSQ
6R4MgwMX70j06Otoxjj15MOm8awQVT9VYm4Z+Yyd4ohlyzqja0fucXlMf3TA0/R7
/CIWTsKlZiS9Pn+Ti/C4kzjkkUPnSPbXioN7FefKBfD+3uje1Mw0fAhrIn58ZbYh
iQ9jrXmVy2r3aUCpfBQzmdHa7bHzH0RP5yAWBGc5XMuXDJ1Y9sLWYiE3noCH2eBw
4sAD3vpv8a4NfvqOgtI1a4w4k7oGeOdW2TjM
-----END CERTIFICATE-----`;

const STRANGER = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
}).privateKey;

export const ISSUER = "https://idp.example.com/saml";

/** What the identity provider says about itself. */
export function metadata(issuer = ISSUER, more = ""): string {
  const certificate = CERTIFICATE.replace(/-----.*?-----|\s/g, "");
  return `<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${issuer}"${more}>
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${issuer}/sso"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`;
}

/** What an answer says; times in milliseconds. */
export interface Said {
  readonly now: number;
  readonly role: string;
  readonly subject?: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly recipient?: string;
  readonly status?: string;
  readonly issued?: number;
  readonly ends?: number;
  readonly sessionEnds?: number;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** The identity provider's answer, not signed yet. */
export function answer(said: Said): string {
  const { now, role, subject = "ada", issuer = ISSUER, issued = now, ends = now + 300_000 } = said;
  const { audience = "https://signin.aws.amazon.com/saml", recipient = "https://signin.aws.amazon.com/saml" } = said;
  const time = (milliseconds: number) => new Date(milliseconds).toISOString();
  const names = { Role: role, RoleSessionName: "ada", ...said.attributes };
  const attributes = Object.entries(names).map(
    ([name, value]) =>
      `<saml:Attribute Name="https://aws.amazon.com/SAML/Attributes/${name}"><saml:AttributeValue>${value}</saml:AttributeValue></saml:Attribute>`,
  );
  const session = said.sessionEnds === undefined ? "" : ` SessionNotOnOrAfter="${time(said.sessionEnds)}"`;
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_response" Version="2.0" IssueInstant="${time(now)}"><saml:Issuer>${issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${said.status ?? "Success"}"/></samlp:Status><saml:Assertion ID="_assertion" Version="2.0" IssueInstant="${time(issued)}"><saml:Issuer>${issuer}</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${subject}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${time(ends)}" Recipient="${recipient}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${time(issued)}" NotOnOrAfter="${time(ends)}"><saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${time(issued)}"${session}/><saml:AttributeStatement>${attributes.join("")}</saml:AttributeStatement></saml:Assertion></samlp:Response>`;
}

/** Signs the whole answer, or the assertion in it. */
export function signed(xml: string, what: "Response" | "Assertion", by: "provider" | "stranger" = "provider"): string {
  const signer = new SignedXml({
    privateKey: by === "provider" ? KEY : STRANGER,
    publicCert: CERTIFICATE,
    canonicalizationAlgorithm: "http://www.w3.org/2001/10/xml-exc-c14n#",
    signatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
  });
  const xpath = `//*[local-name(.)='${what}']`;
  signer.addReference({
    xpath,
    digestAlgorithm: "http://www.w3.org/2001/04/xmlenc#sha256",
    transforms: ["http://www.w3.org/2000/09/xmldsig#enveloped-signature", "http://www.w3.org/2001/10/xml-exc-c14n#"],
  });
  signer.computeSignature(xml, { location: { reference: xpath, action: "append" } });
  return signer.getSignedXml();
}

/** As it is sent. */
export function encoded(xml: string): string {
  return Buffer.from(xml).toString("base64");
}
