import { AwsError } from "../../errors.ts";
import type { Broken } from "../../wire/constraints.ts";

const PATTERN = "Member must satisfy regular expression pattern: ";

/** ECR tells of one constraint only, in words of its own. https://github.com/puemos/aws-lambda-ecr-cleaner/issues/3 */
export function violationMessage([broken]: readonly Broken[]): string {
  const { path = "", rule = "" } = broken ?? {};
  const told = rule.startsWith(PATTERN) ? `must satisfy regular expression '${rule.slice(PATTERN.length)}'` : rule;
  return invalidMessage(path, told);
}

/** https://github.com/aws/aws-cdk/issues/3583 */
export const invalidPolicy = () => invalidParameter("PolicyText", "Invalid repository policy provided");

export const invalidParameter = (member: string, problem: string) =>
  new AwsError("InvalidParameterException", invalidMessage(member, problem));

function invalidMessage(member: string, problem: string): string {
  return `Invalid parameter at '${member}' failed to satisfy constraint: '${problem}'`;
}
