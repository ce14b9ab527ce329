import { AwsError } from "../../errors.ts";
import { violationOf } from "../../wire/constraints.ts";

/** What CloudFormation answers to nearly everything that is wrong with a request or a template. */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", message);
}

/** Throws AWS's ValidationError for what can't be the name of a stack. The model has no constraint on it. */
export function checkStackName(name: string): void {
  if (/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) return;
  const rule = "Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*";
  throw validationError(violationOf("stackName", rule, name));
}
