import { useEffect, useRef, useState } from "react";
import type { Span } from "../../cloud/trace/span.ts";
import { follow, readLab } from "../cloud/lab.ts";
import { usePlace } from "../cloud/place.ts";

const MOST = 4000;

/** What the lab's trace has, and what comes, oldest first. Nothing new is shown while it is paused. */
export function useLiveSpans(isPaused: boolean): {
  readonly spans: readonly Span[];
  readonly error: Error | undefined;
} {
  const place = usePlace();
  const { account } = place;
  const asked = useRef(place);
  asked.current = place;
  const [spans, setSpans] = useState<readonly Span[]>([]);
  const [error, setError] = useState<Error>();
  const waiting = useRef<Span[]>([]);
  const paused = useRef(isPaused);
  paused.current = isPaused;

  useEffect(() => {
    const ending = new AbortController();
    const { accounts } = asked.current;
    const whose = { account, ...(accounts && { accounts }) };
    setSpans([]);
    waiting.current = [];
    void follow(
      "spans/live",
      { signal: ending.signal, place: whose },
      {
        onData: (data) => waiting.current.push(JSON.parse(data) as Span),
        onOpen: () => {
          setError(undefined);
          // What happened before, or while the connection was lost. What comes meanwhile is told twice, and shown once.
          readLab<{ spans: Span[] }>("spans?limit=2000", { place: whose })
            .then(({ spans }) => waiting.current.push(...spans))
            .catch(setError);
        },
        onLost: () => setError(new Error("Lost the connection to the lab. Trying again…")),
      },
    );
    // A few times a second is as live as an eye can follow.
    const timer = setInterval(() => {
      if (paused.current || waiting.current.length === 0) return;
      const fresh = waiting.current.splice(0);
      setSpans((known) => merged(known, fresh));
    }, 200);
    return () => {
      ending.abort();
      clearInterval(timer);
    };
  }, [account]);
  return { spans, error };
}

function merged(known: readonly Span[], fresh: readonly Span[]): Span[] {
  const all = new Map(known.map((span) => [span.id, span]));
  for (const span of fresh) all.set(span.id, span);
  return [...all.values()].sort((a, b) => startOf(a) - startOf(b)).slice(-MOST);
}

function startOf({ start, at }: Span): number {
  return start ?? at;
}
