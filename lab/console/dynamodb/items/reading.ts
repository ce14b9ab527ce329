import type { AttributeValue, QueryCommandInput, ScanCommandInput } from "@aws-sdk/client-dynamodb";
import { fromBase64 } from "../values/base64.ts";
import type { Item } from "../values/item.ts";

/** What is asked of a table: a scan, or a query. It stands in the address, as JSON. */
export interface Reading {
  readonly mode: "scan" | "query";
  /** Empty for the table itself. */
  readonly index: string;
  /** One for each attribute of the key, in its order; those of a sort key may be left out. */
  readonly keys: readonly Test[];
  readonly isDescending: boolean;
  readonly filters: readonly Filter[];
}

/** What a value is compared with, as it is written in a form. */
export interface Test {
  readonly operator: Operator;
  readonly value: string;
  /** Of `between`. */
  readonly upper: string;
}

export interface Filter extends Test {
  readonly name: string;
  readonly type: ScalarType;
}

export type ScalarType = "S" | "N" | "B" | "BOOL" | "NULL";

/** What is written in an expression between a name, a value and an upper value. */
const OPERATORS = {
  "=": (name: string, value: string) => `${name} = ${value}`,
  "<": (name: string, value: string) => `${name} < ${value}`,
  "<=": (name: string, value: string) => `${name} <= ${value}`,
  ">": (name: string, value: string) => `${name} > ${value}`,
  ">=": (name: string, value: string) => `${name} >= ${value}`,
  between: (name: string, value: string, upper: string) => `${name} BETWEEN ${value} AND ${upper}`,
  "begins with": (name: string, value: string) => `begins_with(${name}, ${value})`,
  "≠": (name: string, value: string) => `${name} <> ${value}`,
  contains: (name: string, value: string) => `contains(${name}, ${value})`,
  "does not contain": (name: string, value: string) => `NOT contains(${name}, ${value})`,
  exists: (name: string) => `attribute_exists(${name})`,
  "does not exist": (name: string) => `attribute_not_exists(${name})`,
} as const;

export type Operator = keyof typeof OPERATORS;

/** Those that a filter has. */
export const FILTER_OPERATORS = Object.keys(OPERATORS) as Operator[];

/** Those that a sort key has. */
export const SORT_OPERATORS: readonly Operator[] = ["=", "<", "<=", ">", ">=", "between", "begins with"];

export const ANY: Test = { operator: "=", value: "", upper: "" };

export const NEW_FILTER: Filter = { ...ANY, name: "", type: "S" };

/** The whole table. */
export const SCAN: Reading = { mode: "scan", index: "", keys: [], isDescending: false, filters: [] };

/** Whether an operator compares with a value. */
export function hasValue(operator: Operator): boolean {
  return !operator.endsWith("exist") && operator !== "exists";
}

/** What a key's attribute is called, and its type. */
interface KeyName {
  readonly name: string;
  readonly type: "S" | "N" | "B";
  readonly isSort: boolean;
}

/** What Query or Scan is asked, but for the table and the page. Throws where a value can't be of its type. */
export function inputOf(
  { mode, index, keys, isDescending, filters }: Reading,
  key: readonly KeyName[],
): Partial<QueryCommandInput & ScanCommandInput> {
  const names = new Map<string, string>();
  const values = new Map<string, AttributeValue>();
  const said = ({ operator, value, upper, name, type }: Filter, id: string) => {
    names.set(`#${id}`, name);
    if (hasValue(operator)) values.set(`:${id}`, scalarOf(type, value));
    if (operator === "between") values.set(`:${id}to`, scalarOf(type, upper));
    return OPERATORS[operator](`#${id}`, `:${id}`, `:${id}to`);
  };
  const conditions = mode === "scan" ? [] : conditionsOf(keys, key).map((one, at) => said(one, `k${at}`));
  const filter = filters.filter(({ name }) => name !== "").map((one, at) => said(one, `f${at}`));
  return {
    ...(index !== "" && { IndexName: index }),
    ...(mode === "query" && { KeyConditionExpression: conditions.join(" AND ") }),
    ...(mode === "query" && isDescending && { ScanIndexForward: false }),
    ...(filter.length > 0 && { FilterExpression: filter.join(" AND ") }),
    ...(names.size > 0 && { ExpressionAttributeNames: Object.fromEntries(names) }),
    ...(values.size > 0 && { ExpressionAttributeValues: Object.fromEntries(values) }),
  };
}

/** A partition key is said even when nothing is written in its field: that is for AWS to judge. */
function conditionsOf(keys: readonly Test[], key: readonly KeyName[]): Filter[] {
  const tests = key.map(({ name, type, isSort }, at) => {
    const test = keys[at] ?? ANY;
    return { name, type, isSort, ...test, operator: isSort ? test.operator : "=" };
  });
  return tests.filter(({ isSort, value }) => !isSort || value !== "");
}

/** A value of a type, as it is written in a field. */
export function scalarOf(type: ScalarType, text: string): AttributeValue {
  switch (type) {
    case "S":
      return { S: text };
    case "N":
      return { N: text.trim() };
    case "B":
      return { B: fromBase64(text) };
    case "BOOL":
      return { BOOL: text === "true" };
    case "NULL":
      return { NULL: true };
  }
}

/** Reads what stands in an address: whatever is no reading is the whole table. */
export function readingOf(text: string): Reading {
  try {
    const { mode, index, keys, isDescending, filters }: Reading = { ...SCAN, ...JSON.parse(text) };
    return {
      mode: mode === "query" ? "query" : "scan",
      index: String(index),
      keys: keys.map(testOf),
      isDescending: isDescending === true,
      filters: filters.map((filter) => ({
        ...testOf(filter),
        name: String(filter.name),
        type: scalarType(filter.type),
      })),
    };
  } catch {
    return SCAN;
  }
}

function testOf({ operator, value, upper }: Test): Test {
  return {
    operator: Object.hasOwn(OPERATORS, operator) ? operator : "=",
    value: String(value),
    upper: String(upper ?? ""),
  };
}

function scalarType(type: ScalarType): ScalarType {
  return ["S", "N", "B", "BOOL", "NULL"].includes(type) ? type : "S";
}

/** The names of the attributes of items, the key's first, then in the order in which they come. */
export function attributesOf(items: readonly Item[], key: readonly string[]): string[] {
  return [...new Set([...key, ...items.flatMap((item) => Object.keys(item))])];
}
