import type { Sender } from "../door/sender.ts";
import { AwsError } from "../errors.ts";
import type { ProtocolName } from "../wire/model.ts";
import type { Credentials, Identity, Refusal } from "./credentials.ts";
import type { Computed, Signature } from "./sigv4.ts";

// AWS words the same refusal differently in each protocol.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
// https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html

type Wording = readonly [code: string, message: string, status: number];

const S3: Readonly<Record<Refusal, Wording>> = {
  unknown: ["InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403],
  "wrong-token": ["InvalidToken", "The provided token is malformed or otherwise invalid.", 400],
  expired: ["ExpiredToken", "The provided token has expired.", 400],
};

const INVALID = "The security token included in the request is invalid.";
const EXPIRED = "The security token included in the request is expired";

const QUERY: Readonly<Record<Refusal, Wording>> = {
  unknown: ["InvalidClientTokenId", INVALID, 403],
  "wrong-token": ["InvalidClientTokenId", INVALID, 403],
  expired: ["ExpiredToken", EXPIRED, 403],
};

const FOREIGN = "Pages of another origin may not sign with keys that everybody knows.";

const EC2_FAILURE: Wording = ["AuthFailure", "AWS was not able to validate the provided access credentials", 401];
const EC2: Readonly<Record<Refusal, Wording>> = {
  unknown: EC2_FAILURE,
  "wrong-token": EC2_FAILURE,
  expired: ["RequestExpired", "Request has expired.", 400],
};

const JSON_WORDING: Readonly<Record<Refusal, Wording>> = {
  unknown: ["UnrecognizedClientException", INVALID, 403],
  "wrong-token": ["UnrecognizedClientException", INVALID, 403],
  expired: ["ExpiredTokenException", EXPIRED, 403],
};

/**
 * Who an access key is. Throws when it is not accepted. A long-lived key (`AKIA…`) comes without a session token; the well-known
 * keys may come with one, since tools that talk to emulators are set up with `AWS_SESSION_TOKEN=test`.
 *
 * @param sender for a page of another origin the well-known keys prove nothing: every page can sign with them
 */
export function identify(
  credentials: Credentials,
  { accessKeyId, token }: { readonly accessKeyId: string; readonly token: string | undefined },
  protocol: ProtocolName,
  sender: Sender = "program",
): Identity {
  if (sender === "foreign page" && credentials.isWellKnown(accessKeyId))
    throw new AwsError(isJson(protocol) ? "AccessDeniedException" : "AccessDenied", FOREIGN, 403);
  const identity = credentials.find(accessKeyId, token);
  if (typeof identity === "string") throw refused(identity, accessKeyId, protocol);
  if (token !== undefined && accessKeyId.startsWith("AKIA")) throw refused("wrong-token", accessKeyId, protocol);
  return identity;
}

function isJson(protocol: ProtocolName): boolean {
  return protocol !== "restXml" && protocol !== "awsQuery" && protocol !== "ec2Query";
}

function refused(reason: Refusal, accessKeyId: string, protocol: ProtocolName): AwsError {
  const wordings =
    protocol === "restXml" ? S3 : protocol === "awsQuery" ? QUERY : protocol === "ec2Query" ? EC2 : JSON_WORDING;
  const [code, message, status] = wordings[reason];
  return new AwsError(
    code,
    message,
    status,
    protocol === "restXml" && reason === "unknown" ? { AWSAccessKeyId: accessKeyId } : {},
  );
}

const MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

export const S3_MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your key and signing method.";

/** A signature that is not what it should be. S3 tells what it signed, so that a client's author can compare. */
export function mismatch(
  { accessKeyId, signature }: Signature,
  { stringToSign, canonicalRequest }: Computed,
  protocol: ProtocolName,
): AwsError {
  if (protocol === "restXml") {
    const fields = {
      AWSAccessKeyId: accessKeyId,
      StringToSign: stringToSign,
      SignatureProvided: signature,
      CanonicalRequest: canonicalRequest,
    };
    return new AwsError("SignatureDoesNotMatch", S3_MISMATCH, 403, fields);
  }
  return new AwsError(invalidSignature(protocol), MISMATCH, 403);
}

/** A form's policy, or an old URL, whose signature is not what it should be. */
export function stringMismatch(AWSAccessKeyId: string, StringToSign: string, SignatureProvided: string): AwsError {
  return new AwsError("SignatureDoesNotMatch", S3_MISMATCH, 403, { AWSAccessKeyId, StringToSign, SignatureProvided });
}

/** Headers that the signature leaves out, though it must cover them. */
export function notSigned(names: readonly string[], protocol: ProtocolName): AwsError {
  if (protocol === "restXml") {
    const message = "There were headers present in the request which were not signed";
    return new AwsError("AccessDenied", message, 403, { HeadersNotSigned: names.join(", ") });
  }
  const named = names.includes("host") ? "'Host' or ':authority'" : names.map((name) => `'${name}'`).join(", ");
  const message = `${named} must be a 'SignedHeader' in the AWS Authorization.`;
  return new AwsError(invalidSignature(protocol), message, 403);
}

/** A request that is signed in its header and in its query. */
export function signedTwice(authorization: string): AwsError {
  const message =
    "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified";
  const fields = { ArgumentName: "Authorization", ArgumentValue: authorization };
  return new AwsError("InvalidArgument", message, 400, fields);
}

function invalidSignature(protocol: ProtocolName): string {
  return protocol === "awsQuery" || protocol === "ec2Query" ? "SignatureDoesNotMatch" : "InvalidSignatureException";
}

/** A signature made too long before, or after, the lab's time. */
export function skewed(timestamp: string, now: number, allowed: number, protocol: ProtocolName): AwsError {
  const time = basic(now);
  if (protocol === "restXml") {
    const fields = {
      RequestTime: timestamp,
      ServerTime: new Date(now).toISOString(),
      MaxAllowedSkewMilliseconds: String(allowed),
    };
    return new AwsError(
      "RequestTimeTooSkewed",
      "The difference between the request time and the current time is too large.",
      403,
      fields,
    );
  }
  const minutes = allowed / 60_000;
  const message =
    timestamp < time
      ? `Signature expired: ${timestamp} is now earlier than ${basic(now - allowed)} (${time} - ${minutes} min.)`
      : `Signature not yet current: ${timestamp} is still later than ${basic(now + allowed)} (${time} + ${minutes} min.)`;
  return new AwsError(invalidSignature(protocol), message, 403);
}

/** A presigned URL after, or before, its time. */
export function outsideValidity(begun: number, seconds: number, now: number): AwsError {
  if (now < begun)
    return new AwsError("AccessDenied", "Request is not yet valid", 403, { ServerTime: new Date(now).toISOString() });
  const Expires = new Date(begun + seconds * 1000).toISOString();
  return new AwsError("AccessDenied", "Request has expired", 403, {
    "X-Amz-Expires": String(seconds),
    Expires,
    ServerTime: new Date(now).toISOString(),
  });
}

function basic(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, "");
}
