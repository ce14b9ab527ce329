import { AwsError } from "../../errors.ts";

// Errors that several operations of S3 answer, with the elements that S3 sends besides code and message.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html

export const noSuchBucket = (BucketName: string) =>
  new AwsError("NoSuchBucket", "The specified bucket does not exist", 404, { BucketName });

export const invalidBucketName = (BucketName: string) =>
  new AwsError("InvalidBucketName", "The specified bucket is not valid.", 400, { BucketName });

export const noSuchKey = (Key: string) => new AwsError("NoSuchKey", "The specified key does not exist.", 404, { Key });

export const noSuchVersion = (Key: string, VersionId: string) =>
  new AwsError("NoSuchVersion", "The specified version does not exist.", 404, { Key, VersionId });

export const accessDenied = (message = "Access Denied") => new AwsError("AccessDenied", message, 403);

export const invalidArgument = (message: string, ArgumentName: string, ArgumentValue: string) =>
  new AwsError("InvalidArgument", message, 400, { ArgumentName, ArgumentValue });

export const invalidRequest = (message: string) => new AwsError("InvalidRequest", message);

export const malformedXml = () =>
  new AwsError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  );

export const methodNotAllowed = (fields: Record<string, string>) =>
  new AwsError("MethodNotAllowed", "The specified method is not allowed against this resource.", 405, fields);

export const preconditionFailed = (Condition: string) =>
  new AwsError("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412, {
    Condition,
  });

export const entityTooLarge = (proposed: number, most: number) =>
  new AwsError("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", 400, {
    ProposedSize: String(proposed),
    MaxSizeAllowed: String(most),
  });

export const entityTooSmall = (proposed: number, least: number, fields: Record<string, string> = {}) =>
  new AwsError("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", 400, {
    ProposedSize: String(proposed),
    MinSizeAllowed: String(least),
    ...fields,
  });

/** A feature of S3 that is refused by name, because accepting it would promise what the lab does not do. */
export const notYet = (feature: string) =>
  new AwsError("NotImplemented", `Skylab does not implement ${feature} yet.`, 501);
