import { AwsError } from "../../errors.ts";

export const invalid = (message: string) => new AwsError("ValidationException", message);

export const conflict = (message: string) => new AwsError("ConflictException", message);

export const notFound = (message: string) => new AwsError("ResourceNotFoundException", message);

export const quotaExceeded = (message: string) => new AwsError("ServiceQuotaExceededException", message);

export const invalidToken = () => invalid("Invalid NextToken provided.");
