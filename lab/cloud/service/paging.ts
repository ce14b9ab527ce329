/** One page of a list. */
export interface Page<T> {
  readonly items: T[];
  /** The token with which the next page begins, when there is more. */
  readonly next?: string;
}

/** Which page a caller asks for. */
export interface PageRequest {
  /** What the page before gave; the first page without one. */
  readonly token: string | undefined;
  /** How many items a page has at most. */
  readonly size: number;
  /** The service's error for a token that no page gave. */
  readonly invalid: () => Error;
}

/** A page of a list that has an order of its own. It begins at a place in the list. */
export function pageByPlace<T>(all: readonly T[], { token, size, invalid }: PageRequest): Page<T> {
  const start = token ? Number(opened(token, "place", invalid)) : 0;
  if (!Number.isSafeInteger(start)) throw invalid();
  const end = start + size;
  return { items: all.slice(start, end), ...(end < all.length && { next: sealed("place", String(end)) }) };
}

/** A page of a list in the order of its keys. It begins after a key: what came or went in between moves nothing else. */
export function pageByKey<T>(
  all: readonly T[],
  key: (item: T) => string,
  { token, size, invalid }: PageRequest,
): Page<T> {
  const after = token ? opened(token, "key", invalid) : undefined;
  const rest = after === undefined ? all : all.filter((item) => key(item) > after);
  const items = rest.slice(0, size);
  const last = items.at(-1);
  return { items, ...(last !== undefined && items.length < rest.length && { next: sealed("key", key(last)) }) };
}

/**
 * The same, for a list that is too long to be read whole.
 *
 * @param read reads on after a key, one item after the other
 */
export function pageReading<T>(
  read: (after: string | undefined) => Iterable<T>,
  key: (item: T) => string,
  { token, size, invalid }: PageRequest,
): Page<T> {
  const items: T[] = [];
  for (const item of read(token ? opened(token, "key", invalid) : undefined)) {
    if (items.length === size) return { items, next: sealed("key", key(items.at(-1) as T)) };
    items.push(item);
  }
  return { items };
}

type Kind = "place" | "key";

function sealed(kind: Kind, text: string): string {
  return Buffer.from(`${kind}:${text}`).toString("base64url");
}

function opened(token: string, kind: Kind, invalid: () => Error): string {
  const text = Buffer.from(token, "base64url").toString();
  const start = kind.length + 1;
  if (!text.startsWith(`${kind}:`) || (kind === "place" && !/^\d+$/.test(text.slice(start)))) throw invalid();
  return text.slice(start);
}
