import { accessOf } from "../../auth/access-table.ts";
import type { DynamoDbState } from "./state.ts";
import { arnOf, tableNameOf } from "./tables/lookup.ts";

interface DynamoDbInput {
  readonly TableName?: string;
  readonly IndexName?: string;
}

export const access = accessOf<DynamoDbInput, DynamoDbState>({
  prefix: "dynamodb",
  resource(_operation, { TableName, IndexName }, context) {
    if (TableName === undefined) return "*";
    const arn = arnOf(tableNameOf(TableName, context));
    return IndexName === undefined ? arn : `${arn}/index/${IndexName}`;
  },
});
