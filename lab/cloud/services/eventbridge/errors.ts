import { AwsError } from "../../errors.ts";

export const notFound = (message: string) => new AwsError("ResourceNotFoundException", message);

export const alreadyExists = (message: string) => new AwsError("ResourceAlreadyExistsException", message);

/** What the model's constraints don't say, in their words. */
export const notValid = (message: string) => new AwsError("ValidationException", message);

export const illegalStatus = (message: string) => new AwsError("IllegalStatusException", message);

export const limitExceeded = (message = "The requested resource exceeds the maximum number allowed.") =>
  new AwsError("LimitExceededException", message);

export const invalidPattern = (reason: string) =>
  new AwsError("InvalidEventPatternException", `Event pattern is not valid. Reason: ${reason}`);
