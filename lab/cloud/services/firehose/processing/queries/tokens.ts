import { invalid } from "../../errors.ts";

/** A piece of a query. */
export interface Token {
  readonly kind: "field" | "name" | "number" | "text" | "sign" | "end";
  readonly text: string;
  /** Of a text with expressions in it: what is around them, and what they are. */
  readonly parts?: readonly (string | readonly Token[])[];
}

const SIGNS = [
  "//",
  "==",
  "!=",
  "<=",
  ">=",
  "..",
  "|",
  ",",
  ":",
  "(",
  ")",
  "{",
  "}",
  "[",
  "]",
  "+",
  "-",
  "*",
  "/",
  "%",
  "<",
  ">",
  ".",
  "?",
  ";",
  "@",
  "$",
];

const END: Token = { kind: "end", text: "the end of the query" };

/** Reads a query of jq into tokens. Throws Firehose's error for what is none. */
export function tokensOf(query: string): Token[] {
  return new Reader(query).tokens();
}

class Reader {
  readonly #query: string;
  #at = 0;

  constructor(query: string) {
    this.#query = query;
  }

  /** All tokens, or those before the bracket that closes an expression in a text. */
  tokens(isInside = false): Token[] {
    const tokens: Token[] = [];
    let depth = 0;
    for (;;) {
      const token = this.#next();
      if (token.kind === "sign" && token.text === "(") depth += 1;
      if (token.kind === "sign" && token.text === ")") {
        if (isInside && depth === 0) return [...tokens, END];
        depth -= 1;
      }
      tokens.push(token);
      if (token.kind === "end") {
        if (isInside) throw broken("a text is not closed");
        return tokens;
      }
    }
  }

  #next(): Token {
    this.#match(/\s+/y);
    const field = this.#match(/\.[A-Za-z_]\w*/y);
    if (field !== undefined) return { kind: "field", text: field.slice(1) };
    const number = this.#match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (number !== undefined) return { kind: "number", text: number };
    const name = this.#match(/[A-Za-z_]\w*/y);
    if (name !== undefined) return { kind: "name", text: name };
    if (this.#query[this.#at] === '"') return this.#text();
    if (this.#at >= this.#query.length) return END;
    const sign = SIGNS.find((candidate) => this.#query.startsWith(candidate, this.#at));
    if (sign === undefined) throw broken(`unexpected ${this.#query[this.#at]}`);
    this.#at += sign.length;
    return { kind: "sign", text: sign };
  }

  #text(): Token {
    const parts: (string | readonly Token[])[] = [];
    let text = "";
    this.#at += 1;
    for (;;) {
      const character = this.#query[this.#at++];
      if (character === undefined) throw broken("a text is not closed");
      if (character === '"') break;
      if (character !== "\\") text += character;
      else if (this.#query[this.#at] === "(") {
        this.#at += 1;
        parts.push(text, this.tokens(true));
        text = "";
      } else text += this.#escaped();
    }
    return parts.length === 0 ? { kind: "text", text } : { kind: "text", text: "", parts: [...parts, text] };
  }

  #escaped(): string {
    const code = this.#match(/u[0-9a-fA-F]{4}|["\\/bfnrt]/y);
    if (code === undefined) throw broken("a text has an escape that is none");
    return JSON.parse(`"\\${code}"`) as string;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#query) ?? [];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}

export function broken(reason: string) {
  return invalid(`MetadataExtractionQuery is not valid: ${reason}.`);
}
