import type { AwsError } from "../../../errors.ts";
import { badExpression, type ExpressionKind } from "./expression-error.ts";
import { type Token, type TokenKind, tokensOf } from "./lexer.ts";
import type { CallSyntax, OperandSyntax, PathSyntax, WrittenStep } from "./syntax.ts";

/**
 * No expression that DynamoDB takes has as many parentheses within each other: either two are around the same, or each has an
 * operator of its own, of which it takes 300.
 */
const DEEPEST = 602;

/** Walks the tokens of an expression, and reads what expressions of all kinds have in common. It reads each token once. */
export class Reader {
  readonly kind: ExpressionKind;
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string, kind: ExpressionKind) {
    this.kind = kind;
    this.#text = text;
    this.#tokens = tokensOf(text, kind);
  }

  get next(): TokenKind {
    return this.#token(this.#at).kind;
  }

  /** The next token, which is passed. */
  take(): Token {
    const token = this.#token(this.#at);
    if (token.kind !== "<EOF>") this.#at += 1;
    return token;
  }

  /** Passes the next token if it is of a kind. */
  skip(kind: TokenKind): boolean {
    if (this.next !== kind) return false;
    this.take();
    return true;
  }

  expect(kind: TokenKind): Token {
    if (this.next !== kind) throw this.unexpected();
    return this.take();
  }

  /** The next token can't be there. DynamoDB shows it with its neighbours. */
  unexpected(): AwsError {
    const token = this.#token(this.#at);
    const from = this.#token(Math.max(this.#at - 1, 0)).start;
    const last = this.#token(this.#at + 1);
    const to = last.kind === "<EOF>" ? this.#text.trimEnd().length : last.start + last.text.length;
    return badExpression(this.kind, `Syntax error; token: "${token.text}", near: "${this.#text.slice(from, to)}"`);
  }

  /** Reads what is in parentheses, which come next. */
  parenthesized<T extends { isParenthesized: boolean }>(read: () => T): T {
    this.expect("(");
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw this.#redundant();
    const inner = read();
    this.expect(")");
    this.#depth -= 1;
    if (inner.isParenthesized) throw this.#redundant();
    return { ...inner, isParenthesized: true };
  }

  operand(): OperandSyntax {
    return this.next === "(" ? this.#operandInParentheses().operand : this.plainOperand();
  }

  /** An operand that no parentheses are around. */
  plainOperand(): OperandSyntax {
    if (this.next === "value") return { type: "value", token: this.take().text };
    return this.next === "id" && this.#token(this.#at + 1).kind === "(" ? this.#call() : this.path();
  }

  path(): PathSyntax {
    const steps = [this.#name()];
    for (;;) {
      if (this.skip(".")) steps.push(this.#name());
      else if (this.skip("[")) {
        steps.push({ kind: "index", text: this.expect("index").text });
        this.expect("]");
      } else return { type: "path", steps };
    }
  }

  /** What is separated by commas. */
  list<T>(read: () => T): T[] {
    const list = [read()];
    while (this.skip(",")) list.push(read());
    return list;
  }

  #operandInParentheses(): { operand: OperandSyntax; isParenthesized: boolean } {
    if (this.next === "(") return this.parenthesized(() => this.#operandInParentheses());
    return { operand: this.plainOperand(), isParenthesized: false };
  }

  #name(): WrittenStep {
    if (this.next !== "id" && this.next !== "name") throw this.unexpected();
    return this.take() as WrittenStep;
  }

  #call(): CallSyntax {
    const name = this.take().text;
    this.expect("(");
    const operands = this.list(() => this.operand());
    this.expect(")");
    return { type: "call", name, operands };
  }

  #redundant(): AwsError {
    return badExpression(this.kind, "The expression has redundant parentheses;");
  }

  #token(at: number): Token {
    return this.#tokens[Math.min(at, this.#tokens.length - 1)] as Token;
  }
}
