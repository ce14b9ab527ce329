import type { AttributeValue, KeysAndAttributes } from "@aws-sdk/client-dynamodb";
import { own } from "../../../own.ts";
import { invalid } from "../errors.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDb } from "../state.ts";
import { openTable } from "../tables/lookup.ts";
import type { Item } from "../values/attribute-value.ts";
import { checkedItem } from "../values/check.ts";
import type { StoredKey } from "../values/keys.ts";
import { sizeOfItem } from "../values/sizes.ts";
import { Consumption, readUnits } from "./capacity.ts";
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
  const wanted = Object.keys(RequestItems).map((name) => wantedOf(name, own(RequestItems, name) as KeysAndAttributes));
  if (wanted.reduce((sum, { keys }) => sum + keys.length, 0) > MOST)
    throw invalid("Too many items requested for the BatchGetItem call");
  const located = wanted.map((want) => {
    const table = openTable(want.TableName, context);
    return { ...want, table, stored: storedKeys(want.keys, table) };
  });
  const consumed = new Consumption();
  const responses: [name: string, items: Record<string, AttributeValue>[]][] = [];
  const unprocessed: [name: string, rest: KeysAndAttributes][] = [];
  let room = LARGEST_ANSWER;
  for (const { TableName, request, table, stored, project, keys } of located) {
    const items: Item[] = [];
    const left: Item[] = [];
    for (const [i, key] of stored.entries()) {
      const item = itemAt(table, key, context);
      const bytes = item ? sizeOfItem(item) : 0;
      if (bytes > room) left.push(keys[i] as Item);
      else {
        room -= bytes;
        consumed.take(TableName, undefined, readUnits(bytes, request.ConsistentRead));
        if (item) items.push(project ? project(item) : item);
      }
    }
    responses.push([TableName, items as Record<string, AttributeValue>[]]);
    if (left.length > 0) unprocessed.push([TableName, { ...request, Keys: left }]);
  }
  return {
    Responses: Object.fromEntries(responses),
    UnprocessedKeys: Object.fromEntries(unprocessed),
    ConsumedCapacity: consumed.answers(ReturnConsumedCapacity),
  };
};

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
