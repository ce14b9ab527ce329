import { accessOf } from "../../auth/access-table.ts";
import { refusalOf } from "../../auth/authorize.ts";
import type { AwsError } from "../../errors.ts";
import { type ItemInput, itemKeys } from "./items/condition-keys.ts";
import { membersOf } from "./items/members.ts";
import {
  firstAction,
  firstResource,
  isPartiQl,
  otherStatements,
  type PartiQlInput,
  statementKeys,
} from "./partiql/access.ts";
import type { DynamoDbContext, DynamoDbState } from "./state.ts";
import { type ControlInput, controlledBy, resourcePolicyOf, tagsOf } from "./tables/access.ts";

type DynamoDbInput = PartiQlInput & ControlInput & ItemInput;

const single = accessOf<DynamoDbInput, DynamoDbState>({
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
  keys(want, context) {
    if (isPartiQl(want.operation)) return statementKeys(want, context);
    return ITEMS.has(want.operation) ? itemKeys(want.operation, want.input, context) : {};
  },
  tagging: (operation) => (operation === "CreateTable" ? "TagResource" : undefined),
});

const ITEMS = new Set([
  "BatchGetItem",
  "BatchWriteItem",
  "ConditionCheckItem",
  "DeleteItem",
  "GetItem",
  "PutItem",
  "Query",
  "Scan",
  "UpdateItem",
]);

const BATCH = "BatchExecuteStatement";

/**
 * What an operation wants to do to what. What is about several tables is asked for one by one, and statements of a batch when they
 * are run.
 */
export const access: typeof single = (operation, input, context, http) => {
  if (operation === BATCH && context.caller.kind !== "anonymous") return [];
  const members = membersOf(operation, input);
  if (!members) return single(operation, input, context, http);
  const asked = members.map((member) => single(member.operation, member.input, context, http));
  return asked.includes(undefined) ? undefined : asked.flatMap((one) => one ?? []);
};

/** Why a statement of a batch may not be run: each answers for itself. */
export function refusalOfStatement(request: PartiQlInput, context: DynamoDbContext): AwsError | undefined {
  return refusalOf(
    single(BATCH, request, context, undefined) ?? [],
    { ...context, input: request },
    { protocol: "awsJson1_0" },
  );
}
