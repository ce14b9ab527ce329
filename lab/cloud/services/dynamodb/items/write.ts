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
import { apply } from "./changes.ts";
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
  const table = openTable(action.TableName, context);
  const key = action.key(table);
  const consumed = new Consumption();
  const { before, after } = context.cloud.store.write(() => {
    const change = changeBy(action, table, key, context);
    consumed.takeChange(action.TableName, change);
    apply(change, context);
    return change;
  });
  return {
    before,
    after,
    ConsumedCapacity: consumed.answer(input.ReturnConsumedCapacity),
    ItemCollectionMetrics: collectionMetrics(input, table, key, before ?? after, context),
  };
}
