import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { invalid } from "../errors.ts";
import { type Condition, compileSyntax } from "../expressions/conditions.ts";
import { inOlderWords } from "../items/wording.ts";
import { checkedValue } from "../values/check.ts";
import { conditionOf } from "./conditions.ts";
import { type Statement, statementOf } from "./grammar/statements.ts";
import type { Parameters } from "./literals.ts";
import { Values } from "./values.ts";

/** A statement with its parameters, all of which was checked that can be without its table. */
export interface Prepared<S extends Statement = Statement> {
  readonly statement: S;
  readonly parameters: Parameters;
  /** What its WHERE asks of items, their keys included; nothing when it has none. */
  readonly condition: Condition | undefined;
}

/** What was prepared to be decided on is run then. */
const known = new WeakMap<object, Prepared>();

/** Reads a statement of a request. Throws a ValidationException where it, or a parameter, is none. */
export function prepare(request: Request): Prepared {
  const prepared = known.get(request) ?? newlyPrepared(request);
  known.set(request, prepared);
  return prepared;
}

interface Request {
  readonly Statement?: string | undefined;
  readonly Parameters?: readonly AttributeValue[] | undefined;
}

function newlyPrepared(request: Request): Prepared {
  // DynamoDB checks parameters first, and takes more than a statement needs.
  const parameters = checkedParameters(request.Parameters);
  const statement = statementOf(request.Statement ?? "");
  if (statement.parameters > parameters.length) {
    throw invalid("Number of parameters in request and statement don't match.");
  }
  const { where } = statement;
  return { statement, parameters, condition: where && compiled(where, parameters) };
}

/** The values of parameters as DynamoDB keeps them. Throws a ValidationException for what is none. */
export function checkedParameters(parameters: readonly AttributeValue[] = []): Parameters {
  return parameters.map((value) => inOlderWords(() => checkedValue(value)));
}

function compiled(where: NonNullable<Statement["where"]>, parameters: Parameters): Condition {
  const values = new Values(parameters);
  const syntax = conditionOf(where, values);
  return compileSyntax(syntax, "Statement", values.placeholders);
}

/** Whether a statement was read as one of a kind. */
export function isOf<K extends Statement["kind"]>(
  prepared: Prepared,
  ...kinds: readonly K[]
): prepared is Prepared<Extract<Statement, { kind: K }>> {
  return (kinds as readonly string[]).includes(prepared.statement.kind);
}
