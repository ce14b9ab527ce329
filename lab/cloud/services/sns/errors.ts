import { AwsError } from "../../errors.ts";

// By the names of the SDK's exceptions: the wire writes AWS's codes for them, such as `InvalidParameter`.
// https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html

/** @param what the parameter, with a reason if there is one */
export const invalidParameter = (what: string) =>
  new AwsError("InvalidParameterException", `Invalid parameter: ${what}`);

/** Words that stand for themselves, as some of SNS's do. */
export const invalid = (message: string) => new AwsError("InvalidParameterException", message);

/** Of message attributes. */
export const invalidValue = (message: string) => new AwsError("InvalidParameterValueException", message);

export const notFound = (message: string) => new AwsError("NotFoundException", message);

export const topicNotFound = () => notFound("Topic does not exist");

export const subscriptionNotFound = () => notFound("Subscription does not exist");

export const notAuthorized = (caller: string, operation: string, resource: string) =>
  new AwsError(
    "AuthorizationErrorException",
    `User: ${caller} is not authorized to perform: SNS:${operation} on resource: ${resource}`,
  );
