import type { PathSyntax } from "../expressions/syntax.ts";
import { invalidAt } from "./errors.ts";
import type { PathExpression, Step } from "./grammar/syntax.ts";

const LARGEST_INDEX = 2147483647;

/** The number of an element in a list. Throws DynamoDB's error for one that no list can have. */
export function indexOf({ index, at }: Exclude<Step, string>): number {
  const number = Number(index);
  if (!Number.isInteger(number) || number < 0 || number > LARGEST_INDEX) {
    throw invalidAt(`List index is not within the allowable range; index: [${index}]`, at);
  }
  // `-0` is 0.
  return Math.abs(number);
}

/** A path as DynamoDB's own expressions have it. */
export function pathSyntax({ root, steps }: PathExpression): PathSyntax {
  return {
    type: "path",
    steps: [root, ...steps].map((step) =>
      typeof step === "string" ? { kind: "id", text: step } : { kind: "index", text: String(indexOf(step)) },
    ),
  };
}
