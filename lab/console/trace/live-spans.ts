import { useEffect, useRef, useState } from "react";
import type { Span } from "../../cloud/span.ts";

const MOST = 4000;

/** What the lab's trace has, and what comes, oldest first. Nothing new is shown while it is paused. */
export function useLiveSpans(isPaused: boolean): {
  readonly spans: readonly Span[];
  readonly error: Error | undefined;
} {
  const [spans, setSpans] = useState<readonly Span[]>([]);
  const [error, setError] = useState<Error>();
  const waiting = useRef<Span[]>([]);
  const paused = useRef(isPaused);
  paused.current = isPaused;

  useEffect(() => {
    const news = new EventSource("/_lab/spans/live");
    news.onmessage = ({ data }) => waiting.current.push(JSON.parse(data) as Span);
    news.onopen = () => {
      setError(undefined);
      // What happened before, or while the connection was lost. What comes meanwhile is told twice, and shown once.
      fetch("/_lab/spans?limit=2000")
        .then(async (answer) => waiting.current.push(...((await answer.json()) as { spans: Span[] }).spans))
        .catch(setError);
    };
    news.onerror = () => setError(new Error("The connection to the lab is lost; the page tries again."));
    // A few times a second is as live as an eye can follow.
    const timer = setInterval(() => {
      if (paused.current || waiting.current.length === 0) return;
      const fresh = waiting.current.splice(0);
      setSpans((known) => merged(known, fresh));
    }, 200);
    return () => {
      news.close();
      clearInterval(timer);
    };
  }, []);
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
