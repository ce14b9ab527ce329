import type { Server } from "node:http";
import type { Socket } from "node:net";

/** What a connection of HTTP/2 begins with: the first bytes of its preface, which no request of HTTP/1 does. */
const PREFACE = Buffer.from("PRI");

/** How long a connection may say nothing, in milliseconds. */
const PATIENCE = 60_000;

/** Who takes connections of HTTP/2. */
export interface Sessions {
  take(socket: Socket): void;
  close(): void;
}

/** The connections of a server that speak another version of HTTP, or have not said yet which. */
export interface Versions {
  /** Ends them. */
  close(): void;
}

/**
 * Lets a server of HTTP/1 take connections of HTTP/2 at its port. Clients that speak it without encryption begin with it
 * (https://www.rfc-editor.org/rfc/rfc9113#section-3.3): those of Kinesis do, in JavaScript.
 *
 * @param open Called when the first one comes
 */
export function tellVersions(server: Server, open: () => Promise<Sessions>): Versions {
  const silent = new Set<Socket>();
  let sessions: Promise<Sessions> | undefined;
  const [accept] = server.listeners("connection") as [(socket: Socket) => void];
  server.removeAllListeners("connection");
  server.on("connection", (socket: Socket) => {
    silent.add(socket);
    const leave = () => {
      silent.delete(socket);
      socket.off("readable", look).off("timeout", end).off("error", end).off("close", leave).setTimeout(0);
    };
    const end = () => socket.destroy();
    const look = () => {
      const first: Buffer | null = socket.read();
      if (!first) return;
      leave();
      socket.unshift(first);
      if (!first.subarray(0, PREFACE.length).equals(PREFACE)) return accept.call(server, socket);
      socket.once("error", end);
      sessions ??= open();
      sessions.then((opened) => opened.take(socket), end);
    };
    socket.on("readable", look).once("timeout", end).once("error", end).once("close", leave).setTimeout(PATIENCE);
  });
  return {
    close() {
      for (const socket of silent) socket.destroy();
      sessions?.then(
        (opened) => opened.close(),
        () => {},
      );
    },
  };
}
