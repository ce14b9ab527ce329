import type { SigningCredentials } from "../cloud/auth/key-pair.ts";
import { sign } from "../cloud/auth/sign.ts";
import { sha256 } from "../cloud/auth/sigv4.ts";

/** How a lab is asked something. */
export interface Asking {
  readonly method?: string;
  readonly body?: object;
  readonly signal?: AbortSignal;
}

/** Sends a signed request to a lab's own API. */
export async function fetchSigned(
  url: URL,
  credentials: SigningCredentials,
  { method = "GET", body, signal }: Asking = {},
): Promise<Response> {
  const content = body === undefined ? undefined : JSON.stringify(body);
  const headers = sign(
    {
      method,
      path: url.pathname,
      rawQuery: url.search.slice(1),
      headers: { host: url.host, ...(content && { "content-type": "application/json" }) },
    },
    { credentials, region: "us-east-1", service: "lab", payloadHash: sha256(content ?? "") },
  );
  const { host, ...others } = headers as Record<string, string>;
  return await fetch(url, {
    method,
    headers: others,
    ...(content && { body: content }),
    ...(signal && { signal }),
  });
}
