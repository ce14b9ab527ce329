import type { ItemCollectionMetrics, WriteRequest } from "@aws-sdk/client-dynamodb";
import { own } from "../../../own.ts";
import { invalid } from "../errors.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDb } from "../state.ts";
import { openTable } from "../tables/lookup.ts";
import type { Item } from "../values/attribute-value.ts";
import type { StoredKey } from "../values/keys.ts";
import { type Action, changeBy } from "./action.ts";
import { Consumption } from "./capacity.ts";
import { apply } from "./changes.ts";
import { collectionMetrics } from "./collections.ts";
import { deleting } from "./delete-item.ts";
import { hasKey, mismatch } from "./keys.ts";
import { putting } from "./put-item.ts";

/** How many items a request may be about, in all tables. */
const MOST = 25;

/** Puts and removes items, in one transaction of the store although DynamoDB promises none. */
export const batchWriteItem: DynamoDb["BatchWriteItem"] = (input, context) => {
  const { RequestItems, ReturnConsumedCapacity } = input;
  const members = Object.keys(RequestItems).flatMap((name) =>
    (own(RequestItems, name) as WriteRequest[]).map((request) => memberOf(name, request)),
  );
  if (members.length > MOST) throw invalid("Too many items requested for the BatchWriteItem call");
  const seen = new Set<string>();
  const writes = members.map((member) => {
    const table = openTable(member.action.TableName, context);
    const key = keyOfMember(member, table);
    const name = [table.id, ...key].join("\n");
    if (seen.has(name)) throw invalid("Provided list of item keys contains duplicates");
    seen.add(name);
    return { ...member, table, key };
  });
  const consumed = new Consumption();
  context.cloud.store.write(() => {
    for (const { action, table, key } of writes) {
      const change = changeBy(action, table, key, context);
      consumed.takeChange(action.TableName, change);
      apply(change, context);
    }
  });
  const metrics = new Map<string, ItemCollectionMetrics[]>();
  for (const { action, table, key, given } of writes) {
    const found = collectionMetrics(input, table, key, given, context);
    if (found) metrics.set(action.TableName, [...(metrics.get(action.TableName) ?? []), found]);
  }
  return {
    UnprocessedItems: {},
    ...(metrics.size > 0 && { ItemCollectionMetrics: Object.fromEntries(metrics) }),
    ConsumedCapacity: consumed.answers(ReturnConsumedCapacity),
  };
};

interface Member {
  readonly action: Action;
  /** The item that is put, or the key of that which is removed. */
  readonly given: Item;
}

function memberOf(TableName: string, { PutRequest, DeleteRequest }: WriteRequest): Member {
  // AWS says the same of none and of both.
  if ((PutRequest === undefined) === (DeleteRequest === undefined))
    throw invalid(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    );
  if (PutRequest) return { action: putting({ TableName, Item: PutRequest.Item }), given: PutRequest.Item ?? {} };
  return { action: deleting({ TableName, Key: DeleteRequest?.Key }), given: DeleteRequest?.Key ?? {} };
}

/** A batch does not say what is wrong with an item's key. */
function keyOfMember({ action, given }: Member, table: TableRecord): StoredKey {
  if (!hasKey(given, table)) throw mismatch();
  return action.key(table);
}
