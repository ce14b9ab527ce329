import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What came to an endpoint. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An HTTP server for the suite that calls this: it notes what it is asked. */
export function useEndpoint() {
  const asked: Asked[] = [];
  let answer: (asked: Asked) => Answer = () => ({});
  let server: Server;
  before(async () => {
    server = createServer(async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece);
      const { method = "", url = "", headers } = request;
      const one = { method, url, headers, body: Buffer.concat(pieces).toString() };
      asked.push(one);
      const { status = 200, headers: more = {}, body = "" } = answer(one);
      response.writeHead(status, more).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(() => void server.close());
  beforeEach(() => {
    asked.length = 0;
    answer = () => ({});
  });
  return {
    asked,
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    answers(next: (asked: Asked) => Answer) {
      answer = next;
    },
  };
}
