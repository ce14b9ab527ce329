import { badExpression, type ExpressionKind } from "./expression-error.ts";
import { Reader } from "./reader.ts";
import type { Comparator, ConditionSyntax, OperandSyntax } from "./syntax.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters */
const MOST_OPERATORS = 300;

const COMPARATORS = new Set<string>(["=", "<>", "<", "<=", ">", ">="]);

/** Parentheses may be around a condition or an operand, and which of them shows only later. A call can be both. */
interface Read {
  readonly condition?: ConditionSyntax;
  readonly operand?: OperandSyntax;
  readonly isParenthesized: boolean;
}

/** Reads a condition, a filter or a key condition. Throws what DynamoDB says of syntax errors. */
export function parseCondition(text: string, kind: ExpressionKind): ConditionSyntax {
  const parser = new ConditionParser(new Reader(text, kind));
  return parser.whole();
}

class ConditionParser {
  readonly #reader: Reader;
  #operators = 0;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  whole(): ConditionSyntax {
    const condition = this.#condition(this.#chain("OR"));
    this.#reader.expect("<EOF>");
    return condition;
  }

  /** A condition, or conditions with AND or OR between them. */
  #chain(type: "AND" | "OR"): Read {
    const first = type === "OR" ? this.#chain("AND") : this.#negation();
    if (this.#reader.next !== type) return first;
    const parts = [this.#condition(first)];
    while (this.#reader.skip(type)) {
      this.#count();
      parts.push(this.#condition(type === "OR" ? this.#chain("AND") : this.#negation()));
    }
    return { condition: { type, parts }, isParenthesized: false };
  }

  #negation(): Read {
    let negations = 0;
    for (; this.#reader.skip("NOT"); negations++) this.#count();
    const read = this.#comparison();
    if (negations === 0) return read;
    let condition = this.#condition(read);
    for (; negations > 0; negations--) condition = { type: "NOT", part: condition };
    return { condition, isParenthesized: false };
  }

  #comparison(): Read {
    const reader = this.#reader;
    const read = reader.next === "(" ? reader.parenthesized(() => this.#chain("OR")) : asOperand(reader.plainOperand());
    const { operand } = read;
    if (!operand) return read;
    if (COMPARATORS.has(reader.next)) {
      this.#count();
      const type = reader.take().kind as Comparator;
      return asCondition({ type, operands: [operand, reader.operand()] });
    }
    if (reader.skip("BETWEEN")) {
      this.#count();
      const lower = reader.operand();
      reader.expect("AND");
      return asCondition({ type: "BETWEEN", operands: [operand, lower, reader.operand()] });
    }
    if (reader.skip("IN")) {
      this.#count();
      reader.expect("(");
      const list = reader.list(() => reader.operand());
      reader.expect(")");
      return asCondition({ type: "IN", operands: [operand, ...list] });
    }
    return read;
  }

  /** What was read, where only a condition can be. */
  #condition({ condition }: Read): ConditionSyntax {
    if (!condition) throw this.#reader.unexpected();
    return condition;
  }

  #count(): void {
    this.#operators += 1;
    if (this.#operators > MOST_OPERATORS)
      throw badExpression(
        this.#reader.kind,
        `The expression contains too many operators; operator count: ${this.#operators}`,
      );
  }
}

function asOperand(operand: OperandSyntax): Read {
  return operand.type === "call"
    ? { operand, condition: operand, isParenthesized: false }
    : { operand, isParenthesized: false };
}

function asCondition(condition: ConditionSyntax): Read {
  return { condition, isParenthesized: false };
}
