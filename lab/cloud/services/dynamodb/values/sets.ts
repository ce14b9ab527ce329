import { compareTexts } from "./compare.ts";
import { compareNumbers } from "./numbers.ts";

/**
 * The members of sets in the order in which DynamoDB keeps and answers them, whatever the order in which they were given: strings
 * and binaries by their bytes, numbers by their values. What is in order already stays the same array.
 */
export const orderedStrings = (members: readonly string[]) => ordered(members, compareTexts);
export const orderedNumbers = (members: readonly string[]) => ordered(members, compareNumbers);
export const orderedBinaries = (members: readonly Uint8Array[]) => ordered(members, Buffer.compare);

function ordered<T>(members: readonly T[], compare: (a: T, b: T) => number): readonly T[] {
  const isOrdered = members.every((member, i) => i === 0 || compare(members[i - 1] as T, member) <= 0);
  return isOrdered ? members : [...members].sort(compare);
}
