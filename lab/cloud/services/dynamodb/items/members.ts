import type {
  BatchGetItemInput,
  BatchWriteItemInput,
  TransactGetItemsInput,
  TransactWriteItemsInput,
} from "@aws-sdk/client-dynamodb";
import type { ItemInput } from "./condition-keys.ts";

/** An operation on items that another one amounts to. */
export interface MemberOperation {
  readonly operation: string;
  readonly input: ItemInput;
}

interface ManyInput {
  readonly ReturnConsumedCapacity?: string;
  readonly RequestItems?: BatchGetItemInput["RequestItems"] | BatchWriteItemInput["RequestItems"];
  readonly TransactItems?: TransactWriteItemsInput["TransactItems"] | TransactGetItemsInput["TransactItems"];
}

/**
 * What permissions are asked for where an operation is about several tables: batches by the table, transactions by the item, as
 * if each were written or read alone. Nothing for all other operations.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
export function membersOf(operation: string, input: object): MemberOperation[] | undefined {
  const { ReturnConsumedCapacity, RequestItems = {}, TransactItems = [] } = input as ManyInput;
  const more = { ...(ReturnConsumedCapacity && { ReturnConsumedCapacity }) };
  const inTransaction = { ...more, enclosing: operation };
  switch (operation) {
    case "BatchGetItem":
    case "BatchWriteItem":
      return Object.entries(RequestItems).map(([TableName, request]) => ({
        operation,
        input: Array.isArray(request) ? { TableName, requests: request, ...more } : { ...request, TableName, ...more },
      }));
    case "TransactGetItems":
    case "TransactWriteItems":
      return TransactItems.flatMap((item) =>
        Object.entries(item as Readonly<Record<string, ItemInput>>).map(([name, member]) => ({
          // Such as ConditionCheckItem.
          operation: `${name}Item`,
          input: { ...member, ...inTransaction },
        })),
      );
    default:
      return undefined;
  }
}
