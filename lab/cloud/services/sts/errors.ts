import { AwsError } from "../../errors.ts";

export const invalidToken = (message: string) => new AwsError("InvalidIdentityToken", message);

export const expiredToken = (message: string) => new AwsError("ExpiredTokenException", message);

export const rejectedClaim = (message: string) => new AwsError("IDPRejectedClaim", message);

/** Nobody is told more of why a role does not trust him, or whether it is there. */
export const notAuthorized = (operation: string) =>
  new AwsError("AccessDenied", `Not authorized to perform sts:${operation}`, 403);
