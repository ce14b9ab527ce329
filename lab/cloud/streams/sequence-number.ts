/** Milliseconds since the epoch have so many digits, until the year 2286. */
const MOMENT = 13;

/**
 * The number of a record that comes after another one: a decimal text of so many digits that begins with the moment, so that
 * numbers grow with time and tell it.
 */
export function sequenceNumberAfter(last: string | undefined, moment: number, digits: number): string {
  const number = firstNumberAt(moment, digits);
  return last !== undefined && last >= number ? String(BigInt(last) + 1n) : number;
}

/** The smallest number that a record of a moment can have. */
export function firstNumberAt(moment: number, digits: number): string {
  return String(Math.floor(moment)).padEnd(digits, "0");
}

/** When a record with a number came to be, in milliseconds since the epoch. */
export function momentOf(sequenceNumber: string): number {
  return Number(sequenceNumber.slice(0, MOMENT));
}
