import { type AttributeType, type AttributeValue, typeOf } from "../values/attribute-value.ts";
import { checkOperandCount, checkTypes, OPERAND_FUNCTIONS } from "./checks.ts";
import { badExpression, type ExpressionKind } from "./expression-error.ts";
import { sizeOf } from "./functions.ts";
import { boundPath, type Path, pathText, type Read, readerOf, samePath } from "./paths.ts";
import type { Placeholders } from "./placeholders.ts";
import type { OperandSyntax, PathSyntax } from "./syntax.ts";

/** An operand whose placeholders are resolved. */
export interface Operand {
  readonly read: Read;
  /** Of a path alone. */
  readonly path?: Path;
  /** Of a placeholder of a value alone. */
  readonly value?: AttributeValue;
  /** The type that it has whatever the item is, which a path has not. */
  readonly type?: AttributeType;
}

/** Resolves the placeholders of an expression, and remembers the paths that it reads. */
export class Binding {
  readonly kind: ExpressionKind;
  readonly placeholders: Placeholders;
  readonly paths: Path[] = [];

  constructor(kind: ExpressionKind, placeholders: Placeholders) {
    this.kind = kind;
    this.placeholders = placeholders;
  }

  path(syntax: PathSyntax): Path {
    const path = boundPath(syntax, this.placeholders, this.kind);
    this.paths.push(path);
    return path;
  }

  operand(syntax: OperandSyntax): Operand {
    if (syntax.type === "path") {
      const path = this.path(syntax);
      return { path, read: readerOf(path) };
    }
    if (syntax.type === "value") {
      const value = this.placeholders.value(syntax.token, this.kind);
      return { value, type: typeOf(value), read: () => value };
    }
    const operands = syntax.operands.map((operand) => this.operand(operand));
    checkOperandCount(syntax, OPERAND_FUNCTIONS, this.kind);
    return this.#size(operands[0] as Operand);
  }

  /** Throws where an operator or function compares a path with itself. */
  checkDistinct(operator: string, [first, ...others]: readonly Operand[]): void {
    const path = first?.path;
    if (!path || !others.some((other) => other.path && samePath(path, other.path))) return;
    const problem = "The first operand must be distinct from the remaining operands for this operator or function;";
    throw badExpression(this.kind, `${problem} operator: ${operator}, first operand: ${pathText(path)}`);
  }

  #size(operand: Operand): Operand {
    checkTypes("size", [operand.type], ["S", "B", "SS", "NS", "BS", "L", "M"], this.kind);
    const { read } = operand;
    return {
      type: "N",
      read: (item) => {
        const value = read(item);
        const size = value && sizeOf(value);
        return size === undefined ? undefined : { N: String(size) };
      },
    };
  }
}
