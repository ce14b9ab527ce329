import { createHash, createPrivateKey, type KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";
import type { Cloud } from "../../../cloud.ts";
import type { Collection } from "../../../store/collection.ts";
import { makeCertificate, type SigningCertificate } from "./signing-certificate.ts";

/** The data plane's path, under which certificates are, and the addresses in messages begin. */
export const PATH = "/_aws/sns/";

/** How many signatures are remembered: a message goes to many subscriptions. */
const REMEMBERED = 256;

/** `1` is SHA-1, `2` is SHA-256. */
export type SignatureVersion = "1" | "2";

/**
 * Signs messages with a key of the lab's own, whose certificate the lab serves.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export class Signer {
  readonly #cloud: Cloud;
  /** ["signing"] */
  readonly #certificates: Collection<SigningCertificate>;
  #key: KeyObject | undefined;
  #making: Promise<SigningCertificate> | undefined;
  #preparing: Promise<unknown> | undefined;
  readonly #signatures = new Map<string, Promise<string>>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#certificates = cloud.store.collection("sns-certificates", "by name");
  }

  /** Makes the key in the background, if there is none: it takes hundreds of milliseconds, and no message should wait for it. */
  prepare(): void {
    // What fails here is tried again for the first message.
    this.#preparing ??= this.#certificate().catch(() => {
      this.#preparing = undefined;
    });
  }

  /** Resolves when nothing is made in the background any more. */
  async close(): Promise<void> {
    await this.#preparing;
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

  async #certificate(): Promise<SigningCertificate> {
    const kept = this.#certificates.get("signing");
    if (kept) return kept;
    this.#making ??= makeCertificate(this.#cloud.clock.now()).finally(() => {
      this.#making = undefined;
    });
    const made = await this.#making;
    return this.#cloud.store.write(() => {
      const known = this.#certificates.get("signing") ?? made;
      this.#certificates.put(["signing"], known);
      return known;
    });
  }
}
