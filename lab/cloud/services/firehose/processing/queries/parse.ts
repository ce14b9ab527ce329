import { FUNCTIONS } from "./functions.ts";
import { broken, type Token, tokensOf } from "./tokens.ts";

/** A part of a query. Each gives one value: what gives several in jq is not there. */
export type Node =
  | { readonly kind: "identity" }
  | { readonly kind: "literal"; readonly value: unknown }
  | { readonly kind: "text"; readonly parts: readonly (string | Node)[] }
  | { readonly kind: "member"; readonly of: Node; readonly key: Node; readonly isOptional: boolean }
  | { readonly kind: "slice"; readonly of: Node; readonly from: Node | undefined; readonly to: Node | undefined }
  | { readonly kind: "object"; readonly members: readonly (readonly [key: Node, value: Node])[] }
  | { readonly kind: "list"; readonly items: readonly Node[] }
  | { readonly kind: "pipe"; readonly left: Node; readonly right: Node }
  | { readonly kind: "binary"; readonly sign: string; readonly left: Node; readonly right: Node }
  | { readonly kind: "choice"; readonly condition: Node; readonly yes: Node; readonly no: Node }
  | { readonly kind: "call"; readonly name: string; readonly parameters: readonly Node[] };

const IDENTITY: Node = { kind: "identity" };

/** The operators, the loosest first. */
const LEVELS: readonly (readonly string[])[] = [
  ["//"],
  ["or"],
  ["and"],
  ["==", "!=", "<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/", "%"],
];

const DEEPEST = 64;

