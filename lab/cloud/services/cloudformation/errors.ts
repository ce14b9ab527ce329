import { AwsError } from "../../errors.ts";

/** What CloudFormation answers to nearly everything that is wrong with a request or a template. */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", message);
}

/** Throws AWS's ValidationError for a name that is none. */
export function checkName(member: "stackName" | "changeSetName", name: string): void {
  if (/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) return;
  throw validationError(
    `1 validation error detected: Value '${name}' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
  );
}
