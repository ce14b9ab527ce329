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

/** Does what an action says to its item, if its condition holds. Throws ConditionalCheckFailedException. */
export function write(action: Action, input: WriteInput, context: DynamoDbContext): Written {
  const consumed = new Consumption();
  const { table, key, before, after } = change(action, consumed, context);
  return {
    before,
    after,
    ConsumedCapacity: consumed.answer(input.ReturnConsumedCapacity),
    ItemCollectionMetrics: collectionMetrics(input, table, key, before ?? after, context),
  };
}

/** The same, where a request has several of them. */
export function change(action: Action, consumed: Consumption, context: DynamoDbContext): Change {
  const table = openTable(action.TableName, context);
  const key = action.key(table);
  return context.cloud.store.write(() => {
    const made = changeBy(action, table, key, context);
    consumed.takeChange(action.TableName, made);
    apply(made, context);
    return made;
  });
}
