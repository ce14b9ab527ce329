import { AwsError } from "../../../errors.ts";
import type { Handlers } from "../../../service/service.ts";
import { acceptCode } from "../../iam/mfa/mfa-codes.ts";

export type Sts = Handlers<typeof import("@aws-sdk/client-sts"), undefined>;

export const getCallerIdentity: Sts["GetCallerIdentity"] = (_input, { caller }) => ({
  Account: caller.account,
  Arn: caller.arn,
  UserId: caller.userId,
});

/** Temporary credentials of the caller's own. The root's last an hour at the most. */
export const getSessionToken: Sts["GetSessionToken"] = (input, { cloud, caller }) => {
  const longest = caller.kind === "root" ? 3600 : 129_600;
  const { DurationSeconds = Math.min(43_200, longest) } = input;
  if (caller.kind === "session")
    throw new AwsError("AccessDenied", "Cannot call GetSessionToken with session credentials", 403);
  return cloud.store.write(() => {
    const authenticated = acceptCode(input, caller, cloud);
    const issuance = { issued: cloud.clock.now(), ...(authenticated !== undefined && { authenticated }) };
    const seconds = Math.min(DurationSeconds, longest);
    return { Credentials: cloud.credentials.issueSession({ ...caller, issuance }, seconds) };
  });
};

export const getAccessKeyInfo: Sts["GetAccessKeyInfo"] = ({ AccessKeyId }, { cloud }) => {
  const account = cloud.credentials.accountOf(AccessKeyId);
  if (account === undefined) throw new AwsError("ValidationError", "Invalid AccessKeyId");
  return { Account: account };
};

/** Reads what this lab sealed for the caller's account. */
export const decodeAuthorizationMessage: Sts["DecodeAuthorizationMessage"] = (
  { EncodedMessage },
  { cloud, account },
) => {
  const DecodedMessage = cloud.messages.open(EncodedMessage, account);
  if (DecodedMessage === undefined) throw new AwsError("InvalidAuthorizationMessageException", "Message is not valid");
  return { DecodedMessage };
};
