import { attributePolicyDialect, bodyPolicyDialect } from "../../../delivery/pattern-dialects.ts";
import { compilePattern, InvalidPattern, type Matches } from "../../../delivery/patterns.ts";
import { invalidParameter } from "../errors.ts";
import type { Attributes, Published } from "../records.ts";

// Which messages a subscription wants. https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering.html

type Scope = "MessageAttributes" | "MessageBody";

/** Policies that were compiled, by their scope and text. */
const compiled = new Map<string, Matches>();
const MOST_COMPILED = 2000;

/** The scope in which a subscription's policy is read. */
export function scopeOf({ FilterPolicyScope }: Attributes): Scope {
  return FilterPolicyScope === "MessageBody" ? "MessageBody" : "MessageAttributes";
}

/**
 * Checks a filter policy. Throws InvalidParameter in AWS's words.
 *
 * @param prefix `Attributes Reason: ` in calls that create
 */
export function checkFilterPolicy(text: string, scope: Scope, prefix: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    throw invalidParameter(`${prefix}FilterPolicy: failed to parse JSON. ${(error as Error).message}`);
  }
  try {
    compilePattern(text, scope === "MessageBody" ? bodyPolicyDialect : attributePolicyDialect);
  } catch (error) {
    if (!(error instanceof InvalidPattern)) throw error;
    const isNested = error.message.includes("does not support nested");
    throw invalidParameter(`${prefix}${isNested ? "" : "FilterPolicy: "}${error.message}`);
  }
}

/** Whether a filter policy lets everything through, which SNS stores as none. */
export function isEmptyPolicy(text: string): boolean {
  return /^\s*(\{\s*\})?\s*$/.test(text);
}

/** A message as filter policies see it. Each of its parts is read once, for all subscriptions. */
export class Filtered {
  readonly #message: Pick<Published, "attributes">;
  #attributes: Readonly<Record<string, unknown>> | undefined;
  /** What was read of each body. */
  readonly #bodies = new Map<string, unknown>();

  constructor(message: Pick<Published, "attributes">) {
    this.#message = message;
  }

  /** Whether a subscription with these attributes wants the message, whose body is that of its protocol. */
  isWanted(attributes: Attributes, body: string): boolean {
    const { FilterPolicy } = attributes;
    if (FilterPolicy === undefined) return true;
    const scope = scopeOf(attributes);
    const matches = matcherOf(FilterPolicy, scope);
    if (scope === "MessageAttributes") return matches(this.#readAttributes());
    const event = this.#read(body);
    // What is not a JSON object has no fields that could be wanted, or absent.
    return typeof event === "object" && event !== null && matches(event);
  }

  #read(body: string): unknown {
    if (!this.#bodies.has(body)) this.#bodies.set(body, parsed(body));
    return this.#bodies.get(body);
  }

  /** https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html: binary attributes are not looked at. */
  #readAttributes(): Readonly<Record<string, unknown>> {
    this.#attributes ??= Object.fromEntries(
      Object.entries(this.#message.attributes ?? {}).flatMap(([name, { DataType, StringValue = "" }]) => {
        if (DataType.startsWith("Binary")) return [];
        if (DataType === "Number" || DataType.startsWith("Number.")) return [[name, Number(StringValue)]];
        return [[name, DataType === "String.Array" ? (parsed(StringValue) ?? StringValue) : StringValue]];
      }),
    );
    return this.#attributes;
  }
}

function matcherOf(text: string, scope: Scope): Matches {
  const key = `${scope}:${text}`;
  let matches = compiled.get(key);
  if (!matches) {
    matches = compilePattern(text, scope === "MessageBody" ? bodyPolicyDialect : attributePolicyDialect);
    if (compiled.size >= MOST_COMPILED) compiled.clear();
    compiled.set(key, matches);
  }
  return matches;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
