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
  const after = Marker === undefined ? "" : opened(Marker, "name");
  const rest = [...items].sort((a, b) => (a.name < b.name ? -1 : 1)).filter(({ name }) => name > after);
  const page = rest.slice(0, MaxItems);
  const last = page.at(-1);
  return { page, marker: markerOf(page.length < rest.length, "name", last?.name ?? "") };
}

/** One page of a list that has an order of its own. */
export function pagedInOrder<T>(items: readonly T[], { Marker, MaxItems = 100 }: Paging) {
  checkPaging(MaxItems);
  const begin = Marker === undefined ? 0 : Number(opened(Marker, "place"));
  const end = begin + MaxItems;
  return { page: items.slice(begin, end), marker: markerOf(end < items.length, "place", String(end)) };
}

function markerOf(more: boolean, kind: string, next: string) {
  return { IsTruncated: more, ...(more && { Marker: Buffer.from(`${kind}:${next}`).toString("base64") }) };
}

function opened(marker: string, kind: string): string {
  const text = Buffer.from(marker, "base64").toString();
  if (!text.startsWith(`${kind}:`) || (kind === "place" && !/^place:\d+$/.test(text)))
    throw validationError("Invalid Marker.");
  return text.slice(kind.length + 1);
}

function checkPaging(maxItems: number): void {
  if (maxItems >= 1 && maxItems <= 1000) return;
  const bound = maxItems < 1 ? "greater than or equal to 1" : "less than or equal to 1000";
  throw validationError(
    `1 validation error detected: Value '${maxItems}' at 'maxItems' failed to satisfy constraint: Member must have value ${bound}`,
  );
}
