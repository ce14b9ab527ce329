import { own } from "../../../own.ts";
import type { Range, KeyPart as StorePart } from "../../../store/collection.ts";
import { invalid } from "../errors.ts";
import { beginsWith } from "../expressions/functions.ts";
import { checkKeyValues, type KeyCondition, type KeyPart } from "../expressions/key-conditions.ts";
import type { IndexRecord, TableRecord } from "../records.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { compareValues } from "../values/compare.ts";
import { endOfPrefix, partitionHash, sortPart } from "../values/keys.ts";
import type { KeyQuestion } from "./expressions.ts";
import { placeOf } from "./read-range.ts";

/** What a query asks of the key of a table or an index. Throws AWS's errors for what that does not allow. */
export function keyCondition(question: KeyQuestion, table: TableRecord, index: IndexRecord | undefined): KeyCondition {
  const key = index?.key ?? table.key;
  const most = key.partition.length + key.sort.length;
  if (question.values.length > most)
    throw invalid(
      `The number of query conditions (${question.values.length}) exceeds the number of key attributes defined in the schema (${most})`,
    );
  const condition = question.of(key);
  checkKeyValues(
    question.values as readonly KeyPart[],
    Object.fromEntries(table.attributes.map(({ name, type }) => [name, type])),
  );
  return condition;
}

/** The part of a table, or of an index, that a query reads. */
export function keyRange(condition: KeyCondition, table: TableRecord, index: IndexRecord | undefined): Range {
  const { partition } = index?.key ?? table.key;
  const under: StorePart[] = [...placeOf(table, index), hashIn(condition.partition, partition)];
  for (const { operator, values } of condition.sort) {
    const [first, second] = values as [AttributeValue, AttributeValue?];
    if (operator !== "=") return { under, ...bounds(operator, first, second, under) };
    under.push(sortPart(first));
  }
  return { under };
}

function bounds(
  operator: KeyPart["operator"],
  first: AttributeValue,
  second: AttributeValue | undefined,
  under: readonly StorePart[],
): Range {
  const key = [...under, sortPart(first)];
  switch (operator) {
    case "<":
      return { before: key };
    case "<=":
      return { through: key };
    case ">":
      return { beyond: key };
    case ">=":
      return { from: key };
    case "BETWEEN":
      return { from: key, through: [...under, sortPart(second as AttributeValue)] };
    default: {
      const end = endOfPrefix(first);
      return end === undefined ? { from: key } : { from: key, before: [...under, end] };
    }
  }
}

/** Throws when a query can't go on after a key: it must be one that the query might have answered. */
export function checkStart(start: Item, { partition, sort }: KeyCondition, names: readonly string[]): void {
  if (!sort.every((part) => holds(part, own(start, part.attribute) as AttributeValue)))
    throw invalid("The provided starting key does not match the range key predicate");
  if (hashIn(partition, names) === hashIn(start, names)) return;
  throw invalid(
    sort.length > 0
      ? "The query can return at most one row and cannot be restarted"
      : "The provided starting key is outside query boundaries based on provided conditions",
  );
}

function holds({ operator, values }: KeyPart, value: AttributeValue): boolean {
  const [first, second] = values as [AttributeValue, AttributeValue?];
  const order = compareValues(value, first) ?? Number.NaN;
  switch (operator) {
    case "=":
      return order === 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "BETWEEN":
      return order >= 0 && (compareValues(value, second as AttributeValue) ?? 1) <= 0;
    default:
      return beginsWith(value, first);
  }
}

function hashIn(item: Item, names: readonly string[]): string {
  return partitionHash(names.map((name) => own(item, name) as AttributeValue));
}
