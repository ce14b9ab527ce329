import type { LogLine } from "./log-line.ts";

/** How many lines are kept: older ones go. */
export const MOST = 5000;
/** Lines are written behind the invocations' back, so that an older one can come after a newer one. */
const LATE = 10_000;

/** The lines with those that are new, by their time; the very same list when nothing is. */
export function withNew(lines: readonly LogLine[], found: readonly LogLine[]): readonly LogLine[] {
  const known = new Set(lines.map(({ id }) => id));
  const added = found.filter(({ id }) => !known.has(id));
  if (added.length === 0) return lines;
  return [...lines, ...added].sort((a, b) => a.at - b.at).slice(-MOST);
}

/** From when on to ask for lines that may be new. */
export function nextStart(lines: readonly LogLine[], first: number): number {
  const last = lines.at(-1);
  return last ? Math.max(first, last.at - LATE) : first;
}
