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
import { type ControlInput, controlledBy, resourcePolicyOf, tagsOf } from "./tables/access.ts";

type DynamoDbInput = PartiQlInput & ControlInput;

export const access = accessOf<DynamoDbInput, DynamoDbState>({
  prefix: "dynamodb",
  action: (operation, input) => (isPartiQl(operation) ? firstAction(input) : undefined) ?? operation,
  resource: (operation, input, context) =>
    isPartiQl(operation) ? firstResource(input, context) : controlledBy(operation, input, context),
  also: ({ operation, input }, context) => {
    if (isPartiQl(operation)) return otherStatements(input, context);
    const setsPolicy = operation === "CreateTable" && input.ResourcePolicy !== undefined;
    return setsPolicy ? [{ action: "dynamodb:PutResourcePolicy" }] : [];
  },
  policy: ({ resource }, context) => resourcePolicyOf(resource, context),
  tags: tagsOf,
  keys: (want, context) => (isPartiQl(want.operation) ? statementKeys(want, context) : {}),
  tagging: (operation) => (operation === "CreateTable" ? "TagResource" : undefined),
});
