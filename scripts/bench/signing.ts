import { createHash } from "node:crypto";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import type { ReadyRequest } from "./connection.ts";

/** Signs a request as the SDKs do; `x-amz-content-sha256` is the hash of its body, unless the request says something else. */
export async function signed(
  service: string,
  endpoint: string,
  { method, path, headers, body, query = {} }: ReadyRequest & { readonly query?: Readonly<Record<string, string>> },
  credentials = { accessKeyId: "test", secretAccessKey: "test" },
): Promise<ReadyRequest> {
  const signer = new SignatureV4({
    service,
    region: "us-east-1",
    credentials,
    sha256: Hash.bind(null, "sha256"),
    uriEscapePath: service !== "s3",
    applyChecksum: true,
  });
  const { hostname, host, protocol } = new URL(endpoint);
  const hash = () =>
    createHash("sha256")
      .update(body ?? "")
      .digest("hex");
  const unsigned = {
    method,
    protocol,
    hostname,
    path,
    headers: { ...headers, host, "x-amz-content-sha256": headers["x-amz-content-sha256"] ?? hash() },
    body,
  };
  const { headers: all } = (await signer.sign({ ...unsigned, query } as never)) as unknown as {
    headers: Record<string, string>;
  };
  const search = new URLSearchParams(query).toString();
  return { method, path: search ? `${path}?${search}` : path, headers: all, ...(body ? { body } : {}) };
}
