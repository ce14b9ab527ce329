import { AwsError } from "../../../errors.ts";

/** A resource can't be made, changed or removed, for a reason that is complete in itself. */
export class ResourceFailure extends Error {
  override readonly name = "ResourceFailure";
}

/** The words in which an event tells why a resource's handler failed, as CloudFormation puts them. */
export function reasonOf(error: unknown, type: string, token: string): string {
  const { name, message } = error as Error;
  if (!(error instanceof AwsError) || name === "ValidationError") return message;
  const service = type.split("::")[1];
  const told = `${message} (Service: ${service}, Status Code: ${error.status ?? 400})`;
  return `Resource handler returned message: "${told}" (RequestToken: ${token}, HandlerErrorCode: ${handlerCode(name)})`;
}

/** https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html */
function handlerCode(code: string): string {
  if (/AccessDenied|Unauthorized|Forbidden/.test(code)) return "AccessDenied";
  if (/AlreadyExists|AlreadyOwned|ResourceConflict|EntityAlreadyExists/.test(code)) return "AlreadyExists";
  if (/NotFound|NoSuch/.test(code)) return "NotFound";
  if (/LimitExceeded|TooMany/.test(code)) return "ServiceLimitExceeded";
  if (/Invalid|Validation|Malformed|NotImplemented/.test(code)) return "InvalidRequest";
  return "GeneralServiceException";
}
