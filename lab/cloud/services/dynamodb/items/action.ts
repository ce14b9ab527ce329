import type { ReturnValuesOnConditionCheckFailure } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../errors.ts";
import type { Condition } from "../expressions/conditions.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDbContext } from "../state.ts";
import type { Item } from "../values/attribute-value.ts";
import type { StoredKey } from "../values/keys.ts";
import { type Change, itemAt } from "./changes.ts";

/** What a request does to one item, checked as far as that goes without the table. */
export interface Action {
  readonly TableName: string;
  /** The stored key of its item. Throws for one that the table can't have. */
  readonly key: (table: TableRecord) => StoredKey;
  /** What must hold for the item that there is, or for none. */
  readonly condition: Condition | undefined;
  readonly onFailure: ReturnValuesOnConditionCheckFailure | undefined;
  /** What becomes of the item: nothing where it is removed. */
  readonly next: (before: Item | undefined, table: TableRecord) => Item | undefined;
}

/** The change that an action makes of the item that there is. Throws ConditionalCheckFailedException. */
export function changeBy(action: Action, table: TableRecord, key: StoredKey, context: DynamoDbContext): Change {
  const before = itemAt(table, key, context);
  if (action.condition && !action.condition.matches(before)) throw conditionFailed(action, before);
  return { table, key, before, after: action.next(before, table) };
}

function conditionFailed({ onFailure }: Action, before: Item | undefined): AwsError {
  const fields = onFailure === "ALL_OLD" && before ? { Item: before } : {};
  return new AwsError("ConditionalCheckFailedException", "The conditional request failed", undefined, fields);
}
