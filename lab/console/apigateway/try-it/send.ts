import type { Composed } from "./compose.ts";

/** What came back of a request. */
export interface Answer {
  readonly status: number;
  /** Milliseconds, from sending it to the last byte of the answer. */
  readonly took: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly type: string;
  readonly body: Blob;
  /** The body, unless its bytes are no text. */
  readonly text: string | undefined;
  /** Where the answer came from in the end, when it was not where the request went. */
  readonly redirected: string | undefined;
  /** What API Gateway did, step by step, where it tells. */
  readonly log: string | undefined;
}

/**
 * Sends a request as this page, and reads the whole answer. Nothing that the browser knows of the address goes with it, and no
 * old answer is taken for a new one.
 */
export async function send({ method, url, headers, body }: Composed): Promise<Answer> {
  const begun = performance.now();
  const init: RequestInit = {
    method,
    headers: headers.map(([name, value]) => [name, value]),
    credentials: "omit",
    cache: "no-store",
    ...(body && { body }),
  };
  const response = await fetch(url, init).catch((error: Error) => {
    throw new Error(`No answer (${error.message}). Is the lab running, and the address right?`);
  });
  const blob = await response.blob();
  const took = performance.now() - begun;
  return {
    status: response.status,
    took,
    headers: [...response.headers],
    type: response.headers.get("content-type") ?? "",
    body: blob,
    text: textOf(await blob.arrayBuffer()),
    redirected: response.redirected ? response.url : undefined,
    log: undefined,
  };
}

function textOf(bytes: ArrayBuffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
