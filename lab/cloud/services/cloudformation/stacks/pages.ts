import { pageByPlace } from "../../../service/paging.ts";
import { validationError } from "../errors.ts";

/** The page of a list that a token points to. Throws AWS's ValidationError for a token that nobody gave. */
export function pageOf<T>(
  all: readonly T[],
  token: string | undefined,
  size = 100,
): { items: T[]; NextToken?: string } {
  const invalid = () => validationError("NextToken is not valid");
  const { items, next } = pageByPlace(all, { token, size, invalid });
  return { items, ...(next && { NextToken: next }) };
}
