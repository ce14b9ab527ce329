import type { ThrottleReason } from "@aws-sdk/client-lambda";
import { AwsError } from "../../errors.ts";
import { violationOf } from "../../wire/constraints.ts";

// Errors in Lambda's words. https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html

/** An error of the caller's, which Lambda says of most. */
export const ofUser = (code: string, message: string, fields: Record<string, string> = {}) =>
  new AwsError(code, message, undefined, { Type: "User", ...fields });

/** What the model can't say of a member, in the words of its constraints. */
export const violation = (path: string, value: string, rule: string) =>
  new AwsError("ValidationException", violationOf(path, rule, value));

export const invalidParameter = (message: string) => ofUser("InvalidParameterValueException", message);

export const conflict = (message: string) => ofUser("ResourceConflictException", message);

/** The caller updates a revision that is not the latest. */
export const staleRevision = (operation: string) =>
  ofUser(
    "PreconditionFailedException",
    `The RevisionId provided does not match the latest RevisionId. Call the ${operation} API to retrieve the latest RevisionId`,
  );

export const notFound = (message: string) => ofUser("ResourceNotFoundException", message, { Message: message });

export const functionNotFound = (arn: string) => notFound(`Function not found: ${arn}`);

export const badRequest = (message: string) => ofUser("InvalidRequestContentException", message);

export const tooLarge = (operation: string, limit: number) =>
  ofUser("RequestTooLargeException", `Request must be smaller than ${limit} bytes for the ${operation} operation`);

export const throttled = (Reason: ThrottleReason) => ofUser("TooManyRequestsException", "Rate Exceeded.", { Reason });

export const accessDenied = (message: string) => new AwsError("AccessDeniedException", message, 403);

/** A feature that AWS has and the lab does not: refused, since accepting it would promise its effect. */
export const unsupported = (feature: string) =>
  new AwsError("NotImplemented", `Skylab does not implement ${feature} of Lambda functions yet.`, 501);
