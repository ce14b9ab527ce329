import { Composer, isAlias, isMap, isSeq, LineCounter, type Node, Parser, type Scalar, type YAMLMap } from "yaml";
import { validationError } from "../errors.ts";
import { yamlScalars } from "./yaml-scalars.ts";

/** Deeper than any real template, and shallow enough that walking it in functions that call themselves is safe. */
const MAX_DEPTH = 200;

/**
 * Reads a template's text, JSON or YAML, into plain objects. YAML's short forms (`!Sub`) come out as their long forms.
 * Throws AWS's ValidationError when it can't be read, or holds a null.
 */
export function readTemplateText(text: string): unknown {
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
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  // The library composes nodes in functions that call themselves; overflowing their stack can take the process down.
  if (depthOf(tokens) > 3 * MAX_DEPTH) throw tooDeep();
  // The library would compare every key with all others of its map.
  const composer = new Composer({ schema: "failsafe", customTags: yamlScalars, merge: false, uniqueKeys: false });
  const [document] = composer.compose(tokens, true, text.length);
  const [problem] = document?.errors ?? [];
  const malformedAt = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return validationError(`Template format error: YAML not well-formed. (line ${line}, column ${col})`);
  };
  if (problem) throw malformedAt(problem.pos[0]);
  return plainValue(document?.contents ?? null, malformedAt, 0);
}

/** How deeply syntax tokens are nested, found without recursion. */
function depthOf(tokens: readonly object[]): number {
  let depth = 0;
  let level = tokens;
  for (; level.length > 0; depth++) {
    level = level.flatMap((token) => Object.values(token).flat()).filter((part) => typeof part === "object" && part);
  }
  return depth;
}

function plainValue(node: Node | null, malformedAt: (offset: number) => Error, depth: number): unknown {
  if (node === null) return null;
  if (depth > MAX_DEPTH) throw tooDeep();
  if (isAlias(node)) throw validationError("Template error: YAML aliases are not allowed in CloudFormation templates");
  const value = isMap(node)
    ? plainMap(node, malformedAt, depth)
    : isSeq(node)
      ? node.items.map((item) => plainValue(item as Node, malformedAt, depth + 1))
      : (node as Scalar).value;
  const tag = (node as Scalar).tag;
  return tag?.startsWith("!") ? longForm(tag.slice(1), value) : value;
}

function plainMap({ items }: YAMLMap, malformedAt: (offset: number) => Error, depth: number): object {
  const entries = new Map<string, unknown>();
  for (const { key, value } of items) {
    const name = keyOf(key as Node);
    if (entries.has(name)) throw malformedAt((key as Node).range?.[0] ?? 0);
    entries.set(name, plainValue(value as Node, malformedAt, depth + 1));
  }
  return Object.fromEntries(entries);
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
