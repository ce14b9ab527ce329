import type {
  BatchStatementErrorCodeEnum,
  BatchStatementRequest,
  BatchStatementResponse,
} from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../errors.ts";
import { refusalOfStatement } from "../access.ts";
import { invalid } from "../errors.ts";
import { Consumption, readUnits } from "../items/capacity.ts";
import { itemAt } from "../items/changes.ts";
import { keyOf } from "../items/keys.ts";
import type { DynamoDb, DynamoDbContext } from "../state.ts";
import { openTable } from "../tables/lookup.ts";
import { sizeOfItem } from "../values/sizes.ts";
import { actionOf } from "./actions.ts";
import { notInTransaction } from "./execute-statement.ts";
import type { SelectStatement } from "./grammar/statements.ts";
import { perform } from "./perform.ts";
import { isOf, type Prepared, prepare } from "./prepared.ts";
import { keyMissing, keyToRead, shown } from "./reads/read-item.ts";
import { indexOf } from "./reads/select.ts";

/** Runs statements one after the other, each about one item. What fails with one is said in its answer. */
export const batchExecuteStatement: DynamoDb["BatchExecuteStatement"] = (input, context) => {
  const requests = input.Statements ?? [];
  const prepared = requests.map((request) => attempt(() => prepare(request)));
  checkAlike(prepared);
  const consumed = new Consumption();
  const Responses = requests.map((request, i): BatchStatementResponse => {
    const one = prepared[i] as Prepared | AwsError;
    if (one instanceof AwsError) return { Error: errorOf(one) };
    const TableName = one.statement.table;
    const item = refusalOfStatement(request, context) ?? attempt(() => run(one, request, consumed, context));
    if (item instanceof AwsError) return { TableName, Error: errorOf(item) };
    return { TableName, ...(item && { Item: item }) };
  });
  return { Responses, ConsumedCapacity: consumed.answers(input.ReturnConsumedCapacity) };
};

function run(
  prepared: Prepared,
  { ConsistentRead, ReturnValuesOnConditionCheckFailure: onFailure }: BatchStatementRequest,
  consumed: Consumption,
  context: DynamoDbContext,
): BatchStatementResponse["Item"] {
  if (isOf(prepared, "select")) return read(prepared, ConsistentRead, consumed, context);
  if (isOf(prepared, "exists")) throw notInTransaction();
  if (isOf(prepared, "insert", "update", "delete")) return perform(actionOf(prepared, onFailure), consumed, context);
  return undefined;
}

function read(
  prepared: Prepared<SelectStatement>,
  isConsistent: boolean | undefined,
  consumed: Consumption,
  context: DynamoDbContext,
): BatchStatementResponse["Item"] {
  const { statement } = prepared;
  const table = openTable(statement.table, context);
  if (indexOf(statement, table)) throw keyMissing("BatchExecuteStatement");
  const item = itemAt(table, keyOf(keyToRead(prepared, table, "BatchExecuteStatement"), table), context);
  consumed.takeRead(statement.table, table, readUnits(item ? sizeOfItem(item) : 0, isConsistent), context);
  return item && shown(item, statement, table);
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.multiplestatements.batching.html */
function checkAlike(all: readonly (Prepared | AwsError)[]): void {
  const kinds = new Set(all.flatMap((one) => (one instanceof AwsError ? [] : [one.statement.kind === "select"])));
  if (kinds.size > 1) {
    throw invalid("BatchExecuteStatement API does not support both read and write operations in the same request.");
  }
}

function attempt<T>(make: () => T): T | AwsError {
  try {
    return make();
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

function errorOf(error: AwsError): NonNullable<BatchStatementResponse["Error"]> {
  const { Item } = error.fields as { readonly Item?: BatchStatementResponse["Item"] };
  return { Code: codeOf(error), Message: error.message, ...(Item && { Item }) };
}

const CODES: ReadonlyMap<string, BatchStatementErrorCodeEnum> = new Map([
  ["ValidationException", "ValidationError"],
  ["ThrottlingException", "ThrottlingError"],
]);

/** Batches and transactions call errors by shorter names. */
export function codeOf({ name }: AwsError): BatchStatementErrorCodeEnum {
  return CODES.get(name) ?? (name.replace(/Exception$/, "") as BatchStatementErrorCodeEnum);
}
