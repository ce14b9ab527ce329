import type { Readable } from "node:stream";

/** What a deployed API answers. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | Buffer;
  /** What follows as it comes, instead of a body. */
  readonly stream?: Readable;
}

/** An error of API Gateway itself, for which an API can have no answer of its own. */
export function message(status: number, text: string, errorType?: string): Answer {
  return {
    status,
    headers: { "content-type": "application/json", ...(errorType && { "x-amzn-errortype": errorType }) },
    body: JSON.stringify({ message: text }),
  };
}
