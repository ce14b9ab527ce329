import { type Page, pageByKey, pageByPlace } from "../../../service/paging.ts";
import type { Collection } from "../../../store/collection.ts";
import { type Broken, violationMessage } from "../../../wire/constraints.ts";
import { validationError } from "../errors.ts";

/** IAM's own words for what breaks the patterns of names and paths. */
const OWN_WORDS: readonly (readonly [pattern: string, problem: string])[] = [
  ["[\\w+=,.@-]+", "It must contain only alphanumeric characters and/or the following: +=,.@_-"],
  [
    "\\u002F[\\u0021-\\u007F]*",
    "It must begin with the / character and contain only alphanumeric characters and/or / characters.",
  ],
  [
    "(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)",
    "It must begin and end with / and contain only alphanumeric characters and/or / characters.",
  ],
];

/**
 * What IAM answers to an input that breaks constraints.
 * https://github.com/aws-amplify/amplify-cli/issues/9120, https://github.com/aws/aws-cli/issues/5860
 */
export function namesMessage(broken: readonly Broken[]): string {
  for (const { path, rule } of broken) {
    const [, problem] = OWN_WORDS.find(([pattern]) => rule.endsWith(` pattern: ${pattern}`)) ?? [];
    if (problem) return `The specified value for ${path} is invalid. ${problem}`;
  }
  return violationMessage(broken);
}

/** How many things of an account there are, and whether one is called by a name, which case does not tell apart. */
export function nameUsage<T extends { readonly name: string }>(
  collection: Collection<T>,
  account: string,
  name: string,
) {
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

/** One page of a list of things, a hundred at a time by default. A page begins after a name: one that went in between is no gap. */
export function paged<T extends { readonly name: string }>(items: Iterable<T>, { Marker, MaxItems = 100 }: Paging) {
  const sorted = [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
  return marked(pageByKey(sorted, ({ name }) => name, { token: Marker, size: MaxItems, invalid }));
}

/** One page of a list that has an order of its own. */
export function pagedInOrder<T>(items: readonly T[], { Marker, MaxItems = 100 }: Paging) {
  return marked(pageByPlace(items, { token: Marker, size: MaxItems, invalid }));
}

const invalid = () => validationError("Invalid Marker.");

function marked<T>({ items, next }: Page<T>) {
  return { page: items, marker: { IsTruncated: next !== undefined, ...(next && { Marker: next }) } };
}
