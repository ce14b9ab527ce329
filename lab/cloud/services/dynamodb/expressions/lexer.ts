import { badExpression, type ExpressionKind } from "./expression-error.ts";

/**
 * `id`: a name; `name`: a placeholder of a name, `#n`; `value`: one of a value, `:v`; `index`: a number; `bad`: a character
 * that no expression has. Keywords and signs are their own kinds.
 */
export type TokenKind = "id" | "name" | "value" | "index" | "bad" | "<EOF>" | Keyword | Sign;

type Keyword = (typeof KEYWORDS)[number];
type Sign = (typeof SIGNS)[number];

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
}

/** They are keywords in expressions of all kinds, in upper and lower case. */
const KEYWORDS = ["AND", "OR", "NOT", "BETWEEN", "IN", "SET", "REMOVE", "ADD", "DELETE"] as const;
const SIGNS = ["<>", "<=", ">=", "=", "<", ">", "(", ")", "[", "]", ",", ".", "+", "-"] as const;

const KEYWORD = new Set<string>(KEYWORDS);

/** In bytes. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters */
const LONGEST = 4096;

/** The tokens of an expression, the last of which is `<EOF>`. Throws when it is empty or too long. */
export function tokensOf(text: string, kind: ExpressionKind): Token[] {
  if (text === "") throw badExpression(kind, "The expression can not be empty;");
  const size = Buffer.byteLength(text);
  if (size > LONGEST) {
    // Of updates DynamoDB does not say how long they are.
    const told = kind === "UpdateExpression" ? "" : ` expression size: ${size}`;
    throw badExpression(kind, `Expression size has exceeded the maximum allowed size;${told}`);
  }
  // A name begins with a letter; with anything else it needs a placeholder.
  const token =
    /[ \t\r\n]+|([A-Za-z][A-Za-z0-9_]*)|(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|(0|[1-9]\d*)|(<>|<=|>=|[=<>()[\],.+-])|(.)/gsu;
  const tokens: Token[] = [];
  for (const { 0: all, 1: id, 2: name, 3: value, 4: index, 5: sign, 6: bad, index: start } of text.matchAll(token)) {
    if (id !== undefined) tokens.push({ kind: wordKind(id), text: id, start });
    else if (name !== undefined) tokens.push({ kind: "name", text: name, start });
    else if (value !== undefined) tokens.push({ kind: "value", text: value, start });
    else if (index !== undefined) tokens.push({ kind: "index", text: index, start });
    else if (sign !== undefined) tokens.push({ kind: sign as Sign, text: all, start });
    else if (bad !== undefined) tokens.push({ kind: "bad", text: bad, start });
  }
  tokens.push({ kind: "<EOF>", text: "<EOF>", start: text.length });
  return tokens;
}

function wordKind(word: string): TokenKind {
  const upper = word.toUpperCase();
  return KEYWORD.has(upper) ? (upper as Keyword) : "id";
}
