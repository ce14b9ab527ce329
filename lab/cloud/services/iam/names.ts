import { type Page, pageByKey, pageByPlace } from "../../paging.ts";
import type { Collection } from "../../store/collection.ts";
import { validationError } from "./errors.ts";

/** IAM's limits on names. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function checkName(member: string, name: string, longest = 64): void {
  if (!/^[\w+=,.@-]+$/.test(name)) {
    throw validationError(
      `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
  if (name.length > longest) {
    throw validationError(
      `1 validation error detected: Value '${name}' at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${longest}`,
    );
  }
}

export function checkPath(path = "/"): string {
  if (!/^\/([\x21-\x7e]+\/)?$/.test(path) || path.length > 512) {
    throw validationError(
      "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
    );
  }
  return path;
}

/** How many things of an account there are, and whether one is called by a name, which case does not tell apart. */
export function census<T extends { readonly name: string }>(collection: Collection<T>, account: string, name: string) {
  let count = 0;
  let taken = false;
  const wanted = name.toLowerCase();
  for (const one of collection.values({ under: [account] })) {
    count += 1;
    taken ||= one.name.toLowerCase() === wanted;
  }
  return { count, taken };
}

/** How an operation asks for a page of a list. */
export interface Paging {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

/** One page of a list of things, a hundred at a time unless told. A page begins after a name: one that went in between is no gap. */
export function paged<T extends { readonly name: string }>(items: Iterable<T>, { Marker, MaxItems = 100 }: Paging) {
  checkPaging(MaxItems);
  const sorted = [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
  return marked(pageByKey(sorted, ({ name }) => name, { token: Marker, size: MaxItems, invalid }));
}

/** One page of a list that has an order of its own. */
export function pagedInOrder<T>(items: readonly T[], { Marker, MaxItems = 100 }: Paging) {
  checkPaging(MaxItems);
  return marked(pageByPlace(items, { token: Marker, size: MaxItems, invalid }));
}

const invalid = () => validationError("Invalid Marker.");

function marked<T>({ items, next }: Page<T>) {
  return { page: items, marker: { IsTruncated: next !== undefined, ...(next && { Marker: next }) } };
}

function checkPaging(maxItems: number): void {
  if (maxItems >= 1 && maxItems <= 1000) return;
  const bound = maxItems < 1 ? "greater than or equal to 1" : "less than or equal to 1000";
  throw validationError(
    `1 validation error detected: Value '${maxItems}' at 'maxItems' failed to satisfy constraint: Member must have value ${bound}`,
  );
}
