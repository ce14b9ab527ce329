import { AwsError } from "../../errors.ts";
import type { Context } from "../../service/service.ts";

/** A parameter is not what it must be. Query clients know the code as InvalidParameterValue. */
export const invalidParameter = (message: string) => new AwsError("InvalidParameterValueException", message);

/** The same in the words that SQS has for most of them. */
export const invalidValue = (value: unknown, name: string, reason: string) =>
  invalidParameter(`Value ${value} for parameter ${name} is invalid. Reason: ${reason}`);

export const missingParameter = (name: string) =>
  new AwsError("MissingRequiredParameterException", `The request must contain the parameter ${name}.`);

export const unknownAttribute = (name: string) => new AwsError("InvalidAttributeName", `Unknown Attribute ${name}.`);

export const invalidAttribute = (name: string, reason?: string) =>
  new AwsError(
    "InvalidAttributeValue",
    `Invalid value for the parameter ${name}.${reason ? ` Reason: ${reason}` : ""}`,
  );

/** Query clients hear of a "wsdl version", which JSON's do not. */
export function noSuchQueue({ http }: Pick<Context, "http">): AwsError {
  const isForm = http !== undefined && http.headers["x-amz-target"] === undefined;
  return new AwsError(
    "QueueDoesNotExist",
    `The specified queue does not exist${isForm ? " for this wsdl version" : ""}.`,
  );
}

export const invalidHandle = (handle: string) =>
  new AwsError("ReceiptHandleIsInvalid", `The input receipt handle "${handle}" is not a valid receipt handle.`);

export const noSuchResource = (message: string) => new AwsError("ResourceNotFoundException", message);
