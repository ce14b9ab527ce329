import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { AwsError } from "../../../errors.ts";

/** A certificate in PEM. */
export function readCertificate(body: string): X509Certificate {
  try {
    return new X509Certificate(body);
  } catch {
    throw new AwsError("MalformedCertificate", `Certificate ${body} is malformed.`);
  }
}

/** Checks that a private key, which has no password, is the certificate's. */
export function checkKeyPair(certificate: X509Certificate, text: string): void {
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch {
    throw new AwsError("MalformedCertificate", "Unable to parse the private key; it must be unencrypted and in PEM.");
  }
  if (!certificate.checkPrivateKey(key))
    throw new AwsError("KeyPairMismatch", "The public key certificate and the private key do not match.");
}
