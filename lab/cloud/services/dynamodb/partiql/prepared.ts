import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { invalid } from "../errors.ts";
import type { Item } from "../values/attribute-value.ts";
import { checkedValue } from "../values/check.ts";
import type { Parameters } from "./literals.ts";
import { type Statement, statementOf } from "./statements.ts";

/** A statement with its parameters, all of which was checked that can be without its table. */
export interface Prepared<S extends Statement = Statement> {
  readonly statement: S;
  readonly parameters: Parameters;
  /** Whether an item is one that the WHERE means; nothing when there is none. */
  readonly matches: ((item: Item) => boolean) | undefined;
}

/** Reads a statement of a request. Throws a ValidationException where it, or a parameter, is none. */
export function prepare({
  Statement,
  Parameters = [],
}: {
  readonly Statement: string;
  readonly Parameters?: readonly AttributeValue[];
}): Prepared {
  // DynamoDB checks parameters first, and takes more than a statement needs.
  const parameters = Parameters.map((value) => checkedValue(value));
  const statement = statementOf(Statement);
  if (statement.parameters > parameters.length) {
    throw invalid("Number of parameters in request and statement don't match.");
  }
  return { statement, parameters, matches: undefined };
}
