import { useEffect, useState } from "react";
import { durationText } from "../../cloud/time/duration.ts";

/** The shown minute is at most this late, in milliseconds. */
const EVERY = 5000;

/**
 * The lab's time in words, such as `Dec 1, 2026, 20:10 (2 days ahead)`: ahead of this machine. Nothing while the clock has not
 * been moved.
 *
 * @param ahead in seconds
 */
export function useMovedClock(ahead: number): string | undefined {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (ahead === 0) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), EVERY);
    return () => clearInterval(timer);
  }, [ahead]);
  if (ahead === 0) return undefined;
  const time = new Date(now + ahead * 1000).toLocaleString("en", {
    dateStyle: "medium",
    timeStyle: "short",
    hourCycle: "h23",
  });
  return `${time} (${durationText(ahead)} ahead)`;
}
