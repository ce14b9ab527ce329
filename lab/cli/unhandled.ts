import { inspect } from "node:util";

/** More places are not told apart, so that errors with ever new places don't fill the memory. */
const MOST_PLACES = 1000;

/**
 * Keeps the lab running when an error got away from whatever made it: it is one of ours, but it belongs to one request, one
 * function or one timer, and everybody else's work must not end with it. To go on is safe because state changes in
 * transactions of the store alone: what was not committed did not happen. What can't go on ends the process all the same:
 * V8 aborts when it is out of memory, and errors at start are thrown to the command before this is called.
 *
 * Each place is logged once with its stack, then when it happened 10, 100, 1000… times.
 *
 * Only for processes that are the lab's own. `startCloud` in somebody's test runner must not swallow that one's errors.
 */
export function surviveErrors(log: (text: string) => void): void {
  const times = new Map<string, number>();
  const survive = (error: unknown) => {
    // Whoever read the lab's output is gone; to write that down would fail the same way.
    if ((error as NodeJS.ErrnoException | undefined)?.code === "EPIPE") return;
    const text = error instanceof Error ? (error.stack ?? String(error)) : `Thrown: ${inspect(error)}`;
    const key = placeOf(text);
    const place = times.has(key) || times.size < MOST_PLACES ? key : "elsewhere";
    const count = (times.get(place) ?? 0) + 1;
    times.set(place, count);
    if (count === 1) log(`Internal error (the lab keeps running): ${text}`);
    else if (/^10+$/.test(String(count))) log(`${count} times so far: ${text.split("\n", 1)}`);
  };
  process.on("uncaughtException", survive);
  process.on("unhandledRejection", survive);
}

/** The innermost frame of a stack: its message may be another each time. */
function placeOf(text: string): string {
  return /^ +at .*$/m.exec(text)?.[0] ?? text.slice(0, 200);
}
