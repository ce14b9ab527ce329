import { malformed } from "../errors.ts";
import type { Cursor } from "./cursor.ts";
import { expressionOf } from "./expressions.ts";
import { simplePathOf } from "./paths.ts";
import { sourceOf } from "./selects.ts";
import type { Change, ChangeOperation, Expression, Returning } from "./syntax.ts";

/** Reads an INSERT, UPDATE or DELETE. */
export function changeOf(cursor: Cursor): Expression {
  const { text, at } = cursor.token;
  if (text === "insert") return { ...insertOf(cursor), at };
  if (text !== "update" && text !== "delete") throw malformed("Expected data manipulation");
  cursor.take();
  if (text === "delete" && !cursor.skip("from")) throw malformed("Expected FROM after DELETE");
  const source = sourceOf(cursor, simplePathOf(cursor));
  const operations = text === "delete" ? [{ kind: "delete" } as const] : operationsOf(cursor);
  const where = cursor.skip("where") ? expressionOf(cursor) : undefined;
  return { kind: "change", source, operations, where, returning: returningOf(cursor), at };
}

/** Reads an UPDATE that begins with its table: `FROM "T" WHERE … SET …`. */
export function fromFirst(cursor: Cursor): Expression {
  const { at } = cursor.take();
  const source = sourceOf(cursor, expressionOf(cursor));
  const where = cursor.skip("where") ? expressionOf(cursor) : undefined;
  return { kind: "change", source, operations: operationsOf(cursor), where, returning: returningOf(cursor), at };
}

function insertOf(cursor: Cursor): Change {
  cursor.take();
  if (!cursor.skip("into")) throw malformed("Unexpected keyword");
  const source = { path: simplePathOf(cursor), hasAlias: false };
  const isValue = cursor.skip("value");
  const value = expressionOf(cursor);
  return {
    kind: "change",
    source,
    operations: [{ kind: "insert", value, isValue }],
    where: undefined,
    returning: returningOf(cursor),
  };
}

/** SETs and REMOVEs, one after the other, each with one path or several. */
function operationsOf(cursor: Cursor): ChangeOperation[] {
  const operations: ChangeOperation[] = [];
  while (cursor.isWord("set", "remove")) {
    const { text } = cursor.take();
    do operations.push(text === "set" ? assignmentOf(cursor) : { kind: "remove", path: simplePathOf(cursor) });
    while (cursor.skip(","));
  }
  if (operations.length === 0) throw malformed("Expected data manipulation");
  return operations;
}

function assignmentOf(cursor: Cursor): ChangeOperation {
  const path = simplePathOf(cursor);
  if (!cursor.skip("=")) throw malformed("Expected '='");
  return { kind: "set", path, value: expressionOf(cursor) };
}

function returningOf(cursor: Cursor): Returning | undefined {
  if (!cursor.skip("returning")) return undefined;
  const extent = cursor.isWord("all", "modified") ? cursor.take().text : undefined;
  const time = extent && cursor.isWord("old", "new") ? cursor.take().text : undefined;
  if (!time) throw malformed("Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element.");
  const { at } = cursor.token;
  const column: Expression = cursor.skip("*") ? { kind: "star", at } : expressionOf(cursor);
  return { which: `${extent} ${time}`.toUpperCase() as Returning["which"], column };
}
