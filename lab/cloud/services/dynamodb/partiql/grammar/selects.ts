import { invalid } from "../../errors.ts";
import { malformed } from "../errors.ts";
import type { Cursor } from "./cursor.ts";
import { expressionOf } from "./expressions.ts";
import type { Expression, Select, Source } from "./syntax.ts";

/** Reads a SELECT with all clauses of PartiQL, in their order. */
export function selectOf(cursor: Cursor): Expression {
  const { at } = cursor.take();
  const unsupported = [wordHere(cursor, "distinct")];
  if (!cursor.skip("distinct")) cursor.skip("all");
  const columns = columnsOf(cursor);
  if (!cursor.skip("from")) throw malformed("Expected FROM after SELECT list");
  const from = sourceOf(cursor, expressionOf(cursor));
  if (cursor.isMark(",") || cursor.isWord("join", "cross", "inner", "left", "right", "full", "outer")) {
    throw invalid("Only select from a single table or index is supported.");
  }
  const where = cursor.skip("where") ? expressionOf(cursor) : undefined;
  unsupported.push(clauseOf(cursor, "group", "GROUP BY"), clauseOf(cursor, "having", "HAVING"));
  const order = cursor.skip("order") ? orderOf(cursor) : [];
  unsupported.push(clauseOf(cursor, "limit", "LIMIT"), clauseOf(cursor, "offset", "OFFSET"));
  return { kind: "select", columns, from, where, order, unsupported: unsupported.find((one) => one), at };
}

/** An expression that may have another name behind it. */
export function sourceOf(cursor: Cursor, path: Expression): Source {
  let hasAlias = false;
  for (const word of ["as", "at", "by"]) {
    const isNamed = cursor.skip(word);
    const isName = cursor.token.kind === "name" || cursor.token.kind === "quoted";
    if (isNamed && !isName) throw malformed(`Expected identifier for ${word.toUpperCase()}-alias`);
    if (!isNamed && !(word === "as" && isName)) continue;
    cursor.take();
    hasAlias = true;
  }
  return { path, hasAlias };
}

function columnsOf(cursor: Cursor): Source[] {
  const columns: Source[] = [];
  do {
    const { at } = cursor.token;
    const path: Expression = cursor.skip("*") ? { kind: "star", at } : expressionOf(cursor);
    columns.push(sourceOf(cursor, path));
  } while (cursor.skip(","));
  if (columns.length > 1 && columns.some(({ path }) => path.kind === "star")) {
    throw malformed("Other expressions may not be present in the select list when '*' is used without dot notation.");
  }
  return columns;
}

function orderOf(cursor: Cursor): Select["order"][number][] {
  cursor.expect("by", "BY");
  const order: Select["order"][number][] = [];
  do {
    const key = expressionOf(cursor);
    const isDescending = cursor.skip("desc");
    if (!isDescending) cursor.skip("asc");
    order.push({ key, isDescending });
  } while (cursor.skip(","));
  return order;
}

function wordHere({ token }: Cursor, word: string): Select["unsupported"] {
  return token.kind === "keyword" && token.text === word ? { clause: word.toUpperCase(), at: token.at } : undefined;
}

/** A clause that is read and not supported. Where it is, is where what it says is. */
function clauseOf(cursor: Cursor, word: string, clause: string): Select["unsupported"] {
  if (!cursor.skip(word)) return undefined;
  if (word === "group") cursor.expect("by", "BY");
  const { at } = cursor.token;
  do expressionOf(cursor);
  while (cursor.skip(","));
  return { clause, at };
}
