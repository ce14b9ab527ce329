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
