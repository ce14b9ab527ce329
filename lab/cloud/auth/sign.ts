import type { IncomingHttpHeaders } from "node:http";
import type { SigningCredentials } from "./key-pair.ts";
import { computeSignature, type Signature, type SignedRequest } from "./sigv4.ts";

/** How a request is signed. */
export interface Signing {
  readonly credentials: SigningCredentials;
  readonly region: string;
  readonly service: string;
  /** SHA-256 of the body in hexadecimal, or `UNSIGNED-PAYLOAD`. */
  readonly payloadHash: string;
  /** The time; by default now. */
  readonly date?: Date;
}

/** Signs a request with Signature Version 4: resolves to its headers, and those that the signature takes. */
export function sign(
  { method, path, rawQuery, headers }: SignedRequest,
  { credentials, region, service, payloadHash, date = new Date() }: Signing,
): IncomingHttpHeaders {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const timestamp = date.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const day = timestamp.slice(0, 8);
  const all = {
    ...headers,
    "x-amz-date": timestamp,
    "x-amz-content-sha256": payloadHash,
    ...(sessionToken && { "x-amz-security-token": sessionToken }),
  };
  const signedHeaders = Object.keys(all)
    .filter((name) => /^(host|content-type|content-md5|x-amz-.*)$/.test(name))
    .sort();
  const unsigned: Signature = {
    accessKeyId,
    day,
    region,
    service,
    signedHeaders,
    signature: "",
    timestamp,
    token: sessionToken,
    expires: undefined,
  };
  const request = { method, path, rawQuery, headers: all };
  const { signature } = computeSignature(request, unsigned, secretAccessKey, payloadHash);
  const scope = `${accessKeyId}/${day}/${region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${signedHeaders.join(";")}, Signature=${signature}`;
  return { ...all, authorization };
}
