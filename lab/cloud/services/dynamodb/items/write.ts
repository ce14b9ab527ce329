import type {
  ConsumedCapacity,
  ItemCollectionMetrics,
  ReturnConsumedCapacity,
  ReturnItemCollectionMetrics,
} from "@aws-sdk/client-dynamodb";
import type { DynamoDbContext } from "../state.ts";
import { openTable } from "../tables/lookup.ts";
import type { Item } from "../values/attribute-value.ts";
import { type Action, changeBy } from "./action.ts";
import { Consumption } from "./capacity.ts";
import { apply, type Change } from "./changes.ts";
import { collectionMetrics } from "./collections.ts";

/** What an operation that writes wants to hear besides. */
export interface WriteInput {
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity;
  readonly ReturnItemCollectionMetrics?: ReturnItemCollectionMetrics;
}

interface Written {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  readonly ConsumedCapacity: ConsumedCapacity | undefined;
  readonly ItemCollectionMetrics: ItemCollectionMetrics | undefined;
}

/**
 * Does what an action says to its item, if its condition holds, in a transaction with what others write meanwhile. Throws
 * ConditionalCheckFailedException.
 */
export async function write(action: Action, input: WriteInput, context: DynamoDbContext): Promise<Written> {
  const consumed = new Consumption();
  const { table, key, before, after } = await context.cloud.store.writeSoon(() => made(action, consumed, context));
  return {
    before,
    after,
    ConsumedCapacity: consumed.answer(input.ReturnConsumedCapacity),
    ItemCollectionMetrics: collectionMetrics(input, table, key, before ?? after, context),
  };
}

/** The same at once, where a request has several of them. */
export function change(action: Action, consumed: Consumption, context: DynamoDbContext): Change {
  return context.cloud.store.write(() => made(action, consumed, context));
}

function made(action: Action, consumed: Consumption, context: DynamoDbContext): Change {
  const table = openTable(action.TableName, context);
  const change = changeBy(action, table, action.key(table), context);
  consumed.takeChange(action.TableName, change, context);
  apply(change, context);
  return change;
}
