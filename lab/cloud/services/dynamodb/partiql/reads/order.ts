import { invalid } from "../../errors.ts";
import type { KeySchema } from "../../records.ts";
import type { AttributeValue } from "../../values/attribute-value.ts";
import { compareValues } from "../../values/compare.ts";
import type { SelectStatement } from "../grammar/statements.ts";
import type { KeyRead } from "./key-plan.ts";

/** The reads of a statement in the order in which they are done. */
export interface OrderedReads {
  /** Nothing when all of the table is read. */
  readonly reads: readonly KeyRead[] | undefined;
  /** Whether each is read from its end. */
  readonly isReverse: boolean;
}

/**
 * Puts reads into the order that ORDER BY asks for. Throws DynamoDB's errors for orders that it can't have.
 *
 * @param reads nothing when the WHERE does not tell the partitions
 */
export function inOrder(
  reads: readonly KeyRead[] | undefined,
  { where, order }: SelectStatement,
  { partition: [partition], sort: [sort] }: KeySchema,
): OrderedReads {
  if (order.length === 0) return { reads, isReverse: false };
  if (!where) throw invalid("Must have WHERE clause in the statement when using ORDER BY clause.");
  for (const { attribute } of order) {
    if (attribute !== partition && attribute !== sort) {
      throw invalid(`Attribute ${attribute} in ORDER BY clause must be part of the primary key`);
    }
  }
  if (!reads) {
    throw invalid("Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.");
  }
  const byPartition = order.find(({ attribute }) => attribute === partition);
  if (!byPartition && reads.some((read) => compare(read, reads[0] as KeyRead) !== 0)) {
    throw invalid(
      "Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause.",
    );
  }
  // A statement that orders by the partition key alone has its items from the last to the first.
  const isReverse = order.find(({ attribute }) => attribute === sort)?.isDescending ?? true;
  // Reads of one partition are in the order of its sort keys already.
  const ordered = (isReverse ? [...reads].reverse() : [...reads]).sort(
    (a, b) => compare(a, b) * (byPartition?.isDescending ? -1 : 1),
  );
  return { reads: ordered, isReverse };
}

function compare(a: KeyRead, b: KeyRead): number {
  return compareValues(a.partition as AttributeValue, b.partition as AttributeValue) ?? 0;
}
