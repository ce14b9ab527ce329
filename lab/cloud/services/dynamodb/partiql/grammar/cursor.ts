import { malformed } from "../errors.ts";
import type { Place } from "./syntax.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** Expressions in expressions: more than anybody writes, and few enough for the stack. */
const DEEPEST = 400;

/** Reads a statement token by token. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;
  /** How many parameters were read. */
  parameters = 0;

  constructor(statement: string) {
    this.#tokens = tokensOf(statement);
  }

  get token(): Token {
    return this.#tokens[this.#next] as Token;
  }

  /** The token after the next one. */
  get following(): Token {
    return this.#tokens[this.#next + 1] ?? this.token;
  }

  take(): Token {
    const { token } = this;
    if (token.kind !== "end") this.#next += 1;
    return token;
  }

  isMark(text: string): boolean {
    return this.token.kind === "mark" && this.token.text === text;
  }

  isWord(...words: readonly string[]): boolean {
    return this.token.kind === "keyword" && words.includes(this.token.text);
  }

  get isExhausted(): boolean {
    return this.token.kind === "end";
  }

  /** Whether nothing is left to read but a semicolon. */
  get isAtEnd(): boolean {
    return this.isExhausted || (this.isMark(";") && this.following.kind === "end");
  }

  /** Takes a mark, or a keyword, if it comes next. */
  skip(text: string): boolean {
    const is = this.isMark(text) || this.isWord(text);
    if (is) this.take();
    return is;
  }

  /** Takes a mark or keyword that must come. The parser of PartiQL calls marks by names. */
  expect(text: string, name: string): void {
    if (!this.skip(text)) throw malformed(`Expected ${name}`);
  }

  /** Reads something that may hold something of its own kind. */
  nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw malformed();
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }

  /** From the beginning of a token to the end of the last one that was read, if that is on the same line. */
  since({ line, column, length }: Place): Place {
    const last = this.#tokens[Math.max(0, this.#next - 1)]?.at;
    return { line, column, length: last?.line === line ? last.column + last.length - column : length };
  }
}
