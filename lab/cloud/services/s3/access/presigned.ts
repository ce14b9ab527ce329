import type { Exchange } from "../../../service/service.ts";

/** Parameters of a presigned URL that stand for no header of the request: they belong to the signature. */
const SIGNATURE = /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256)$/;

/** What a Version 4 signature covers in the URL besides. */
const CONDITIONS = new Set(["if-match", "if-none-match", "if-modified-since", "if-unmodified-since"]);

/**
 * A presigned URL may carry `x-amz-` headers and conditions as parameters, and they mean the same. Only checksums are left out, as
 * S3 does: the SDK puts the one of an empty body there. https://github.com/localstack/localstack/issues/12169
 */
export function hoistParameters({ query, headers }: Pick<Exchange, "query" | "headers">): void {
  const isV4 = query.has("X-Amz-Signature");
  if (!isV4 && !query.has("Signature")) return;
  for (const [parameter, value] of query) {
    const name = parameter.toLowerCase();
    const stands = name.startsWith("x-amz-")
      ? !SIGNATURE.test(name) && !name.includes("checksum-")
      : isV4 && CONDITIONS.has(name);
    if (stands) headers[name] ??= value;
  }
}
