import type { AwsError } from "../../../errors.ts";
import { invalid } from "../errors.ts";

/** The parameters that hold expressions, and statements of PartiQL, which hold them too. */
export type ExpressionKind =
  | "ConditionExpression"
  | "FilterExpression"
  | "KeyConditionExpression"
  | "ProjectionExpression"
  | "UpdateExpression"
  | "Statement";

/** What is wrong with an expression, as DynamoDB words it. */
export function badExpression(kind: ExpressionKind, problem: string): AwsError {
  return invalid(kind === "Statement" ? problem : `Invalid ${kind}: ${problem}`);
}
