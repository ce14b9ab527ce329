import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** What was posted to an endpoint. */
export interface Posted {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body, where it is JSON. */
  readonly json: Record<string, string>;
}

/** An HTTP server that keeps what is posted to it. */
export class HttpEndpoint {
  readonly posted: Posted[] = [];
  /** What it answers next: the last status stays. */
  statuses: number[] = [200];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<HttpEndpoint> {
    const server = createServer(async (request, response) => {
      const body = await text(request);
      const json = body.startsWith("{") ? JSON.parse(body) : {};
      endpoint.posted.push({ path: request.url ?? "", headers: request.headers, body, json });
      const status = endpoint.statuses.length > 1 ? endpoint.statuses.shift() : endpoint.statuses[0];
      response.writeHead(status ?? 200).end("thanks");
    });
    const endpoint = new HttpEndpoint(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return endpoint;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What was posted to a path. */
  at(path: string): Posted[] {
    return this.posted.filter((one) => one.path === path);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
