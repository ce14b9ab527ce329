import { own } from "../../../own.ts";
import type { KeyPart, Range } from "../../../store/collection.ts";
import { invalid, invalidParameters } from "../errors.ts";
import type { IndexRecord, TableRecord } from "../records.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { endOfPrefix, partitionHash, sortPart } from "../values/keys.ts";
import { checkSizes, namesOf, typeIn } from "./keys.ts";
import { placeOf } from "./read-range.ts";

/** What a query asks of an attribute of the key. */
export interface KeyCondition {
  readonly name: string;
  readonly operator: "=" | "<" | "<=" | ">" | ">=" | "BETWEEN" | "begins_with";
  readonly values: readonly AttributeValue[];
}

/** The part of a table or an index that a query reads. Throws AWS's errors for conditions that its key does not allow. */
export function keyRange(
  conditions: ReadonlyMap<string, KeyCondition>,
  table: TableRecord,
  index: IndexRecord | undefined,
): Range {
  const { partition, sort } = index?.key ?? table.key;
  checkConditions(conditions, table, index);
  const values = partition.map((name) => (conditions.get(name) as KeyCondition).values[0] as AttributeValue);
  const under: KeyPart[] = [...placeOf(table, index), partitionHash(values)];
  for (const name of sort) {
    const condition = conditions.get(name);
    if (!condition) break;
    const [first, second] = condition.values as [AttributeValue, AttributeValue?];
    if (condition.operator !== "=") return { under, ...bounds(condition, first, second, under) };
    under.push(sortPart(first));
  }
  return { under };
}

function bounds(
  { operator }: KeyCondition,
  first: AttributeValue,
  second: AttributeValue | undefined,
  under: readonly KeyPart[],
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

/** The partition must be told, and of the sort key's attributes the first ones: all but the last of them by `=`. */
function checkConditions(
  conditions: ReadonlyMap<string, KeyCondition>,
  table: TableRecord,
  index: IndexRecord | undefined,
): void {
  const { partition, sort } = index?.key ?? table.key;
  const most = partition.length + sort.length;
  if (conditions.size > most)
    throw invalid(
      `The number of query conditions (${conditions.size}) exceeds the number of key attributes defined in the schema (${most})`,
    );
  for (const name of partition) if (!conditions.has(name)) throw missed(name);
  checkSortConditions(conditions, sort);
  const known = [...partition, ...sort];
  if ([...conditions.keys()].some((name) => !known.includes(name)))
    throw missed(sort.find((name) => !conditions.has(name)) ?? "");
  for (const { name, values } of conditions.values()) {
    if (values.some((value) => value[typeIn(table, name)] === undefined))
      throw invalidParameters("Condition parameter type does not match schema type");
    for (const value of values) checkConditionSize(name, value, partition.includes(name));
  }
  for (const name of partition)
    if (conditions.get(name)?.operator !== "=") throw invalid("Query key condition not supported");
}

function checkSortConditions(conditions: ReadonlyMap<string, KeyCondition>, sort: readonly string[]): void {
  const last = sort.findLast((name) => conditions.has(name));
  if (last === undefined) return;
  const open = sort.slice(0, sort.indexOf(last)).filter((name) => conditions.get(name)?.operator !== "=");
  if (open.length > 0)
    throw invalid(
      `RANGE key attributes ${open.join(", ")} must have equality conditions specified in the query because a condition is present on key attribute ${last}`,
    );
}

/** The key of a condition can't be longer than one of an item, or empty. */
function checkConditionSize(name: string, value: AttributeValue, isPartition: boolean): void {
  checkSizes(
    Object.fromEntries([[name, value]]),
    isPartition ? { partition: [name], sort: [] } : { partition: [], sort: [name] },
  );
}

const missed = (name: string) => invalid(`Query condition missed key schema element: ${name}`);

/** The names that conditions on a query's key are about, of which its filter must not be. */
export function keyNames(table: TableRecord, index: IndexRecord | undefined): readonly string[] {
  return namesOf(index?.key ?? table.key);
}

/** Whether a key is in the partition that a query reads. */
export function isWithin(
  key: Item,
  conditions: ReadonlyMap<string, KeyCondition>,
  partition: readonly string[],
): boolean {
  const values = partition.map((name) => conditions.get(name)?.values[0] as AttributeValue);
  return partitionHash(values) === partitionHash(partition.map((name) => own(key, name) as AttributeValue));
}
