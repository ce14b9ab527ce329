import { invalid } from "../../errors.ts";

/** In the order in which DynamoDB names them. */
const EXPRESSIONS = [
  "UpdateExpression",
  "ConditionExpression",
  "ProjectionExpression",
  "FilterExpression",
  "KeyConditionExpression",
] as const;

const OTHERS = [
  "AttributesToGet",
  "QueryFilter",
  "ScanFilter",
  "AttributeUpdates",
  "Expected",
  "ConditionalOperator",
  "KeyConditions",
] as const;

type StyledInput = { readonly [Name in (typeof EXPRESSIONS)[number] | (typeof OTHERS)[number]]?: unknown };

/** Throws when a request has expressions beside the older parameters. KeyConditions alone may stand beside a filter. */
export function checkOneStyle(input: StyledInput): void {
  const expressions = EXPRESSIONS.filter((name) => input[name] !== undefined);
  const others = OTHERS.filter(
    (name) => input[name] !== undefined && !(name === "KeyConditions" && input.KeyConditionExpression === undefined),
  );
  if (expressions.length === 0 || others.length === 0) return;
  const both = "Can not use both expression and non-expression parameters in the same request:";
  const which = `{${others.join(", ")}} Expression parameters: {${expressions.join(", ")}}`;
  throw invalid(`${both} Non-expression parameters: ${which}`);
}
