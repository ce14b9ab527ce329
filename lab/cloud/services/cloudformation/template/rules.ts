import { validationError } from "../errors.ts";
import { type BooleanScope, holds } from "./conditions.ts";
import type { Rule } from "./template.ts";

/**
 * Checks a template's rules, which its parameters have to satisfy. Throws a ValidationError with the descriptions of the
 * assertions that fail.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
 */
export function checkRules(rules: Readonly<Record<string, Rule>>, scope: BooleanScope): void {
  const failed = Object.entries(rules)
    .filter(([, { RuleCondition }]) => RuleCondition === undefined || holds(RuleCondition, scope))
    .flatMap(([name, { Assertions }]) =>
      Assertions.filter(({ Assert }) => !holds(Assert, scope)).map(
        ({ AssertDescription }) => AssertDescription ?? `Rule ${name} is not satisfied`,
      ),
    );
  if (failed.length > 0) throw validationError(`Template validation error: ${failed.join("; ")}`);
}
