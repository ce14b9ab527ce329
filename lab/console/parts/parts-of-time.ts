/** What happened in a part of the time. */
export interface PartOfTime<T> {
  readonly at: Date;
  readonly items: readonly T[];
}

/** Puts what happened into so many parts, of equal length, of the time from the first to the last of it. */
export function partsOfTime<T extends { readonly at: number }>(all: readonly T[], count: number): PartOfTime<T>[] {
  if (all.length === 0) return [];
  const times = all.map(({ at }) => at);
  const first = times.reduce((a, b) => Math.min(a, b));
  const last = times.reduce((a, b) => Math.max(a, b));
  // A part is a second at least, so that what happened once is not a part of no length.
  const length = Math.max(1000, Math.ceil((last - first + 1) / count));
  const parts = Array.from({ length: Math.floor((last - first) / length) + 1 }, (_, index) => ({
    at: new Date(first + index * length),
    items: [] as T[],
  }));
  for (const one of all) parts[Math.floor((one.at - first) / length)]?.items.push(one);
  return parts;
}
