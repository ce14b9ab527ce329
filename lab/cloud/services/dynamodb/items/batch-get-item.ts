import type { AttributeValue, KeysAndAttributes } from "@aws-sdk/client-dynamodb";
import { own } from "../../../own.ts";
import { invalid } from "../errors.ts";
import { checkOneStyle } from "../expressions/legacy/one-style.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDb, DynamoDbContext } from "../state.ts";
import { openTable } from "../tables/lookup.ts";
import type { Item } from "../values/attribute-value.ts";
import { checkedItem } from "../values/check.ts";
import type { StoredKey } from "../values/keys.ts";
import { sizeOfItem } from "../values/sizes.ts";
import { Consumption, readUnits, unlessThrottled } from "./capacity.ts";
import { itemAt } from "./changes.ts";
import { projectionOf } from "./expressions.ts";
import { keyOf } from "./keys.ts";

/** How many items a request may be about, in all tables. */
const MOST = 100;

/** How large an answer is, in bytes: the keys of what has no room in it are answered unprocessed. */
const LARGEST_ANSWER = 16 * 1024 * 1024;

/** Reads items of several tables by their keys. */
export const batchGetItem: DynamoDb["BatchGetItem"] = (input, context) => {
  const { RequestItems, ReturnConsumedCapacity } = input;
  checkStyles(Object.values(RequestItems));
  const wanted = Object.keys(RequestItems).map((name) => wantedOf(name, own(RequestItems, name) as KeysAndAttributes));
  const count = wanted.reduce((sum, { keys }) => sum + keys.length, 0);
  if (count > MOST) throw invalid("Too many items requested for the BatchGetItem call");
  const located = wanted.map((want) => {
    const table = openTable(want.TableName, context);
    return { ...want, table, stored: storedKeys(want.keys, table) };
  });
  const answer: Answer = { count, room: LARGEST_ANSWER, late: 0, consumed: new Consumption() };
  const read = located.map((one) => ({ ...one, ...readSome(one, answer, context) }));
  const late = read.filter(({ left }) => left.length > 0);
  return {
    Responses: Object.fromEntries(read.map(({ TableName, items }) => [TableName, items])) as Responses,
    UnprocessedKeys: Object.fromEntries(
      late.map(({ TableName, request, left }) => [TableName, { ...request, Keys: left }]),
    ),
    ConsumedCapacity: answer.consumed.answers(ReturnConsumedCapacity),
  };
};

type Responses = Record<string, Record<string, AttributeValue>[]>;

/** What is in an answer already, and what has room in it. */
interface Answer {
  /** How many items are asked for. */
  readonly count: number;
  room: number;
  /** How many are left unprocessed. */
  late: number;
  readonly consumed: Consumption;
}

type Located = ReturnType<typeof wantedOf> & { readonly table: TableRecord; readonly stored: readonly StoredKey[] };

/** Reads items of one table. Returns them, and the keys of those for which there is no room, or no capacity. */
function readSome(
  { TableName, request, table, stored, project, keys }: Located,
  answer: Answer,
  context: DynamoDbContext,
) {
  const [items, left]: [Item[], Item[]] = [[], []];
  for (const [i, key] of stored.entries()) {
    const item = itemAt(table, key, context);
    const bytes = item ? sizeOfItem(item) : 0;
    const units = readUnits(bytes, request.ConsistentRead);
    const take = () => answer.consumed.takeRead(TableName, table, units, context);
    if (bytes > answer.room || !unlessThrottled(take, answer.late + 1 < answer.count)) {
      left.push(keys[i] as Item);
      answer.late += 1;
      continue;
    }
    answer.room -= bytes;
    if (item) items.push(project ? project(item) : item);
  }
  return { items, left };
}

/** All tables are asked in one style. */
function checkStyles(requests: readonly KeysAndAttributes[]): void {
  const first = (name: "AttributesToGet" | "ProjectionExpression") =>
    requests.find((request) => request[name] !== undefined)?.[name];
  checkOneStyle({
    AttributesToGet: first("AttributesToGet"),
    ProjectionExpression: first("ProjectionExpression"),
  });
}

function wantedOf(TableName: string, request: KeysAndAttributes) {
  const project = projectionOf(request)?.apply;
  return { TableName, request, project, keys: (request.Keys ?? []).map(checkedItem) };
}

function storedKeys(keys: readonly Item[], table: TableRecord): StoredKey[] {
  const stored = keys.map((key) => keyOf(key, table));
  if (new Set(stored.map((key) => key.join("\n"))).size < stored.length)
    throw invalid("Provided list of item keys contains duplicates");
  return stored;
}
