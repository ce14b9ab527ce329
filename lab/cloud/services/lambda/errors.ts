import {
  InvalidParameterValueException,
  InvalidRequestContentException,
  PreconditionFailedException,
  RequestTooLargeException,
  ResourceConflictException,
  ResourceNotFoundException,
  type ThrottleReason,
  TooManyRequestsException,
} from "@aws-sdk/client-lambda";
import { AwsError } from "../../errors.ts";
import { violationOf } from "../../wire/constraints.ts";

// Errors in Lambda's words. https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html

const said = (message: string) => ({ message, Type: "User", $metadata: {} });

/** What the model can't say of a member, in the words of its constraints. */
export const violation = (path: string, value: string, rule: string) =>
  new AwsError("ValidationException", violationOf(path, rule, value));

export const invalidParameter = (message: string) => new InvalidParameterValueException(said(message));

export const conflict = (message: string) => new ResourceConflictException(said(message));

/** The caller updates a revision that is not the latest. */
export const staleRevision = (operation: string) =>
  new PreconditionFailedException(
    said(
      `The RevisionId provided does not match the latest RevisionId. Call the ${operation} API to retrieve the latest RevisionId`,
    ),
  );

export const notFound = (message: string) => new ResourceNotFoundException({ ...said(message), Message: message });

export const functionNotFound = (arn: string) => notFound(`Function not found: ${arn}`);

export const badRequest = (message: string) => new InvalidRequestContentException(said(message));

export const tooLarge = (operation: string, limit: number) =>
  new RequestTooLargeException(said(`Request must be smaller than ${limit} bytes for the ${operation} operation`));

export const throttled = (Reason: ThrottleReason) =>
  new TooManyRequestsException({ ...said("Rate Exceeded."), Reason });

export const accessDenied = (message: string) => new AwsError("AccessDeniedException", message, 403);

/** A feature that AWS has and the lab does not: refused, since accepting it would promise its effect. */
export const unsupported = (feature: string) =>
  new AwsError("NotImplemented", `Skylab does not implement ${feature} of Lambda functions yet.`, 501);
