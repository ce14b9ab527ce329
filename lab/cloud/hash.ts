import crypto from "node:crypto";

type Algorithm = "md5" | "sha1" | "sha256";

/**
 * The hash of bytes, or of a text in UTF-8, that are all here, in hexadecimal digits. Node.js has a way for these since 20.12
 * that makes no stream of them, which costs less than half for a small body.
 */
export const hashAtOnce: (algorithm: Algorithm, data: string | Uint8Array) => string =
  typeof crypto.hash === "function"
    ? (algorithm, data) => crypto.hash(algorithm, data, "hex")
    : (algorithm, data) => crypto.createHash(algorithm).update(data).digest("hex");
