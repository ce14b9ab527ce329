import type { AttributeValue } from "../../values/attribute-value.ts";

/** Where something is in a statement, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

export type Comparison = "=" | "<>" | "<" | "<=" | ">" | ">=";
export type Arithmetic = "+" | "-" | "*" | "/" | "%" | "||";

/** A step into a document: a name, or the index of a list as it is written (which may be out of range). */
export type Step = string | { readonly index: string; readonly at: Place };

/** What a statement is made of. A statement is an expression as well, as in `EXISTS(SELECT …)`. */
export type Expression = { readonly at: Place } & (
  | { readonly kind: "path"; readonly root: string; readonly steps: readonly Step[] }
  /** A number is kept as it is written. */
  | { readonly kind: "value"; readonly value: AttributeValue }
  | { readonly kind: "missing" | "star" }
  /** The parameter with this number, from 0. */
  | { readonly kind: "parameter"; readonly index: number }
  | { readonly kind: "list" | "bag"; readonly members: readonly Expression[] }
  | { readonly kind: "tuple"; readonly members: readonly (readonly [name: Expression, value: Expression])[] }
  /** A function's name in small letters. */
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: "and" | "or"; readonly terms: readonly Expression[] }
  | { readonly kind: "not"; readonly term: Expression }
  | { readonly kind: "sign"; readonly operator: "+" | "-"; readonly operand: Expression }
  | {
      readonly kind: "comparison";
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "arithmetic";
      readonly operator: Arithmetic;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "between"; readonly operand: Expression; readonly low: Expression; readonly high: Expression }
  | { readonly kind: "in"; readonly operand: Expression; readonly list: Expression }
  | { readonly kind: "like"; readonly operand: Expression; readonly pattern: Expression }
  /** The name of a PartiQL type, in small letters. */
  | { readonly kind: "is"; readonly operand: Expression; readonly type: string }
  | Select
  | Change
);

export type PathExpression = Extract<Expression, { kind: "path" }>;

/** A source that statements name: a table, or an index of one. */
export interface Source {
  readonly path: Expression;
  readonly hasAlias: boolean;
}

/** A SELECT as it is written. */
export interface Select {
  readonly kind: "select";
  readonly columns: readonly Source[];
  readonly from: Source;
  readonly where: Expression | undefined;
  readonly order: readonly { readonly key: Expression; readonly isDescending: boolean }[];
  /** The first clause that DynamoDB does not support, such as LIMIT. */
  readonly unsupported: { readonly clause: string; readonly at: Place } | undefined;
}

export type ChangeOperation =
  | { readonly kind: "insert"; readonly value: Expression; readonly isValue: boolean }
  | { readonly kind: "set"; readonly path: PathExpression; readonly value: Expression }
  | { readonly kind: "remove"; readonly path: PathExpression }
  | { readonly kind: "delete" };

/** An INSERT, UPDATE or DELETE as it is written. */
export interface Change {
  readonly kind: "change";
  readonly source: Source;
  readonly operations: readonly ChangeOperation[];
  readonly where: Expression | undefined;
  readonly returning: Returning | undefined;
}

export interface Returning {
  readonly which: "ALL OLD" | "MODIFIED OLD" | "ALL NEW" | "MODIFIED NEW";
  readonly column: Expression;
}
