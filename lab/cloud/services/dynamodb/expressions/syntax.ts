/** A step of a path as it is written: a name, its placeholder (with its `#`), or an index (with all its digits). */
export interface WrittenStep {
  readonly kind: "id" | "name" | "index";
  readonly text: string;
}

export interface PathSyntax {
  readonly type: "path";
  readonly steps: readonly WrittenStep[];
}

/** A placeholder of a value, with its `:`. */
export interface ValueSyntax {
  readonly type: "value";
  readonly token: string;
}

export interface CallSyntax {
  readonly type: "call";
  readonly name: string;
  readonly operands: readonly OperandSyntax[];
}

export type OperandSyntax = PathSyntax | ValueSyntax | CallSyntax;

/** A condition as a value, which it can be in statements of PartiQL. */
export interface TruthSyntax {
  readonly type: "truth";
  readonly of: ConditionSyntax;
}

export type ComparedSyntax = OperandSyntax | TruthSyntax;

export type Comparator = "=" | "<>" | "<" | "<=" | ">" | ">=";

/** What a condition can be. Chains of AND and OR are flat, so that a long one is not a deep one. */
export type ConditionSyntax =
  | { readonly type: "AND" | "OR"; readonly parts: readonly ConditionSyntax[] }
  | { readonly type: "NOT"; readonly part: ConditionSyntax }
  | { readonly type: Comparator; readonly operands: readonly [ComparedSyntax, ComparedSyntax] }
  | { readonly type: "BETWEEN"; readonly operands: readonly [ComparedSyntax, ComparedSyntax, ComparedSyntax] }
  | { readonly type: "IN"; readonly operands: readonly ComparedSyntax[] }
  | CallSyntax;

/** What SET gives an attribute. */
export type SetSyntax =
  | OperandSyntax
  | { readonly type: "+" | "-"; readonly operands: readonly [SetSyntax, SetSyntax] };

/** An action of an update, in the order in which they are written. */
export type ActionSyntax =
  | { readonly type: "SET"; readonly path: PathSyntax; readonly value: SetSyntax }
  | { readonly type: "REMOVE"; readonly path: PathSyntax }
  | { readonly type: "ADD" | "DELETE"; readonly path: PathSyntax; readonly value: ValueSyntax };
