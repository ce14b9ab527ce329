/** What a value must be besides its type. A bound that there is not is null. */
export interface Constraint {
  /** Of texts in characters, of blobs in bytes, of lists and maps in entries. */
  readonly length?: readonly [least: number | null, most: number | null];
  /** Of numbers. */
  readonly range?: readonly [least: number | null, most: number | null];
  /** A regular expression for the whole text, in Java's dialect. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** Names of the shapes of a list's items, and of a map's keys and values. */
  readonly item?: string;
  readonly key?: string;
  readonly value?: string;
}

/** What AWS's model of a service asks of inputs beyond what the SDK's schemas say. */
export interface ModelConstraints {
  readonly shapes: Readonly<Record<string, Constraint>>;
  /** The shapes of the constrained members of each structure. */
  readonly structures: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** One rule that a value must satisfy, ready. */
export interface Rule {
  /** As AWS words it, such as `Member must have length less than or equal to 64`. */
  readonly text: string;
  readonly holds: (value: unknown) => boolean;
}

/** The rules of a constraint itself, without those of what a list or map holds. In the order in which AWS lists them. */
export function rulesOf({ length, range, pattern, enum: values }: Constraint): Rule[] {
  const rules: Rule[] = [];
  const bounded = (noun: string, measure: (value: unknown) => number, bounds: Constraint["length"]) => {
    const [least, most] = bounds ?? [null, null];
    if (most !== null)
      rules.push({ text: `Member must have ${noun} less than or equal to ${most}`, holds: (v) => measure(v) <= most });
    if (least !== null)
      rules.push({
        text: `Member must have ${noun} greater than or equal to ${least}`,
        holds: (v) => measure(v) >= least,
      });
  };
  bounded("length", lengthOf, length);
  bounded("value", Number, range);
  if (pattern !== undefined) {
    const expression = expressionOf(pattern);
    const [, most = null] = length ?? [];
    // What is too long is refused for that: an expression need not read it.
    const holds = (v: unknown) => (most !== null && lengthOf(v) > most) || expression.test(String(v));
    rules.push({ text: `Member must satisfy regular expression pattern: ${pattern}`, holds });
  }
  if (values) {
    const known = new Set(values);
    rules.push({
      text: `Member must satisfy enum value set: [${values.join(", ")}]`,
      holds: (v) => known.has(String(v)),
    });
  }
  return rules;
}

function lengthOf(value: unknown): number {
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  if (value instanceof Uint8Array) return value.length;
  return value instanceof String ? value.length : Object.keys(value as object).length;
}

/** An expression of AWS's own models, which is Java's: it matches the whole text, and escapes more than JavaScript lets it. */
function expressionOf(pattern: string): RegExp {
  const [, insensitive, rest = ""] = /^(\(\?i\))?(.*)$/s.exec(pattern) ?? [];
  const flags = insensitive ? "si" : "s";
  try {
    return new RegExp(`^(?:${rest})$`, `${flags}u`);
  } catch {
    return new RegExp(`^(?:${rest})$`, flags);
  }
}
