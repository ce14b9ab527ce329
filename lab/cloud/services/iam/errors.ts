import { AwsError } from "../../errors.ts";

export const noSuchEntity = (message: string) => new AwsError("NoSuchEntity", message);

export const notFound = (kind: string, name: string) => noSuchEntity(`The ${kind} with name ${name} cannot be found.`);

export const entityAlreadyExists = (kind: string, name: string) =>
  new AwsError("EntityAlreadyExists", `${kind} with name ${name} already exists.`);

export const deleteConflict = (message: string) => new AwsError("DeleteConflict", message);

export const validationError = (message: string) => new AwsError("ValidationError", message);

export const invalidInput = (message: string) => new AwsError("InvalidInput", message);

export const malformed = (reason: string) => new AwsError("MalformedPolicyDocument", reason);

export const limitExceeded = (message: string) => new AwsError("LimitExceeded", message);
