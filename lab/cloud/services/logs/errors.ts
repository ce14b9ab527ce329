import { AwsError } from "../../errors.ts";

export function notFound(what: string): AwsError {
  return new AwsError("ResourceNotFoundException", `The specified ${what} does not exist.`);
}

export function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

export function invalidToken(): AwsError {
  return invalid("The specified nextToken is invalid.");
}

/** A number is not one that a member may have. */
export function outOfRange(member: string, value: number, most: number): AwsError {
  const bound = value < 1 ? "greater than or equal to 1" : `less than or equal to ${most}`;
  return invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must have value ${bound}`,
  );
}
