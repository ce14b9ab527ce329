import type { WriteRequest } from "@aws-sdk/client-dynamodb";
import { own } from "../../../own.ts";
import { invalid } from "../errors.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDb } from "../state.ts";
import { openTable } from "../tables/lookup.ts";
import type { Item } from "../values/attribute-value.ts";
import type { StoredKey } from "../values/keys.ts";
import { type Action, changeBy } from "./action.ts";
import { Consumption, unlessThrottled } from "./capacity.ts";
import { apply } from "./changes.ts";
import { collectionMetrics } from "./collections.ts";
import { deleting } from "./delete-item.ts";
import { hasKey, mismatch } from "./keys.ts";
import { putting } from "./put-item.ts";
import { inOlderWords } from "./wording.ts";

/** How many items a request may be about, in all tables. */
const MOST = 25;

/** Puts and removes items, in one transaction of the store although DynamoDB promises none. */
export const batchWriteItem: DynamoDb["BatchWriteItem"] = (input, context) => {
  const { RequestItems, ReturnConsumedCapacity } = input;
  const members = Object.keys(RequestItems).flatMap((name) =>
    (own(RequestItems, name) as WriteRequest[]).map((request) => inOlderWords(() => memberOf(name, request))),
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
  const late: Member[] = [];
  context.cloud.store.write(() => {
    for (const { table, key, ...member } of writes) {
      const { action } = member;
      const change = changeBy(action, table, key, context);
      const isTaken = unlessThrottled(
        () => consumed.takeChange(action.TableName, change, context),
        late.length + 1 < writes.length,
      );
      if (isTaken) apply(change, context);
      else late.push(member);
    }
  });
  const metrics = writes.flatMap(({ action, table, key, given }) => {
    const found = collectionMetrics(input, table, key, given, context);
    return found ? [[action.TableName, found] as const] : [];
  });
  return {
    UnprocessedItems: byTable(late.map(({ action, request }) => [action.TableName, request])),
    ...(metrics.length > 0 && { ItemCollectionMetrics: byTable(metrics) }),
    ConsumedCapacity: consumed.answers(ReturnConsumedCapacity),
  };
};

interface Member {
  readonly action: Action;
  /** The item that is put, or the key of that which is removed. */
  readonly given: Item;
  readonly request: WriteRequest;
}

function memberOf(TableName: string, request: WriteRequest): Member {
  const { PutRequest, DeleteRequest } = request;
  // AWS says the same of none and of both.
  if ((PutRequest === undefined) === (DeleteRequest === undefined))
    throw invalid(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    );
  if (PutRequest)
    return { action: putting({ TableName, Item: PutRequest.Item }), given: PutRequest.Item ?? {}, request };
  return { action: deleting({ TableName, Key: DeleteRequest?.Key }), given: DeleteRequest?.Key ?? {}, request };
}

function byTable<T>(entries: readonly (readonly [name: string, value: T])[]): Record<string, T[]> {
  const tables = new Map<string, T[]>();
  for (const [name, value] of entries) tables.set(name, [...(tables.get(name) ?? []), value]);
  return Object.fromEntries(tables);
}

/** A batch does not say what is wrong with an item's key. */
function keyOfMember({ action, given }: Member, table: TableRecord): StoredKey {
  if (!hasKey(given, table)) throw mismatch();
  return action.key(table);
}
