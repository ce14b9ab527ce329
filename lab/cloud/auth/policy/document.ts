/** A policy in IAM's language. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: Statement | readonly Statement[];
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: PrincipalElement;
  readonly NotPrincipal?: PrincipalElement;
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  /** By operator, then by key. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, ConditionValues>>>>;
}

export type OneOrMore = string | readonly string[];
export type PrincipalElement = "*" | Readonly<Record<string, OneOrMore>>;
export type ConditionValues = string | number | boolean | readonly (string | number | boolean)[];

/** A policy, with what a person calls it. */
export interface Policy {
  /** An ARN, or such as `the bucket policy of photos`. */
  readonly name: string;
  readonly document: PolicyDocument;
}

/** A value or a list of them, as a list. */
export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
