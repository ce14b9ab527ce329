import { invalidAt } from "./errors.ts";
import type { Step } from "./syntax.ts";

const LARGEST_INDEX = 2147483647;

/** The number of an element in a list. Throws DynamoDB's error for one that no list can have. */
export function indexOf({ index, at }: Exclude<Step, string>): number {
  const number = Number(index);
  if (!Number.isInteger(number) || number < 0 || number > LARGEST_INDEX) {
    throw invalidAt(`List index is not within the allowable range; index: [${index}]`, at);
  }
  // `-0` is 0.
  return Math.abs(number);
}
