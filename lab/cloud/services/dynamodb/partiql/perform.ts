import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Consumption } from "../items/capacity.ts";
import { change } from "../items/write.ts";
import type { DynamoDbContext } from "../state.ts";
import type { StatementAction } from "./actions.ts";

/** Does what a statement says. Answers what its RETURNING asks for; nothing when that has no attributes. */
export function perform(
  action: StatementAction,
  consumed: Consumption,
  context: DynamoDbContext,
): Record<string, AttributeValue> | undefined {
  const { before, after } = change(action, consumed, context);
  const item = action.shows(before, after);
  return item && Object.keys(item).length > 0 ? { ...item } : undefined;
}
