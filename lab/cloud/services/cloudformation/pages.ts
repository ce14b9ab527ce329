import { validationError } from "./errors.ts";

/** One page of a list, and the token for the next one when there is more. */
export interface Page<T> {
  readonly items: T[];
  readonly NextToken?: string;
}

/** The page of a list that a token points to; the first without one. Throws AWS's ValidationError for a token that nobody gave. */
export function pageOf<T>(all: readonly T[], token: string | undefined, size = 100): Page<T> {
  const start = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(start) || start < 0) throw validationError("NextToken is not valid");
  const items = all.slice(start, start + size);
  return start + size < all.length ? { items, NextToken: String(start + size) } : { items };
}
