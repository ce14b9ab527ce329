import type { AwsError } from "../../../errors.ts";
import { invalid } from "../errors.ts";

/** The parameters that hold expressions. */
export type ExpressionKind =
  | "ConditionExpression"
  | "FilterExpression"
  | "KeyConditionExpression"
  | "ProjectionExpression"
  | "UpdateExpression";

/** What is wrong with an expression, as DynamoDB words it. */
export function badExpression(kind: ExpressionKind, problem: string): AwsError {
  return invalid(`Invalid ${kind}: ${problem}`);
}
