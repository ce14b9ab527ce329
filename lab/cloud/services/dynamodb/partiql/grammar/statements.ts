import { invalid } from "../../errors.ts";
import { invalidAt, malformed } from "../errors.ts";
import { Cursor } from "./cursor.ts";
import { expressionOf } from "./expressions.ts";
import { nameOf } from "./names.ts";
import type { Change, ChangeOperation, Expression, PathExpression, Returning, Select, Source } from "./syntax.ts";

/** A statement that DynamoDB runs, its parameters not yet filled in. */
export type Statement = SelectStatement | ExistsStatement | InsertStatement | UpdateStatement | DeleteStatement;

interface OnTable {
  readonly table: string;
  readonly where: Expression | undefined;
  /** How many parameters it has. */
  readonly parameters: number;
}

export interface SelectStatement extends OnTable {
  readonly kind: "select";
  readonly index: string | undefined;
  /** All attributes when there are none. */
  readonly columns: readonly PathExpression[] | undefined;
  readonly order: readonly { readonly attribute: string; readonly isDescending: boolean }[];
}

/** The condition of a transaction: `EXISTS(SELECT …)`. */
export interface ExistsStatement extends Omit<SelectStatement, "kind"> {
  readonly kind: "exists";
}

export interface InsertStatement extends OnTable {
  readonly kind: "insert";
  readonly value: Extract<Expression, { kind: "tuple" }>;
}

export interface UpdateStatement extends OnTable {
  readonly kind: "update";
  readonly operations: readonly Extract<ChangeOperation, { kind: "set" | "remove" }>[];
  readonly returning: Returning["which"] | undefined;
}

export interface DeleteStatement extends OnTable {
  readonly kind: "delete";
  readonly returning: Returning["which"] | undefined;
}

/** Reads a statement. Throws a ValidationException where it is none, or one that DynamoDB does not support. */
export function statementOf(text: string): Statement {
  const cursor = new Cursor(text);
  const written = expressionOf(cursor);
  if (!cursor.isAtEnd) {
    throw malformed(
      cursor.isMark(";")
        ? "Unexpected token after semicolon. (Only one query is allowed.)"
        : "Unexpected token after expression",
    );
  }
  const { parameters } = cursor;
  if (written.kind === "select") return { kind: "select", ...selected(written), parameters };
  if (written.kind === "change") return { ...changed(written), parameters };
  const [inner] = written.kind === "call" && written.name === "exists" ? written.args : [];
  if (inner?.kind === "select") return { ...selected(inner), kind: "exists", parameters };
  throw invalid(`Unsupported operation: ${nameOf(written)}`);
}

function selected({ columns, from, where, order, unsupported }: Select): Omit<SelectStatement, "kind" | "parameters"> {
  if ([...columns, from].some(({ hasAlias }) => hasAlias)) throw invalid("Aliasing is not supported");
  const [table, index] = componentsOf(from.path);
  if (unsupported) throw invalidAt(`Unsupported clause: ${unsupported.clause}`, unsupported.at);
  return { table, index, columns: columnsOf(columns), where, order: orderOf(order) };
}

function changed({
  source,
  operations,
  where,
  returning,
}: Change): WithoutParameters<InsertStatement | UpdateStatement | DeleteStatement> {
  if (source.hasAlias) throw invalid("Aliasing is not supported");
  const [table, index] = componentsOf(source.path);
  if (index !== undefined) {
    throw invalid("FROM clause may only contain a single table name in data manipulation statements");
  }
  if (returning && returning.column.kind !== "star") throw malformed("Unsupported syntax in RETURNING columns.");
  const [first] = operations;
  switch (first?.kind) {
    case "insert": {
      if (returning) throw invalid("RETURNING is not supported in INSERT");
      const { value, isValue } = first;
      if (!isValue || value.kind !== "tuple") {
        throw invalid(
          "Unsupported format in item expression. Please use struct format {...} to express item values for insert statement.",
        );
      }
      return { kind: "insert", table, where, value };
    }
    case "delete":
      if (returning && returning.which !== "ALL OLD") {
        throw invalid(
          `Invalid returning clause: RETURNING ${returning.which} *. Only RETURNING ALL OLD * is allowed in DELETE statements.`,
        );
      }
      return { kind: "delete", table, where, returning: returning?.which };
    default:
      return {
        kind: "update",
        table,
        where,
        operations: operations as UpdateStatement["operations"],
        returning: returning?.which,
      };
  }
}

type WithoutParameters<T> = T extends Statement ? Omit<T, "parameters"> : never;

function componentsOf(path: Expression): [table: string, index?: string] {
  if (path.kind !== "path") throw invalid("Only select from a single table or index is supported.");
  const components = [path.root, ...path.steps.map((step) => (typeof step === "string" ? step : undefined))];
  if (components.length > 2) throw invalid("A path may contain at most 2 components in the FROM clause");
  if (components.includes(undefined)) throw invalid("Invalid list expression in source.");
  if (components.includes("")) throw invalid("Path component cannot be an empty string");
  return components as [string, string?];
}

function columnsOf(columns: readonly Source[]): PathExpression[] | undefined {
  if (columns[0]?.path.kind === "star") return undefined;
  return columns.map(({ path }) => {
    if (path.kind !== "path") throw invalidAt("Unexpected path component", path.at);
    return path;
  });
}

function orderOf(order: Select["order"]): SelectStatement["order"] {
  return order.map(({ key, isDescending }) => {
    if (key.kind !== "path" || key.steps.length > 0) {
      throw invalid(`Argument to ORDER BY must be of type VariableReference. Type: ${nameOf(key)}`);
    }
    return { attribute: key.root, isDescending };
  });
}
