import { userPattern } from "../../../patterns/regular-expressions.ts";
import { TimeLimitExceeded } from "../../../patterns/time-limit.ts";
import { validationError } from "../errors.ts";
import type { ParameterDeclaration } from "./template.ts";

const LONGEST_VALUE = 4096;

/** Checks a parameter's value against its declaration. Throws AWS's ValidationError, in the declaration's own words if it has some. */
export function checkConstraints(key: string, declaration: ParameterDeclaration, value: string): void {
  const broken = brokenConstraint(declaration, value);
  if (!broken) return;
  const { ConstraintDescription: description } = declaration;
  throw validationError(
    description ? `Parameter ${key} failed to satisfy constraint: ${description}` : `Parameter '${key}' ${broken}`,
  );
}

function brokenConstraint(declaration: ParameterDeclaration, value: string): string | undefined {
  const { Type, AllowedValues, AllowedPattern, MinLength, MaxLength, MinValue, MaxValue } = declaration;
  const list = Type === "CommaDelimitedList" || Type.startsWith("List<");
  const items = list ? value.split(",").map((item) => item.trim()) : [value];
  if (value.length > LONGEST_VALUE) return `must contain at most ${LONGEST_VALUE} characters`;
  if (/Number/.test(Type) && !items.every((item) => item !== "" && Number.isFinite(Number(item))))
    return "must be a number";
  if (AllowedValues && !items.every((item) => AllowedValues.map(String).includes(item)))
    return "must be one of AllowedValues";
  if (AllowedPattern !== undefined && !items.every((item) => matches(AllowedPattern, item)))
    return `must match pattern ${AllowedPattern}`;
  if (Type === "String" && value.length < Number(MinLength ?? 0))
    return `must contain at least ${MinLength} characters`;
  if (Type === "String" && value.length > Number(MaxLength ?? LONGEST_VALUE))
    return `must contain at most ${MaxLength} characters`;
  if (Type === "Number" && Number(value) < Number(MinValue ?? -Infinity))
    return `must be a number not less than ${MinValue}`;
  if (Type === "Number" && Number(value) > Number(MaxValue ?? Infinity))
    return `must be a number not greater than ${MaxValue}`;
  return undefined;
}

function matches(pattern: string, value: string): boolean {
  try {
    return userPattern(pattern).matches(value);
  } catch (error) {
    const what = error instanceof TimeLimitExceeded ? "takes too long to match" : "is not a regular expression";
    throw validationError(`Template format error: AllowedPattern ${pattern.slice(0, 100)} ${what}`);
  }
}
