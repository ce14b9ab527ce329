import Box from "@cloudscape-design/components/box";
import { useLayoutEffect, useRef } from "react";
import { laidOut } from "../../parts/code.tsx";
import { preciseClock } from "../../parts/moments.ts";
import type { SocketEvent } from "./use-socket.ts";
import "../../parts/colours.css";
import "./talk.css";

const WHO = { sent: "You", received: "API", told: "" } as const;

/** What was said on a connection, oldest first. */
export function Talk({ events }: { readonly events: readonly SocketEvent[] }) {
  const list = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is for new messages that the list scrolls.
  useLayoutEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [events]);
  if (events.length === 0) return <Box color="text-body-secondary">No messages yet. Connect and send one.</Box>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section ref={list} className="talk" role="log" aria-label="Messages" tabIndex={0}>
      <ol>
        {events.map(({ id, at, kind, text }) => (
          <li key={id} className={`talk-${kind}`}>
            <time dateTime={new Date(at).toISOString()}>{preciseClock.format(at)}</time>
            {WHO[kind] !== "" && <b>{WHO[kind]}</b>}
            {kind === "told" ? <span>{text}</span> : <pre>{laidOut(text)}</pre>}
          </li>
        ))}
      </ol>
    </section>
  );
}
