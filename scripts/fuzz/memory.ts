import type { Random } from "./random.ts";

const KEPT = 12;

/** The names and ids that answers and accepted inputs held: later calls use them, and so reach what really exists. */
export class Memory {
  readonly #values = new Map<string, string[]>();
  #anchors: ReadonlyMap<string, readonly string[]> = new Map();

  /** What is known now is of things that stay: it is recalled more often than what comes. */
  settle(): void {
    this.#anchors = new Map([...this.#values].map(([member, values]) => [member, [...values]]));
  }

  /** Something that a member of this name may hold, or nothing when none was seen. */
  recall(member: string, random: Random): string | undefined {
    const key = member.toLowerCase();
    const anchors = this.#anchors.get(key);
    const known = anchors && random.chance(0.6) ? anchors : this.#values.get(key);
    return known && random.pick(known);
  }

  note(member: string, value: string): void {
    if (value === "" || value.length > 300) return;
    const key = member.toLowerCase();
    const known = this.#values.get(key) ?? [];
    if (known.includes(value)) return;
    known.push(value);
    if (known.length > KEPT) known.shift();
    this.#values.set(key, known);
  }

  /** Notes the texts of a call that went well. `Id` in the answer of CreateRestApi is a RestApiId elsewhere. */
  noteCall(operation: string, input: unknown, answer: string): void {
    const noun = operation.replace(/^[A-Z][a-z]+/, "").replace(/s$/, "");
    for (const [member, value] of leaves(input)) this.note(member, value);
    for (const [member, value] of answer.startsWith("{") ? leaves(parsed(answer)) : elements(answer)) {
      this.note(member, value);
      if (/^(id|name|arn)$/i.test(member)) this.note(noun + member, value);
      if (value.startsWith("arn:aws:")) this.note(arnsOf(value.split(":")[2]), value);
    }
  }
}

/** The name under which the ARNs of a service are kept. */
export function arnsOf(service: string | undefined): string {
  return `arns of ${service}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function* leaves(value: unknown, member = "", depth = 0): Generator<[string, string]> {
  if (typeof value === "string") yield [member, value];
  if (typeof value !== "object" || value === null || value instanceof Uint8Array || depth > 5) return;
  for (const [name, item] of Object.entries(value).slice(0, 40))
    yield* leaves(item, Array.isArray(value) ? member : name, depth + 1);
}

function* elements(xml: string): Generator<[string, string]> {
  let count = 0;
  for (const [, name, text] of xml.matchAll(/<(\w{1,60})>([^<>&]{1,200})<\//g)) {
    yield [name as string, text as string];
    if (++count > 80) return;
  }
}
