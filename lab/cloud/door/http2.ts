import {
  createServer,
  Http2ServerRequest,
  Http2ServerResponse,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerOptions,
} from "node:http2";
import type { Socket } from "node:net";
import { dated } from "./date-header.ts";
import type { Sessions } from "./versions.ts";

export type Http2Listener = (request: Http2ServerRequest, response: Http2ServerResponse) => void;

const AUTHORITY = ":authority";

/** So many requests of one connection are under way at most. */
const MOST_STREAMS = 256;

/**
 * Answers connections of HTTP/2 as those of HTTP/1 are answered: a request looks the same in both.
 *
 * @param date The header of that name
 */
export function openSessions(answer: Http2Listener, date: () => string): Sessions {
  const options: ServerOptions = {
    settings: { maxConcurrentStreams: MOST_STREAMS },
    Http2ServerRequest: Request,
    Http2ServerResponse: dated(Http2ServerResponse, date),
  };
  const server = createServer(options, answer);
  const sessions = new Set<ServerHttp2Session>();
  server.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
  });
  // A client that breaks the protocol is told so by Node.js.
  server.on("sessionError", () => {});
  return {
    take: (socket: Socket) => void server.emit("connection", socket),
    close() {
      for (const session of sessions) session.destroy();
    },
  };
}

/** A request whose headers are those of HTTP/1: the host has its name. */
class Request extends Http2ServerRequest {
  constructor(...parts: ConstructorParameters<typeof Http2ServerRequest>) {
    super(...parts);
    Object.defineProperty(this, "headers", { value: named(this.headers) });
  }
}

/** What begins with a colon is no header, and is not passed on; signatures may cover the authority all the same. */
function named({ [AUTHORITY]: authority, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
  const given = Object.entries(headers).filter(([name]) => !name.startsWith(":"));
  const all = Object.fromEntries(authority === undefined ? given : [["host", authority], ...given]);
  return Object.defineProperty(all, AUTHORITY, { value: authority });
}
