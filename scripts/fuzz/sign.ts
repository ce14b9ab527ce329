import { computeSignature, sha256 } from "../../lab/cloud/auth/sigv4.ts";
import type { PlainRequest } from "./encode.ts";

/** An access key and what belongs to it. */
export interface Key {
  readonly accessKeyId: string;
  readonly secret: string;
  readonly token?: string;
}

/** The root of the default account. */
export const ROOT: Key = { accessKeyId: "test", secret: "test" };

/** Signs a request with Signature Version 4, in its headers. */
export function sign(
  request: PlainRequest,
  service: string,
  host: string,
  { accessKeyId, secret, token }: Key = ROOT,
): PlainRequest {
  const timestamp = new Date().toISOString().replace(/\.\d+|[:-]/g, "");
  const day = timestamp.slice(0, 8);
  const hash = sha256(request.body);
  const headers: Record<string, string> = {
    ...request.headers,
    host,
    "x-amz-date": timestamp,
    "x-amz-content-sha256": hash,
    ...(token === undefined ? {} : { "x-amz-security-token": token }),
  };
  const signedHeaders = Object.keys(headers).sort();
  const scope = {
    accessKeyId,
    day,
    region: "us-east-1",
    service,
    signedHeaders,
    signature: "",
    timestamp,
    token,
    expires: undefined,
  };
  const [path = "/", rawQuery = ""] = request.target.split("?");
  const { signature } = computeSignature({ method: request.method, path, rawQuery, headers }, scope, secret, hash);
  const credential = `${accessKeyId}/${day}/us-east-1/${service}/aws4_request`;
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders.join(";")}, Signature=${signature}`;
  return { ...request, headers };
}
