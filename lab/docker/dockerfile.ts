import { DockerfileParser, type ModifiableInstruction } from "dockerfile-ast";
import { DockerWouldDo } from "./failure.ts";

/** A line of a Dockerfile. */
export interface Instruction {
  /** In capitals, such as `COPY`. */
  readonly name: string;
  /** Its flags: `--from=build` is `from: "build"`. */
  readonly flags: Readonly<Record<string, string>>;
  /** What follows them, as one line. */
  readonly text: string;
}

/** Reads a Dockerfile's instructions: comments are gone, continued lines are one. */
export function readDockerfile(text: string): Instruction[] {
  // Comments may stand between the lines of one instruction. The one that names another escape character is none.
  const lines = text.split("\n").filter((line) => !/^\s*#(?!\s*escape=)/i.test(line));
  return DockerfileParser.parse(lines.join("\n"))
    .getInstructions()
    .map((instruction) => {
      const name = instruction.getKeyword();
      const text = instruction.getArgumentsContent() ?? "";
      if (/<<-?["']?\w/.test(text)) throw new DockerWouldDo(`here-documents, in ${name}`);
      const flags = (instruction as Partial<ModifiableInstruction>).getFlags?.() ?? [];
      return { name, text, flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue() ?? ""])) };
    });
}

/** Puts variables into a text: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:+instead}`. */
export function substitute(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\\\$|\$\{(\w+)(?::([-+])([^}]*))?\}|\$(\w+)/g, (match, braced, sign, word, plain) => {
    if (match === "\\$") return "$";
    const value = variables[braced ?? plain] ?? "";
    if (sign === "+") return value && word;
    return value || (word ?? "");
  });
}

/** The words of an instruction: a JSON array, or parted by blanks outside of quotes. */
export function wordsOf(text: string): string[] {
  const list = listOf(text);
  if (list) return list;
  const words = text.match(/(?:"(?:\\.|[^"])*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replaceAll(/"((?:\\.|[^"])*)"|'([^']*)'/g, (_, double, single) => double ?? single));
}

/** A command: a JSON array as it is, text as a shell runs it. */
export function commandOf(text: string): string[] {
  return listOf(text) ?? ["/bin/sh", "-c", text];
}

/** `NAME=value …`, or `NAME value` as in the old days. */
export function pairsOf(text: string): [name: string, value: string][] {
  const [first = "", ...rest] = wordsOf(text);
  if (!first.includes("=")) return [[first, rest.join(" ")]];
  return [first, ...rest].map(pairOf);
}

/** A `NAME=value`, in its parts; without a value it is empty. */
export function pairOf(word: string): [name: string, value: string] {
  const at = word.indexOf("=");
  return at < 0 ? [word, ""] : [word.slice(0, at), word.slice(at + 1)];
}

function listOf(text: string): string[] | undefined {
  if (!text.startsWith("[")) return undefined;
  try {
    const list = JSON.parse(text);
    return Array.isArray(list) ? list.map(String) : undefined;
  } catch {
    return undefined;
  }
}
