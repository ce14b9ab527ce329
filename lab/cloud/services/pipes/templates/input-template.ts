import { invalid } from "../errors.ts";
import type { PipeEvent } from "../executions/pipe-event.ts";
import type { PipeName, PipeRecord } from "../records.ts";
import { compilePath } from "./json-path.ts";
import { RESERVED, type Reserved } from "./reserved.ts";

/** Writes an event as a template says. */
export type Template = (event: PipeEvent, facts: TemplateFacts) => string;

export interface TemplateFacts {
  readonly pipe: PipeName & Pick<PipeRecord, "source" | "enrichment" | "target">;
  /** In milliseconds since the epoch. */
  readonly now: number;
}

interface Part {
  readonly find: Reserved;
  /** It stands between quotes. */
  readonly isQuoted: boolean;
}

const PLACE = /<(\$[^<>]*|aws\.pipes\.[^<>]*)>/g;

/**
 * Compiles an input template: free text or JSON, with places for parts of the event (`<$.body.id>`) and for what is known of the pipe
 * (`<aws.pipes.pipe-name>`). In JSON, what stands between quotes becomes a part of that text, and all else a value of its own.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
 */
export function compileTemplate(text: string): Template {
  const parts = partsOf(text);
  const [only] = parts;
  // A place alone gives what it names as it is.
  if (parts.length === 1 && only !== undefined && typeof only !== "string")
    return (event, facts) => plain(only.find(event, facts));
  const write = (event: PipeEvent, facts: TemplateFacts, how: (value: unknown, isQuoted: boolean) => string) =>
    parts.map((part) => (typeof part === "string" ? part : how(part.find(event, facts), part.isQuoted))).join("");
  return (event, facts) => {
    const asJson = write(event, facts, inJson);
    return isJson(asJson) ? asJson : write(event, facts, plain);
  };
}

/** Refuses a template that can't be read. */
export function checkTemplate(text: string | undefined): void {
  if (!text) return;
  partsOf(text);
}

function partsOf(text: string): (string | Part)[] {
  const parts: (string | Part)[] = [];
  let isQuoted = false;
  let from = 0;
  for (const match of text.matchAll(PLACE)) {
    const before = text.slice(from, match.index);
    isQuoted = endsQuoted(before, isQuoted);
    if (before !== "") parts.push(before);
    parts.push({ find: finderOf(match[1] as string), isQuoted });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

function finderOf(name: string): Reserved {
  if (name.startsWith("$")) {
    const path = compilePath(name);
    return ({ readable }) => path(readable);
  }
  const find = RESERVED.get(name);
  if (!find) throw invalid(`Invalid input template: ${name} is not a reserved variable.`);
  return find;
}

/** Whether what follows a text stands between quotes. */
function endsQuoted(text: string, wasQuoted: boolean): boolean {
  let isQuoted = wasQuoted;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') isQuoted = !isQuoted;
  }
  return isQuoted;
}

function inJson(value: unknown, isQuoted: boolean): string {
  if (!isQuoted) return JSON.stringify(value === undefined ? "" : value);
  // A value that is no text loses its quotes, as AWS documents.
  if (typeof value === "object") return value === null ? "" : JSON.stringify(value).replaceAll('"', "");
  return JSON.stringify(String(value ?? "")).slice(1, -1);
}

function plain(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
