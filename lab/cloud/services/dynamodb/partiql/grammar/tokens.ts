import { malformed } from "../errors.ts";
import type { Place } from "./syntax.ts";
import { KEYWORDS } from "./words.ts";

export interface Token {
  readonly kind: "name" | "quoted" | "keyword" | "string" | "number" | "mark" | "end";
  /** Of keywords in small letters, of quoted names and strings without the quotes; otherwise as it is written. */
  readonly text: string;
  readonly at: Place;
}

/** One kind of token after the other, each beginning where the last one ended. Each takes time in proportion to what it matches. */
const PATTERN = new RegExp(
  [
    /(?<space>\s+|--[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/)/,
    /(?<word>[A-Za-z_$][A-Za-z0-9_$]*)/,
    /(?<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?![\w$.])/,
    /'(?<string>(?:[^']|'')*)'/,
    /"(?<quoted>(?:[^"]|"")*)"/,
    /(?<mark><<|>>|<=|>=|<>|!=|\|\||\/(?!\*)|[-+*%<>=(){}[\],.:;?@~])/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "suy",
);

const LARGEST_SCALE = 2147483647;

/** The tokens of a statement, with one that stands for its end. Throws a ValidationException where there is something else. */
export function tokensOf(statement: string): Token[] {
  const tokens: Token[] = [];
  let [line, lineStart, place] = [1, 0, 0];
  while (place < statement.length) {
    PATTERN.lastIndex = place;
    const match = PATTERN.exec(statement);
    if (!match) throw malformed();
    const [text] = match;
    const at = { line, column: place - lineStart + 1, length: text.length };
    const token = tokenOf(match.groups ?? {});
    if (token) tokens.push({ ...token, at });
    place += text.length;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) {
      line += 1;
      lineStart = place - text.length + end + 1;
    }
  }
  return [...tokens, { kind: "end", text: "", at: { line, column: place - lineStart + 1, length: 0 } }];
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>): Omit<Token, "at"> | undefined {
  const { word, number, string, quoted, mark } = groups;
  if (word !== undefined) {
    const small = word.toLowerCase();
    return KEYWORDS.has(small) ? { kind: "keyword", text: small } : { kind: "name", text: word };
  }
  if (number !== undefined) return { kind: "number", text: checkedNumber(number) };
  if (string !== undefined) return { kind: "string", text: string.replaceAll("''", "'") };
  if (quoted !== undefined) return { kind: "quoted", text: quoted.replaceAll('""', '"') };
  return mark === undefined ? undefined : { kind: "mark", text: mark === "!=" ? "<>" : mark };
}

/** DynamoDB reads numbers as Java does, whose exponents and scales are integers of 32 bits. */
function checkedNumber(text: string): string {
  const [, fraction = "", exponent = "0"] = /^\d*\.?(\d*)(?:[eE](.*))?$/.exec(text) ?? [];
  const [power, scale] = [Number(exponent), fraction.length - Number(exponent)];
  if (Math.abs(power) > LARGEST_SCALE || Math.abs(scale) > LARGEST_SCALE) throw malformed();
  return text;
}