/** What a query of jq says. Throws Firehose's error for what the lab can't read. */
export function parse(query: string): Node {
  return new Parser(tokensOf(query)).whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth: number;

  constructor(tokens: readonly Token[], depth = 0) {
    this.#tokens = tokens;
    this.#depth = depth;
  }

  whole(): Node {
    const node = this.#pipe();
    if (this.#token.kind !== "end") throw this.#unexpected();
    return node;
  }

  get #token(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #pipe(): Node {
    if (++this.#depth > DEEPEST) throw broken(`it is more than ${DEEPEST} levels deep`);
    let left = this.#level(0);
    while (this.#takes("|")) left = { kind: "pipe", left, right: this.#level(0) };
    this.#depth -= 1;
    return left;
  }

  #level(level: number): Node {
    const signs = LEVELS[level];
    if (!signs) return this.#postfix(this.#primary());
    let left = this.#level(level + 1);
    for (let sign = this.#oneOf(signs); sign !== undefined; sign = this.#oneOf(signs))
      left = { kind: "binary", sign, left, right: this.#level(level + 1) };
    return left;
  }

  #primary(): Node {
    const token = this.#token;
    this.#at += 1;
    if (token.kind === "field") return { kind: "member", of: IDENTITY, key: literal(token.text), ...this.#optional() };
    if (token.kind === "number") return literal(Number(token.text));
    if (token.kind === "text") return this.#text(token);
    if (token.kind === "name") return this.#named(token.text);
    if (token.text === "-")
      return { kind: "binary", sign: "-", left: literal(0), right: this.#postfix(this.#primary()) };
    if (token.text === "(") return this.#closed(this.#pipe(), ")");
    if (token.text === "{") return this.#object();
    if (token.text === "[") return this.#list();
    if (token.text === ".") return this.#dot();
    this.#at -= 1;
    throw this.#unexpected();
  }

  #dot(): Node {
    if (this.#token.kind !== "text") return IDENTITY;
    const key = this.#text(this.#token);
    this.#at += 1;
    return { kind: "member", of: IDENTITY, key, ...this.#optional() };
  }

  #postfix(of: Node): Node {
    const token = this.#token;
    if (token.kind === "field") {
      this.#at += 1;
      return this.#postfix({ kind: "member", of, key: literal(token.text), ...this.#optional() });
    }
    if (this.#takes("[")) return this.#postfix(this.#bracket(of));
    if (this.#takes("?")) return this.#postfix(of);
    return of;
  }

  #bracket(of: Node): Node {
    if (this.#token.text === "]") throw unsupported(".[]");
    const from = this.#token.text === ":" ? undefined : this.#pipe();
    if (!this.#takes(":")) {
      this.#expect("]");
      return { kind: "member", of, key: from as Node, ...this.#optional() };
    }
    const to = this.#token.text === "]" ? undefined : this.#pipe();
    this.#expect("]");
    return { kind: "slice", of, from, to };
  }

  #optional(): { readonly isOptional: boolean } {
    return { isOptional: this.#takes("?") };
  }

  #object(): Node {
    const members: [Node, Node][] = [];
    while (!this.#takes("}")) {
      const { kind, text } = this.#token;
      const key = this.#key();
      if (this.#takes(":")) members.push([key, this.#pipe()]);
      else if (kind === "name")
        members.push([key, { kind: "member", of: IDENTITY, key: literal(text), isOptional: false }]);
      else throw this.#unexpected();
      if (!this.#takes(",") && this.#token.text !== "}") throw this.#unexpected();
    }
    return { kind: "object", members };
  }

  #key(): Node {
    const token = this.#token;
    this.#at += 1;
    if (token.kind === "name" || token.kind === "number") return literal(token.text);
    if (token.kind === "text") return this.#text(token);
    if (token.text === "(") return this.#closed(this.#pipe(), ")");
    this.#at -= 1;
    throw this.#unexpected();
  }

  #list(): Node {
    const items: Node[] = [];
    while (!this.#takes("]")) {
      items.push(this.#level(0));
      if (!this.#takes(",") && this.#token.text !== "]") throw this.#unexpected();
    }
    return { kind: "list", items };
  }

  #named(name: string): Node {
    if (name === "true" || name === "false") return literal(name === "true");
    if (name === "null") return literal(null);
    if (name === "if") return this.#choice();
    const parameters: Node[] = [];
    if (this.#takes("(")) {
      do parameters.push(this.#pipe());
      while (this.#takes(";"));
      this.#expect(")");
    }
    if (!FUNCTIONS.has(`${name}/${parameters.length}`)) throw unsupported(`${name}/${parameters.length}`);
    return { kind: "call", name: `${name}/${parameters.length}`, parameters };
  }

  #choice(): Node {
    const condition = this.#pipe();
    this.#expect("then");
    const yes = this.#pipe();
    if (this.#takes("elif")) return { kind: "choice", condition, yes, no: this.#choice() };
    const no = this.#takes("else") ? this.#pipe() : IDENTITY;
    this.#expect("end");
    return { kind: "choice", condition, yes, no };
  }

  #text({ text, parts }: Token): Node {
    if (!parts) return literal(text);
    const read = parts.map((part) => (typeof part === "string" ? part : new Parser(part, this.#depth + 1).whole()));
    return { kind: "text", parts: read };
  }

  #takes(text: string): boolean {
    const { kind } = this.#token;
    if ((kind !== "sign" && kind !== "name") || this.#token.text !== text) return false;
    this.#at += 1;
    return true;
  }

  #oneOf(signs: readonly string[]): string | undefined {
    return signs.find((sign) => this.#takes(sign));
  }

  #closed(node: Node, sign: string): Node {
    this.#expect(sign);
    return node;
  }

  #expect(text: string): void {
    if (!this.#takes(text)) throw this.#unexpected();
  }

  #unexpected() {
    const { kind, text } = this.#token;
    if (kind === "sign" && [",", "..", "@", "$"].includes(text)) return unsupported(text);
    return broken(`unexpected ${text}`);
  }
}

function literal(value: unknown): Node {
  return { kind: "literal", value };
}

function unsupported(what: string) {
  return broken(`Skylab does not support ${what} of jq`);
}
