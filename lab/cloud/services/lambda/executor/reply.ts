import type { IncomingMessage, ServerResponse } from "node:http";

/** Answers a request of a runtime or an extension. */
export function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

/**
 * Serves a request that a function made. Whatever goes wrong is the answer to that request: functions send what they like,
 * and an error that got away from here would end the lab for everybody.
 */
export async function guarded(response: ServerResponse, serve: () => void | Promise<void>): Promise<void> {
  try {
    await serve();
  } catch (error) {
    if (response.headersSent || response.destroyed) return void response.destroy();
    reply(response, 500, { errorType: "InternalServerError", errorMessage: (error as Error).message });
  }
}

/** The body of a request, or undefined when it is longer than `limit` bytes. Rejects when it breaks off. */
export function bodyOf(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.once("end", () => resolve(size <= limit ? Buffer.concat(chunks, size) : undefined));
    request.once("close", () => {
      if (!request.readableEnded) reject(new Error("The request broke off"));
    });
  });
}
