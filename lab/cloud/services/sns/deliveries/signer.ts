import { createHash, createPrivateKey, generateKeyPair, type KeyObject, randomBytes, sign } from "node:crypto";
import { promisify } from "node:util";
import type { Cloud } from "../../../cloud.ts";
import type { Collection } from "../../../store/collection.ts";

/** The data plane's path, under which certificates are, and the addresses in messages begin. */
export const PATH = "/_aws/sns/";

/** How many signatures are remembered: a message goes to many subscriptions. */
const REMEMBERED = 256;

/** What a lab signs its messages with. */
interface Certificate {
  /** The name of the certificate's file. */
  readonly file: string;
  /** In PEM, as the private key is. */
  readonly certificate: string;
  readonly key: string;
}

/** `1` is SHA-1, `2` is SHA-256. */
export type SignatureVersion = "1" | "2";

/**
 * Signs messages with a key of the lab's own, whose certificate the lab serves.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export class Signer {
  readonly #cloud: Cloud;
  /** ["signing"] */
  readonly #certificates: Collection<Certificate>;
  #key: KeyObject | undefined;
  #making: Promise<Certificate> | undefined;
  readonly #signatures = new Map<string, Promise<string>>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#certificates = cloud.store.collection("sns-certificates", "by name");
  }

  /** A signature in base64, and where the certificate is that proves it. */
  async sign(text: string, version: SignatureVersion): Promise<{ readonly signature: string; readonly url: string }> {
    const certificate = await this.#certificate();
    this.#key ??= createPrivateKey(certificate.key);
    return {
      signature: await this.#signed(text, version, this.#key),
      url: `${this.#cloud.endpoint}${PATH}${certificate.file}`,
    };
  }

  /** The certificate in a file, in PEM. */
  served(file: string): string | undefined {
    const certificate = this.#certificates.get("signing");
    return certificate?.file === file ? certificate.certificate : undefined;
  }

  #signed(text: string, version: SignatureVersion, key: KeyObject): Promise<string> {
    const id = `${version}:${createHash("sha256").update(text).digest("base64")}`;
    let signature = this.#signatures.get(id);
    if (!signature) {
      const algorithm = version === "2" ? "RSA-SHA256" : "RSA-SHA1";
      signature = promisify(sign)(algorithm, Buffer.from(text), key).then((bytes) => bytes.toString("base64"));
      if (this.#signatures.size >= REMEMBERED) this.#signatures.clear();
      this.#signatures.set(id, signature);
    }
    return signature;
  }

  async #certificate(): Promise<Certificate> {
    const kept = this.#certificates.get("signing");
    if (kept) return kept;
    this.#making ??= makeCertificate(this.#cloud.clock.date());
    const made = await this.#making;
    return this.#cloud.store.write(() => {
      const known = this.#certificates.get("signing") ?? made;
      this.#certificates.put(["signing"], known);
      return known;
    });
  }
}

/** A key, and a certificate that it signs itself: valid for ten years, and a day before now for clocks that differ. */
async function makeCertificate(now: Date): Promise<Certificate> {
  const { X509CertificateGenerator } = await import("@peculiar/x509");
  const pair = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const imported = (key: KeyObject, use: KeyUsage) =>
    key.type === "private"
      ? crypto.subtle.importKey("pkcs8", key.export({ format: "der", type: "pkcs8" }), algorithm, true, [use])
      : crypto.subtle.importKey("spki", key.export({ format: "der", type: "spki" }), algorithm, true, [use]);
  const keys = {
    privateKey: await imported(pair.privateKey, "sign"),
    publicKey: await imported(pair.publicKey, "verify"),
  };
  const DAY = 24 * 60 * 60 * 1000;
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: `0${randomBytes(8).toString("hex").slice(1)}`,
    name: "CN=sns.amazonaws.com, O=Skylab",
    notBefore: new Date(now.getTime() - DAY),
    notAfter: new Date(now.getTime() + 3650 * DAY),
    signingAlgorithm: algorithm,
    keys,
  });
  return {
    file: `SimpleNotificationService-${randomBytes(16).toString("hex")}.pem`,
    certificate: `${certificate.toString("pem")}\n`,
    key: pair.privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  };
}

type KeyUsage = "sign" | "verify";
