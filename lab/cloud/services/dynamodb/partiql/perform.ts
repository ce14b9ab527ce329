import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { changeBy } from "../items/action.ts";
import type { Consumption } from "../items/capacity.ts";
import { apply } from "../items/changes.ts";
import type { DynamoDbContext } from "../state.ts";
import { openTable } from "../tables/lookup.ts";
import type { StatementAction } from "./actions.ts";

/** Does what a statement says. Answers what its RETURNING asks for; nothing when that has no attributes. */
export function perform(
  action: StatementAction,
  consumed: Consumption,
  context: DynamoDbContext,
): Record<string, AttributeValue> | undefined {
  const table = openTable(action.TableName, context);
  const key = action.key(table);
  const change = context.cloud.store.write(() => {
    const made = changeBy(action, table, key, context);
    apply(made, context);
    return made;
  });
  consumed.takeChange(action.TableName, change);
  const item = action.shows(change.before, change.after);
  return item && Object.keys(item).length > 0 ? { ...item } : undefined;
}
