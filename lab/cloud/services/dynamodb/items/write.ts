import type {
  ConsumedCapacity,
  ReturnConsumedCapacity,
  ReturnItemCollectionMetrics,
  ReturnValuesOnConditionCheckFailure,
} from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../errors.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDbContext } from "../state.ts";
import type { Item } from "../values/attribute-value.ts";
import type { StoredKey } from "../values/keys.ts";
import { Consumption } from "./capacity.ts";
import { apply, itemAt } from "./changes.ts";

/** What is done to one item. */
export interface Write {
  readonly table: TableRecord;
  readonly key: StoredKey;
  /** What must hold for the item that there is, or for an empty one. */
  readonly condition: ((item: Item) => boolean) | undefined;
  /** What becomes of it: nothing where it is removed. */
  readonly next: (before: Item | undefined) => Item | undefined;
}

/** The parameters that all operations have which write one item. */
interface WriteInput {
  readonly TableName: string;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity;
  readonly ReturnItemCollectionMetrics?: ReturnItemCollectionMetrics;
  readonly ReturnValuesOnConditionCheckFailure?: ReturnValuesOnConditionCheckFailure;
}

interface Written {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  readonly ConsumedCapacity: ConsumedCapacity | undefined;
}

const NOTHING: Item = {};

/** Writes one item, if its condition holds. Throws ConditionalCheckFailedException. */
export function write(input: WriteInput, { table, key, condition, next }: Write, context: DynamoDbContext): Written {
  const consumed = new Consumption();
  const { before, after } = context.cloud.store.write(() => {
    const before = itemAt(table, key, context);
    if (condition && !condition(before ?? NOTHING)) throw conditionFailed();
    const change = { table, key, before, after: next(before) };
    consumed.takeChange(input.TableName, change);
    apply(change, context);
    return change;
  });
  return { before, after, ConsumedCapacity: consumed.answer(input.ReturnConsumedCapacity) };
}

const conditionFailed = () => new AwsError("ConditionalCheckFailedException", "The conditional request failed");
