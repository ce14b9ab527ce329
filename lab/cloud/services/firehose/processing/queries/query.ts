import { evaluate } from "./evaluate.ts";
import { type Node, parse } from "./parse.ts";
import { broken } from "./tokens.ts";
import { QueryError } from "./values.ts";

/** A query that gives partition keys. */
export interface Query {
  /** The keys that it gives. */
  readonly keys: readonly string[];
  /** The keys of a record. Throws a QueryError where it has none. */
  run(record: unknown): Readonly<Record<string, unknown>>;
}

/**
 * A query of jq 1.6 for partition keys, such as `{customer: .customer_id, hour: (.time | strftime("%H"))}`. Throws Firehose's error
 * for one that can't be read. There are paths, slices, literals, texts with expressions, objects, lists, operators, `//`, `if` and
 * the functions of `functions.ts`; whatever gives several values (`.[]`, `,`, `..`), variables and definitions are not.
 */
export function queryOf(text: string): Query {
  const node = parse(text);
  return {
    keys: keysOf(node),
    run(record) {
      const value = evaluate(node, record);
      if (typeof value !== "object" || value === null || Array.isArray(value))
        throw new QueryError("The query must give an object.");
      return value as Readonly<Record<string, unknown>>;
    },
  };
}

function keysOf(node: Node): string[] {
  if (node.kind === "pipe") return keysOf(node.right);
  if (node.kind !== "object") throw broken("it must give an object of partition keys");
  return node.members.map(([key]) => {
    if (key.kind !== "literal") throw broken("the names of partition keys must be given as they are");
    return String(key.value);
  });
}
