import { generateKeyPair, type KeyObject, randomBytes, sign } from "node:crypto";
import { promisify } from "node:util";

/** What a lab signs its messages with. */
export interface SigningCertificate {
  /** The name of the certificate's file. */
  readonly file: string;
  /** In PEM, as the private key is. */
  readonly certificate: string;
  readonly key: string;
}

const DAY = 24 * 60 * 60 * 1000;

/** SHA-256 with RSA. https://datatracker.ietf.org/doc/html/rfc4055#section-5 */
const ALGORITHM = "1.2.840.113549.1.1.11";
const COMMON_NAME = "2.5.4.3";

/**
 * Makes a key, and a certificate that it signs itself. It is valid for ten years, and since yesterday, for clocks that differ.
 *
 * @param now in milliseconds since the epoch
 */
export async function makeCertificate(now: number): Promise<SigningCertificate> {
  const pair = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  const der = await selfSigned(pair, now);
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    file: `SimpleNotificationService-${randomBytes(16).toString("hex")}.pem`,
    certificate: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"),
    key: pair.privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  };
}

/** The certificate of a key, in DER. https://datatracker.ietf.org/doc/html/rfc5280#section-4.1 */
async function selfSigned(
  { publicKey, privateKey }: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
  now: number,
): Promise<Buffer> {
  const [{ AsnConvert }, x509] = await Promise.all([import("@peculiar/asn1-schema"), import("@peculiar/asn1-x509")]);
  const value = new x509.AttributeValue({ utf8String: "sns.amazonaws.com" });
  const part = new x509.RelativeDistinguishedName([new x509.AttributeTypeAndValue({ type: COMMON_NAME, value })]);
  const name = new x509.Name([part]);
  const signature = new x509.AlgorithmIdentifier({ algorithm: ALGORITHM, parameters: null });
  const serial = randomBytes(16);
  // A serial number is positive.
  serial[0] = 1;
  const spki = publicKey.export({ format: "der", type: "spki" });
  const tbsCertificate = new x509.TBSCertificate({
    version: x509.Version.v3,
    serialNumber: new Uint8Array(serial).buffer,
    signature,
    issuer: name,
    subject: name,
    validity: new x509.Validity({ notBefore: new Date(now - DAY), notAfter: new Date(now + 3650 * DAY) }),
    subjectPublicKeyInfo: AsnConvert.parse(spki, x509.SubjectPublicKeyInfo),
  });
  const signed = sign("RSA-SHA256", Buffer.from(AsnConvert.serialize(tbsCertificate)), privateKey);
  const certificate = new x509.Certificate({
    tbsCertificate,
    signatureAlgorithm: signature,
    signatureValue: new Uint8Array(signed).buffer,
  });
  return Buffer.from(AsnConvert.serialize(certificate));
}
