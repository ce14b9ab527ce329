import type { AttributeValue, Select, WriteRequest } from "@aws-sdk/client-dynamodb";
import type { KeyValues } from "../../../auth/policy/request.ts";
import { own } from "../../../own.ts";
import type { Path } from "../expressions/paths.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDbContext } from "../state.ts";
import { findTable, tableNameOf } from "../tables/lookup.ts";
import type { Item } from "../values/attribute-value.ts";
import { normalNumber } from "../values/numbers.ts";
import { type KeyQuestion, queryOf, type ReadInput, scanOf, type UpdateInput, updateOf } from "./expressions.ts";

/** What requests about items have that policies may ask for. */
export interface ItemInput extends ReadInput, Omit<UpdateInput, keyof ReadInput> {
  readonly TableName?: string | undefined;
  readonly IndexName?: string | undefined;
  readonly Item?: Item | undefined;
  readonly Key?: Item | undefined;
  readonly Keys?: readonly Item[] | undefined;
  readonly Select?: Select | undefined;
  readonly ReturnValues?: string | undefined;
  readonly ReturnConsumedCapacity?: string | undefined;
  /** Of BatchWriteItem, to one table. */
  readonly requests?: readonly WriteRequest[];
  /** The transaction that it is a member of. */
  readonly enclosing?: string;
}

const READS = new Set(["BatchGetItem", "GetItem", "Query", "Scan"]);

const ORDINALS = ["First", "Second", "Third", "Fourth"];

/**
 * The condition keys of a request about items.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function itemKeys(operation: string, input: ItemInput, context: DynamoDbContext): KeyValues {
  const table = tableOf(input, context);
  const asked = askedOf(operation, input);
  const items = itemsOf(input);
  const isRead = READS.has(operation);
  const partition = partitionOf(input, table);
  const keys = asked?.key && table ? [partitionAsked(asked.key, input, table)] : items;
  const partitions = partition.map((name) => valuesOf(keys, name));
  const names = [...items.flatMap(Object.keys), ...(asked?.names ?? [])];
  return {
    "dynamodb:LeadingKeys": partitions[0],
    ...Object.fromEntries(ORDINALS.map((ordinal, i) => [`dynamodb:${ordinal}PartitionKeyValues`, partitions[i]])),
    "dynamodb:Attributes": names.length > 0 ? [...new Set(names)] : undefined,
    "dynamodb:Select": isRead ? (input.Select ?? usualSelect(input)) : undefined,
    "dynamodb:ReturnValues":
      operation === "BatchGetItem" || operation === "GetItem" ? undefined : (input.ReturnValues ?? "NONE"),
    "dynamodb:ReturnConsumedCapacity": input.ReturnConsumedCapacity ?? "NONE",
    "dynamodb:EnclosingOperation": input.enclosing,
  };
}

function usualSelect({ ProjectionExpression, AttributesToGet, IndexName }: ItemInput): Select {
  if (ProjectionExpression !== undefined || AttributesToGet) return "SPECIFIC_ATTRIBUTES";
  return IndexName === undefined ? "ALL_ATTRIBUTES" : "ALL_PROJECTED_ATTRIBUTES";
}

function tableOf({ TableName }: ItemInput, context: DynamoDbContext): TableRecord | undefined {
  return TableName === undefined ? undefined : findTable(tableNameOf(TableName, context), context.state);
}

function partitionOf({ IndexName }: ItemInput, table: TableRecord | undefined): readonly string[] {
  const index = table?.indexes.find(({ name }) => name === IndexName);
  return (index?.key ?? table?.key)?.partition ?? [];
}

/** The items that a request has, or their keys. */
function itemsOf({ Item, Key, Keys = [], requests = [] }: ItemInput): readonly Item[] {
  const written = requests.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key);
  return [Item, Key, ...Keys, ...written].filter((one) => one !== undefined);
}

interface Asked {
  readonly names: readonly string[];
  readonly key?: KeyQuestion;
}

/** What a request's expressions are about; nothing when they can't be read: the operation says why. */
function askedOf(operation: string, input: ItemInput): Asked | undefined {
  try {
    if (operation === "Query") {
      const { key, filter, projection } = queryOf(input);
      return { key, names: [...key.values.map(({ attribute }) => attribute), ...namesIn(filter, projection)] };
    }
    const isRead = READS.has(operation);
    const { filter, projection } = isRead ? scanOf(input) : {};
    const { update, condition } = isRead ? {} : updateOf(input);
    const read = update?.reads ?? [];
    return { names: namesIn(filter, projection, update, condition, { paths: read }) };
  } catch {
    return undefined;
  }
}

function namesIn(...parts: readonly ({ readonly paths: readonly Path[] } | undefined)[]): string[] {
  return parts.flatMap((part) => part?.paths.map(([name]) => name as string) ?? []);
}

function partitionAsked(key: KeyQuestion, { IndexName }: ItemInput, table: TableRecord): Item {
  const index = table.indexes.find(({ name }) => name === IndexName);
  try {
    return key.of(index?.key ?? table.key).partition;
  } catch {
    return {};
  }
}

function valuesOf(items: readonly Item[], name: string): string[] | undefined {
  const values = items.flatMap((item) => textOf(own(item, name)) ?? []);
  return values.length > 0 ? [...new Set(values)] : undefined;
}

function textOf(value: AttributeValue | undefined): string | undefined {
  if (value?.S !== undefined) return value.S;
  if (value?.B !== undefined) return Buffer.from(value.B).toString("base64");
  try {
    return value?.N === undefined ? undefined : normalNumber(value.N);
  } catch {
    return undefined;
  }
}
