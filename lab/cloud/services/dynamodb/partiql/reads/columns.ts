import { own } from "../../../../own.ts";
import { invalid } from "../../errors.ts";
import { selectionOf } from "../../items/selection.ts";
import type { IndexRecord, TableRecord } from "../../records.ts";
import type { AttributeValue, Item } from "../../values/attribute-value.ts";
import type { SelectStatement } from "../grammar/statements.ts";
import type { PathExpression } from "../grammar/syntax.ts";
import { indexOf } from "../paths.ts";

/** What a SELECT shows of items. */
export interface Columns {
  readonly project: ((item: Item) => Item) | undefined;
  /** Whether an index lacks attributes that are asked for. */
  readonly fetches: boolean;
}

/** Throws DynamoDB's errors for columns of one name, and for those that a global index has not. */
export function columnsOf({ columns }: SelectStatement, table: TableRecord, index: IndexRecord | undefined): Columns {
  if (!columns) return { project: undefined, fetches: false };
  const named = columns.map((path) => [columnName(path), path] as const);
  const seen = new Set<string>();
  for (const [name] of named) {
    if (seen.has(name)) throw invalid(`Duplicate identifiers in select clause: ${name}`);
    seen.add(name);
  }
  const project = (item: Item) =>
    Object.fromEntries(
      named.flatMap(([name, path]) => {
        const value = valueAt(item, path);
        return value ? [[name, value] as const] : [];
      }),
    );
  const paths = columns.map(({ root }) => [root]);
  return selectionOf(undefined, { apply: project, paths }, table, index);
}

/** What is last named in a path, with the indexes after it: `a.b[0]` is `b[0]`. */
function columnName({ root, steps }: PathExpression): string {
  return steps.reduce<string>((name, step) => (typeof step === "string" ? step : `${name}[${indexOf(step)}]`), root);
}

function valueAt(item: Item, { root, steps }: PathExpression): AttributeValue | undefined {
  return steps.reduce<AttributeValue | undefined>(
    (value, step) => (typeof step === "string" ? own(value?.M, step) : value?.L?.[indexOf(step)]),
    own(item, root),
  );
}
