import { useEffect, useRef, useState } from "react";

/** Something that happened on a connection. */
export interface SocketEvent {
  readonly id: number;
  readonly at: number;
  readonly kind: "sent" | "received" | "told";
  readonly text: string;
}

/** A connection to a WebSocket API, and what was said on it. */
export interface Socket {
  readonly state: "closed" | "opening" | "open";
  readonly events: readonly SocketEvent[];
  open(url: string): void;
  close(): void;
  send(text: string): void;
  forget(): void;
}

const MOST = 500;

/** One connection at a time; it ends with the page. */
export function useSocket(): Socket {
  const socket = useRef<WebSocket>(undefined);
  const count = useRef(0);
  const [state, setState] = useState<Socket["state"]>("closed");
  const [events, setEvents] = useState<readonly SocketEvent[]>([]);
  const add = (kind: SocketEvent["kind"], text: string) => {
    count.current += 1;
    const event = { id: count.current, at: Date.now(), kind, text };
    setEvents((before) => [...before, event].slice(-MOST));
  };
  useEffect(() => () => socket.current?.close(), []);
  return {
    state,
    events,
    open(url) {
      const opened = new WebSocket(url);
      opened.binaryType = "arraybuffer";
      socket.current = opened;
      let wasOpen = false;
      setState("opening");
      opened.onopen = () => {
        wasOpen = true;
        setState("open");
        add("told", `Connected to ${url}`);
      };
      opened.onmessage = ({ data }) =>
        add("received", typeof data === "string" ? data : `(${(data as ArrayBuffer).byteLength} bytes)`);
      opened.onclose = ({ code, reason }) => {
        setState("closed");
        add("told", wasOpen ? `The connection is closed: ${code} ${reason}`.trim() : REFUSED);
      };
    },
    close: () => socket.current?.close(1000),
    send(text) {
      socket.current?.send(text);
      add("sent", text);
    },
    forget: () => setEvents([]),
  };
}

const REFUSED = "The connection was refused. Browsers don't tell pages why, but this API's requests do.";
