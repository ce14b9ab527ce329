/** An operator of event patterns; `anything-but-…` stands for one inside of `anything-but`. */
export type Operator =
  | "$or"
  | "prefix"
  | "prefix-ignore-case"
  | "suffix"
  | "suffix-ignore-case"
  | "equals-ignore-case"
  | "wildcard"
  | "cidr"
  | "numeric"
  | "exists"
  | "anything-but"
  | "anything-but-prefix"
  | "anything-but-suffix"
  | "anything-but-equals-ignore-case"
  | "anything-but-wildcard";

/** What a service takes of the language of event patterns. */
export interface PatternDialect {
  readonly operators: ReadonlySet<Operator>;
  /** In characters. */
  readonly longest: number;
  /** Numbers are between minus this and this. */
  readonly largestNumber: number;
  /** Whether fields may be objects with fields of their own. */
  readonly isNested: boolean;
  /** How many fields with values a pattern may name. */
  readonly mostFields?: number;
  /**
   * How many combinations a pattern may have. `alternatives`: of the branches of `$or`. `values`: of the values of all fields,
   * each multiplied by how deep it lies.
   */
  readonly combinations?: { readonly of: "alternatives" | "values"; readonly most: number };
}

const COMMON: readonly Operator[] = [
  "$or",
  "prefix",
  "prefix-ignore-case",
  "suffix",
  "suffix-ignore-case",
  "equals-ignore-case",
  "numeric",
  "exists",
  "anything-but",
];

/**
 * Rules of EventBridge.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html,
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
 */
export const ruleDialect: PatternDialect = {
  operators: new Set([
    ...COMMON,
    "wildcard",
    "cidr",
    "anything-but-prefix",
    "anything-but-suffix",
    "anything-but-equals-ignore-case",
    "anything-but-wildcard",
  ]),
  longest: 4096,
  largestNumber: 5e9,
  isNested: true,
  combinations: { of: "alternatives", most: 1000 },
};

/** Filters of EventBridge Pipes: the column "Pipe support" of the same table. */
export const pipeDialect: PatternDialect = { ...ruleDialect, operators: new Set(COMMON) };

/**
 * Filters of Lambda's event source mappings, which are those of pipes.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax
 */
export const mappingDialect: PatternDialect = pipeDialect;

/**
 * Filter policies of SNS on a message's attributes.
 * https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 */
export const attributePolicyDialect: PatternDialect = {
  operators: new Set([
    "$or",
    "prefix",
    "suffix",
    "equals-ignore-case",
    "cidr",
    "numeric",
    "exists",
    "anything-but",
    "anything-but-prefix",
  ]),
  longest: 256 * 1024,
  largestNumber: 1e9,
  isNested: false,
  mostFields: 5,
  combinations: { of: "values", most: 150 },
};

/** Filter policies of SNS on a message's body. */
export const bodyPolicyDialect: PatternDialect = { ...attributePolicyDialect, isNested: true };
