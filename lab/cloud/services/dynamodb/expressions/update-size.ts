import { sizeOfValue } from "../values/sizes.ts";
import { boundPath } from "./paths.ts";
import type { Placeholders } from "./placeholders.ts";
import type { ActionSyntax, PathSyntax, SetSyntax } from "./syntax.ts";

const KIND = "UpdateExpression";

/** What an update takes itself, and each of its actions. */
const UPDATE = 3;
const WRITING = 19;
const REMOVING = 1;
/** What an operand of a SET takes besides its own operands. */
const CALCULATIONS: Readonly<Record<string, number>> = { "+": 34, "-": 37, if_not_exists: 39, list_append: 37 };

/**
 * The bytes of what an UpdateExpression writes, as DynamoDB counts them: what is asked for, not what becomes of the item. As measured
 * at the limit of 400 KB: github.com/paritysuite/dynamodb-conformance, itemSizeBySurface.
 */
export function sizeOfUpdate(actions: readonly ActionSyntax[], placeholders: Placeholders): number {
  const pathSize = (path: PathSyntax, first: number, each: number) =>
    boundPath(path, placeholders, KIND).reduce<number>(
      (sum, step, i) => sum + (i === 0 ? first : each) + Buffer.byteLength(String(step)),
      0,
    );
  const operandSize = (operand: SetSyntax): number => {
    if (operand.type === "value") return sizeOfValue(placeholders.value(operand.token, KIND));
    if (operand.type === "path") return 1 + pathSize(operand, 14, 14);
    const own = CALCULATIONS[operand.type === "call" ? operand.name : operand.type] ?? 0;
    return operand.operands.reduce((sum, one) => sum + operandSize(one), own);
  };
  return actions.reduce((sum, action) => {
    const target = pathSize(action.path, 0, 4);
    if (action.type === "REMOVE" || action.type === "DELETE") return sum + REMOVING + target;
    return sum + WRITING + target + operandSize(action.value);
  }, UPDATE);
}
