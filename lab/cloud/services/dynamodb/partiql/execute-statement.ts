import { invalid } from "../errors.ts";
import { Consumption } from "../items/capacity.ts";
import type { DynamoDb } from "../state.ts";
import { actionOf } from "./actions.ts";
import { perform } from "./perform.ts";
import { isOf, prepare } from "./prepared.ts";
import { select } from "./reads/select.ts";

/** Runs one statement of PartiQL. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html */
export const executeStatement: DynamoDb["ExecuteStatement"] = async (input, context) => {
  const prepared = prepare(input);
  if (isOf(prepared, "select")) return select(prepared, input, context);
  if (!isOf(prepared, "insert", "update", "delete")) throw notInTransaction();
  const consumed = new Consumption();
  const item = perform(actionOf(prepared, input.ReturnValuesOnConditionCheckFailure), consumed, context);
  return { Items: item ? [item] : [], ConsumedCapacity: consumed.answer(input.ReturnConsumedCapacity) };
};

/** EXISTS is a condition of what else a transaction writes. */
export const notInTransaction = () => invalid("EXISTS can only be used in ExecuteTransaction write requests.");
