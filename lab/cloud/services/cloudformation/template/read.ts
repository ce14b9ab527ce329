import {
  Composer,
  type CST,
  isAlias,
  isMap,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  Parser,
  type Scalar,
  type YAMLMap,
} from "yaml";
import { validationError } from "../errors.ts";
import { yamlScalars } from "./yaml-scalars.ts";

/** Deeper than any real template, and shallow enough that walking it in functions that call themselves is safe. */
const MAX_DEPTH = 200;

/** Characters of YAML that are read at once. Longer ones are read ahead, in a thread of their own. */
export const MOST_AT_ONCE = 65_536;

/** What came of a text that was read ahead: the template as JSON, or what is wrong with it. */
export type ReadText = { readonly json: string } | { readonly problem: string };

/** The last large texts that were read ahead, and how many are kept. */
const readAlready = new Map<string, ReadText>();
const MOST_KEPT = 8;

/** Keeps what came of a text. */
export function keepRead(text: string, read: ReadText): void {
  readAlready.delete(text);
  readAlready.set(text, read);
  for (const [oldest] of readAlready) {
    if (readAlready.size <= MOST_KEPT) break;
    readAlready.delete(oldest);
  }
}

/**
 * Reads a template's text, JSON or YAML, into plain objects. YAML's short forms (`!Sub`) come out as their long forms.
 * Throws AWS's ValidationError when it can't be read, or holds a null.
 */
export function readTemplateText(text: string): unknown {
  const known = text.length > MOST_AT_ONCE ? readAlready.get(text) : undefined;
  if (known && "problem" in known) throw validationError(known.problem);
  if (known) return JSON.parse(known.json);
  const value = /^\s*\{/.test(text) ? readJson(text) : readYaml(text);
  refuseNulls(value, "", 0);
  return value;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const offset = Number(/position (\d+)/.exec((error as Error).message)?.[1] ?? text.length);
    const before = text.slice(0, offset).split("\n");
    const place = `(line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
    throw validationError(`Template format error: JSON not well-formed. ${place}`);
  }
}

function readYaml(text: string): unknown {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const tokens = tokensOf(text, new Parser(lines.addNewLine));
  // The library compares every key with all before it.
  const composer = new Composer({ schema: "failsafe", customTags: yamlScalars, merge: false, uniqueKeys: false });
  const [document] = composer.compose(tokens, true, text.length);
  const malformed = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return validationError(`Template format error: YAML not well-formed. (line ${line}, column ${col})`);
  };
  const [problem] = document?.errors ?? [];
  if (problem) throw malformed(problem.pos[0]);
  return plainValue(document?.contents ?? null, 0, malformed);
}

/**
 * The syntax tokens of a text. The library composes nodes of them in functions that call themselves, and overflowing their
 * stack can take the process down: text that is nested too deeply is read no further.
 */
function tokensOf(text: string, parser: Parser): CST.Token[] {
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > MAX_DEPTH) throw tooDeep();
  }
  return [...tokens, ...parser.end()];
}

/** @param malformed makes the error for what stands at an offset */
function plainValue(node: Node | null, depth: number, malformed: (offset: number) => Error): unknown {
  if (node === null) return null;
  if (depth > MAX_DEPTH) throw tooDeep();
  if (isAlias(node)) throw validationError("Template error: YAML aliases are not allowed in CloudFormation templates");
  const plain = (item: unknown) => plainValue(item as Node, depth + 1, malformed);
  const value = isMap(node)
    ? Object.fromEntries(distinct(node, malformed).map(({ key, value }) => [keyOf(key as Node), plain(value)]))
    : isSeq(node)
      ? node.items.map(plain)
      : (node as Scalar).value;
  const tag = (node as Scalar).tag;
  return tag?.startsWith("!") ? longForm(tag.slice(1), value) : value;
}

/** The members of a map. Throws for a key that is there twice. */
function distinct(map: YAMLMap, malformed: (offset: number) => Error): YAMLMap["items"] {
  const keys = new Set<string>();
  for (const { key } of map.items) {
    const text = keyOf(key as Node);
    if (keys.has(text)) throw malformed((key as Node).range?.[0] ?? 0);
    keys.add(text);
  }
  return map.items;
}

function keyOf(key: Node): string {
  // `2012-10-17: …` and `80: …` are read as they are written.
  return (key as Scalar).source ?? String((key as Scalar).value);
}

function longForm(name: string, value: unknown): object {
  if (name === "Ref" || name === "Condition") return { [name]: value };
  if (name === "GetAtt" && typeof value === "string") {
    const dot = value.indexOf(".");
    return { "Fn::GetAtt": dot < 0 ? [value] : [value.slice(0, dot), value.slice(dot + 1)] };
  }
  return { [`Fn::${name}`]: value };
}

function refuseNulls(value: unknown, path: string, depth: number): void {
  if (depth > MAX_DEPTH) throw tooDeep();
  if (value === null && path)
    throw validationError(`Template format error: [${path}] 'null' values are not allowed in templates`);
  if (typeof value !== "object" || value === null) return;
  for (const [key, item] of Object.entries(value)) refuseNulls(item, `${path}/${key}`, depth + 1);
}

function tooDeep(): Error {
  return validationError(`Template format error: The template is nested more than ${MAX_DEPTH} levels deep.`);
}
