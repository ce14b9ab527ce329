import { accessOf } from "../../auth/access-table.ts";
import {
  firstAction,
  firstResource,
  isPartiQl,
  otherStatements,
  type PartiQlInput,
  statementKeys,
} from "./partiql/access.ts";
import type { DynamoDbState } from "./state.ts";
import { arnOf, tableNameOf } from "./tables/lookup.ts";

interface DynamoDbInput extends PartiQlInput {
  readonly TableName?: string;
  readonly IndexName?: string;
}

export const access = accessOf<DynamoDbInput, DynamoDbState>({
  prefix: "dynamodb",
  action: (operation, input) => (isPartiQl(operation) ? firstAction(input) : undefined) ?? operation,
  resource(operation, input, context) {
    if (isPartiQl(operation)) return firstResource(input, context);
    const { TableName, IndexName } = input;
    if (TableName === undefined) return "*";
    const arn = arnOf(tableNameOf(TableName, context));
    return IndexName === undefined ? arn : `${arn}/index/${IndexName}`;
  },
  also: ({ operation, input }, context) => (isPartiQl(operation) ? otherStatements(input, context) : []),
  keys: (want, context) => (isPartiQl(want.operation) ? statementKeys(want, context) : {}),
});
