import { createHash, createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { AwsError } from "../../../errors.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSSHPublicKey.html */
const LEAST_BITS = 2048;

/** An RSA public key, in the format of SSH or in PEM. */
export function readKey(body: string): KeyObject {
  let key: KeyObject;
  try {
    key = body.startsWith("-----BEGIN") ? createPublicKey(body) : readSsh(body);
  } catch {
    throw invalidKey();
  }
  const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType !== "rsa" || modulusLength < LEAST_BITS) throw invalidKey();
  return key;
}

/** The MD5 digest of a key, as ssh-keygen -E md5 shows it. */
export function fingerprintOf(key: KeyObject): string {
  const digest = createHash("md5").update(sshBytes(key)).digest("hex");
  return (digest.match(/../g) ?? []).join(":");
}

/** A key's text in the encoding that is asked for. */
export function writtenAs(encoding: string, body: string): string {
  const isPem = body.startsWith("-----BEGIN");
  if (encoding === "SSH") return isPem ? `ssh-rsa ${sshBytes(readKey(body)).toString("base64")}` : body;
  if (encoding === "PEM") return isPem ? body : String(readKey(body).export({ type: "spki", format: "pem" }));
  throw new AwsError("UnrecognizedPublicKeyEncoding", `The public key encoding format ${encoding} is not supported.`);
}

/** `ssh-rsa`, the key in base 64, and maybe a comment. RFC 4253, 6.6. */
function readSsh(body: string): KeyObject {
  const [kind, text = ""] = body.split(/\s+/);
  const bytes = Buffer.from(text, "base64");
  const [name, exponent, modulus] = fieldsOf(bytes);
  if (kind !== "ssh-rsa" || name?.toString("latin1") !== kind || !exponent || !modulus) throw invalidKey();
  const jwk: JsonWebKey = { kty: "RSA", e: numberText(exponent), n: numberText(modulus) };
  return createPublicKey({ key: jwk, format: "jwk" });
}

/** Each field is its length in four bytes, and then so many bytes. */
function fieldsOf(bytes: Buffer): Buffer[] {
  const fields: Buffer[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const end = at + 4 + bytes.readUInt32BE(at);
    if (end > bytes.length) throw invalidKey();
    fields.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

/** Numbers of SSH have a zero before a first byte that would say that they are negative; those of JSON Web Keys have none. */
function numberText(number: Buffer): string {
  return (number[0] === 0 ? number.subarray(1) : number).toString("base64url");
}

function sshBytes(key: KeyObject): Buffer {
  const { e = "", n = "" } = key.export({ format: "jwk" });
  return Buffer.concat([Buffer.from("ssh-rsa"), signed(e), signed(n)].flatMap((field) => [lengthOf(field), field]));
}

function signed(text: string): Buffer {
  const number = Buffer.from(text, "base64url");
  return (number[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), number]) : number;
}

function lengthOf(field: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(field.length);
  return length;
}

function invalidKey(): AwsError {
  return new AwsError("InvalidPublicKey", "The public key is malformed or otherwise invalid.");
}
