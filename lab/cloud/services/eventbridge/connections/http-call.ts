import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { HttpAnswer } from "../../../delivery/http-answer.ts";
import { AwsError } from "../../../errors.ts";

/** How long an endpoint may take to answer, in milliseconds. It is a real server: the lab's time does not count. */
const PATIENCE = 5000;
/** So many bytes of an answer are read. */
const MOST_READ = 1_048_576;

export interface HttpCall {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks an HTTP server. Rejects when there is no answer; redirections are answers, too. */
export function call({ url, method, headers, body }: HttpCall): Promise<HttpAnswer> {
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  const bytes = body === undefined ? undefined : Buffer.from(body);
  const length = bytes && { "Content-Length": String(bytes.length) };
  return new Promise((resolve, reject) => {
    // What went wrong may name the address, with its secrets: the code alone is told.
    const failed = (error: NodeJS.ErrnoException) =>
      reject(new AwsError("EndpointUnreachable", `${url.host} did not answer (${error.code ?? error.name})`, 503));
    const options = { method, headers: { ...headers, ...length }, agent: false, signal: AbortSignal.timeout(PATIENCE) };
    const request = send(url, options, (response) => {
      const pieces: Buffer[] = [];
      let read = 0;
      response.on("data", (piece: Buffer) => {
        if (read < MOST_READ) pieces.push(piece);
        read += piece.length;
        if (read > MOST_READ) response.destroy();
      });
      response.once("error", failed);
      response.once("close", () => {
        const text = Buffer.concat(pieces).toString();
        resolve({ status: response.statusCode ?? 503, headers: response.headers, body: text });
      });
    });
    request.once("error", failed);
    request.end(bytes);
  });
}
