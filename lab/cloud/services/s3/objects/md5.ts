import { AwsError } from "../../../errors.ts";

/** The MD5 that a Content-MD5 header declares, in hexadecimal digits. */
export function declaredMd5(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const bytes = Buffer.from(header, "base64");
  if (bytes.length === 16) return bytes.toString("hex");
  throw new AwsError("InvalidDigest", "The Content-MD5 you specified was invalid.", 400, { "Content-MD5": header });
}

/** Throws BadDigest unless a body has the MD5 that was declared; both in hexadecimal digits. */
export function checkMd5(declared: string | undefined, computed: string): void {
  if (declared === undefined || declared === computed) return;
  throw new AwsError("BadDigest", "The Content-MD5 you specified did not match what we received.", 400, {
    ExpectedDigest: declared,
    CalculatedDigest: Buffer.from(computed, "hex").toString("base64"),
  });
}
