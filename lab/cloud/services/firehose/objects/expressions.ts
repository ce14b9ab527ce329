import { own } from "../../../own.ts";
import { LOWER_36, randomId } from "../../../service/ids.ts";
import { invalid } from "../errors.ts";
import type { Partition } from "../records.ts";
import { formatted, patternProblem } from "./timestamps.ts";

// The expressions of prefixes, such as `!{timestamp:yyyy}`. https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html

const NAMESPACES = ["firehose", "timestamp", "partitionKeyFromQuery", "partitionKeyFromLambda"] as const;
type Namespace = (typeof NAMESPACES)[number];

interface Expression {
  readonly namespace: Namespace;
  readonly value: string;
}

type Part = { readonly text: string } | Expression;

/** What the expressions of a prefix stand for. */
export interface Meaning {
  /** In milliseconds since the epoch. */
  readonly time: number;
  readonly zone: string;
  readonly partition?: Partition | undefined;
  readonly errorType?: string | undefined;
}

/** What a prefix stands for. */
export function evaluated(prefix: string, meaning: Meaning): string {
  return partsOf(prefix)
    .map((part) => ("text" in part ? part.text : meaningOf(part, meaning)))
    .join("");
}

function meaningOf({ namespace, value }: Expression, { time, zone, partition, errorType = "" }: Meaning): string {
  switch (namespace) {
    case "timestamp":
      return formatted(value, time, zone);
    case "firehose":
      return value === "random-string" ? randomId(11, LOWER_36) : errorType;
    case "partitionKeyFromQuery":
      return own(partition?.query, value) ?? "";
    case "partitionKeyFromLambda":
      return own(partition?.lambda, value) ?? "";
  }
}

export function expressionsIn(prefix: string): Expression[] {
  return partsOf(prefix).filter((part) => "namespace" in part);
}

export function namespacesIn(prefix: string): ReadonlySet<string> {
  return new Set(expressionsIn(prefix).map(({ namespace }) => namespace));
}

/** Throws Firehose's errors for a prefix that can't be evaluated. */
export function checkPrefix(prefix: string): void {
  checkExpressions(prefix);
  if (expressionsIn(prefix).some(isErrorType))
    throw invalid("Prefix cannot contain the expression !{firehose:error-output-type}.");
}

/** The same for a prefix of what has failed. */
export function checkErrorPrefix(prefix: string): void {
  checkExpressions(prefix);
  const expressions = expressionsIn(prefix);
  if (expressions.some(({ namespace }) => namespace.startsWith("partitionKey")))
    throw invalid("ErrorOutputPrefix cannot contain Dynamic Partitioning namespaces.");
  if (expressions.length > 0 && !expressions.some(isErrorType))
    throw invalid(
      "ErrorOutputPrefix must contain at least one instance of !{firehose:error-output-type} when it contains expressions.",
    );
}

function checkExpressions(prefix: string): void {
  for (const { namespace, value } of expressionsIn(prefix)) {
    if (namespace === "firehose" && value !== "random-string" && value !== "error-output-type")
      throw invalid(`${value} is not a valid value of the namespace firehose in prefix expressions.`);
    const problem = namespace === "timestamp" ? patternProblem(value) : undefined;
    if (problem !== undefined) throw invalid(`!{timestamp:${value}} is not a valid prefix expression: ${problem}`);
    if (value === "") throw invalid(`!{${namespace}:} is not a valid prefix expression.`);
  }
}

function isErrorType({ namespace, value }: Expression): boolean {
  return namespace === "firehose" && value === "error-output-type";
}

/** Throws Firehose's error for `!{` that begins no expression. */
function partsOf(prefix: string): Part[] {
  const [text = "", ...rest] = prefix.split("!{");
  return [
    { text },
    ...rest.flatMap((piece): Part[] => {
      const end = piece.indexOf("}");
      const colon = piece.indexOf(":");
      const namespace = NAMESPACES.find((name) => name === piece.slice(0, colon));
      if (end < 0 || colon < 0 || colon > end || !namespace)
        throw invalid("The sequence !{ can only appear in !{namespace:value} expressions of prefixes.");
      return [{ namespace, value: piece.slice(colon + 1, end) }, { text: piece.slice(end + 1) }];
    }),
  ];
}
