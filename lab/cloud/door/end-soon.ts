import type { ServerResponse } from "node:http";

/** Bodies up to this many bytes go with the head, as one text of bytes: one write, where a buffer would be handed over beside it. */
const WITH_HEAD = 64 * 1024;

interface Answer {
  readonly response: ServerResponse;
  readonly body: Uint8Array | string | undefined;
}

let answers: Answer[] = [];

/**
 * Ends a response, with bytes or a text of ASCII, at the end of this turn of the event loop, together with what else is answered in it. To wake a client that waits
 * takes longer than to write to it: a program with many connections is woken once so, and busy when the other answers come.
 */
export function endSoon(response: ServerResponse, body: Uint8Array | string | undefined): void {
  if (answers.push({ response, body }) === 1) setImmediate(endAll);
}

function endAll(): void {
  const due = answers;
  answers = [];
  for (const { response, body } of due) {
    if (body && body.length <= WITH_HEAD) response.end(typeof body === "string" ? body : latin1(body), "latin1");
    else response.end(body);
  }
}

function latin1({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString("latin1");
}
