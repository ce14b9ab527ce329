import type { Exchange } from "../../../service/service.ts";

/** An error as registries tell it. https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes */
export class RegistryError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Answers a request. What is still unread of it is let go of with the connection. */
export function answer(
  { request, response, method }: Exchange,
  status: number,
  headers: Readonly<Record<string, string | number>>,
  body: string | Buffer = "",
): void {
  const bytes = Buffer.from(body);
  const isUnread = !request.readableEnded && status >= 400 && method !== "GET" && method !== "HEAD";
  response.writeHead(status, {
    "docker-distribution-api-version": "registry/2.0",
    ...(status !== 204 && { "content-length": bytes.length }),
    ...(bytes.length > 0 && { "content-type": "application/json; charset=utf-8" }),
    ...(isUnread && { connection: "close" }),
    ...headers,
  });
  response.end(method === "HEAD" || status === 204 ? undefined : bytes);
}

export function notAllowed({ method }: Exchange): RegistryError {
  return new RegistryError(405, "UNSUPPORTED", `The operation ${method} is unsupported.`);
}
