import { anonymous, type Caller } from "../../../auth/caller.ts";
import type { Credentials } from "../../../auth/credentials.ts";
import { identify, stringMismatch } from "../../../auth/refusals.ts";
import { isTimestamp } from "../../../auth/signature-header.ts";
import { signatureV2 } from "../../../auth/sigv2.ts";
import { hmac, sameSignature, signingKey } from "../../../auth/sigv4.ts";
import type { Sender } from "../../../door/sender.ts";
import { AwsError } from "../../../errors.ts";
import { type PolicyCondition, parsePolicy } from "./post-policy-document.ts";

/** The fields of a form upload, by lower-case name, in the order they came before the file. */
export type FormFields = ReadonlyMap<string, string>;

/** What a policy lets a form do. */
export interface PolicyVerdict {
  readonly caller: Caller;
  /** Where a signature says that it is meant. */
  readonly region: string | undefined;
  /** The smallest and largest file, in bytes, when the policy says so. */
  readonly range: readonly [smallest: number, largest: number] | undefined;
}

/** What verifying a policy takes besides the form. */
export interface PolicyContext {
  readonly credentials: Credentials;
  /** The lab's time. */
  readonly now: number;
  /** What sends the form. */
  readonly sender?: Sender | undefined;
}

/** Fields that sign a policy. */
const SIGNATURES = ["x-amz-credential", "x-amz-signature", "awsaccesskeyid", "signature"];

/** Fields that a policy need not mention. */
const UNCONDITIONED = new Set(["policy", "x-amz-signature", "awsaccesskeyid", "signature", "file"]);

/**
 * Verifies the policy of a presigned POST: its signature, its expiration and each of its conditions. A form without a policy
 * is anonymous.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 * @param bucket the bucket that the form was sent to, which a condition must name though no field does
 */
export function verifyPostPolicy(fields: FormFields, bucket: string, context: PolicyContext): PolicyVerdict {
  const policy = fields.get("policy");
  if (policy === undefined && !SIGNATURES.some((name) => fields.has(name)))
    return { caller: anonymous, region: undefined, range: undefined };
  const { caller, region } = verifySignature(fields, policy, context);
  const { expires, conditions } = parsePolicy(policy as string);
  if (expires <= context.now) throw denied("Policy expired.");
  const values = new Map([...fields, ["bucket", bucket]]);
  for (const [operator, variable, wanted] of conditions) {
    if (operator === "range") continue;
    if (!holds(operator, variable, values.get(variable) ?? "", wanted))
      throw denied(`Policy Condition failed: ["${operator}", "$${variable}", "${wanted}"]`);
  }
  const covered = new Set(conditions.map(([, variable]) => variable));
  const extra = [...values.keys()].find(
    (name) => !covered.has(name) && !UNCONDITIONED.has(name) && !name.startsWith("x-ignore-"),
  );
  if (extra !== undefined) throw denied(`Extra input fields: ${extra}`);
  return { caller, region, range: rangeOf(conditions) };
}

/** By Signature Version 4, or 2: https://docs.aws.amazon.com/AmazonS3/latest/userguide/HTTPPOSTForms.html */
function verifySignature(
  fields: FormFields,
  policy: string | undefined,
  { credentials, now, sender }: PolicyContext,
): { caller: Caller; region: string | undefined } {
  const scope = fields.get("x-amz-credential");
  const accessKeyId = scope?.split("/")[0] ?? fields.get("awsaccesskeyid") ?? "";
  const provided = fields.get(scope === undefined ? "signature" : "x-amz-signature");
  if (policy === undefined || accessKeyId === "" || provided === undefined)
    throw new AwsError("AccessDenied", "Access Denied", 403);
  const token = fields.get("x-amz-security-token");
  const identity = identify(credentials, { accessKeyId, token }, "restXml", sender);
  const v4 = scope === undefined ? undefined : readScope(scope, fields);
  const expected = v4
    ? hmac(signingKey(identity.secret, v4.day, v4.region, "s3"), policy).toString("hex")
    : signatureV2(identity.secret, policy);
  if (!sameSignature(expected, provided)) throw stringMismatch(accessKeyId, policy, provided);
  credentials.lastUsed.noteKey(accessKeyId, "s3", v4?.region ?? "us-east-1", now);
  return { caller: identity.caller, region: v4?.region };
}

/** A form's credential scope, which must be S3's, and of the day that the form says. */
function readScope(scope: string, fields: FormFields): { day: string; region: string } {
  const [, day = "", region = "", service, terminator, ...more] = scope.split("/");
  const algorithm = fields.get("x-amz-algorithm") ?? "";
  if (algorithm !== "AWS4-HMAC-SHA256")
    throw invalid("X-Amz-Algorithm only supports 'AWS4-HMAC-SHA256'", "X-Amz-Algorithm", algorithm);
  if (region === "" || service !== "s3" || terminator !== "aws4_request" || more.length > 0) {
    const form = '"<YOUR-AKID>/YYYYMMDD/REGION/s3/aws4_request"';
    throw invalid(
      `Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting ${form}`,
      "X-Amz-Credential",
      scope,
    );
  }
  const date = fields.get("x-amz-date") ?? "";
  if (!isTimestamp(date) || date.slice(0, 8) !== day)
    throw invalid("X-Amz-Date must be formatted via ISO8601 Long format, on the day of the scope", "X-Amz-Date", date);
  return { day, region };
}

/** Whether a field's value is what a condition wants. Content types may be several, with commas; each must begin as it says. */
function holds(operator: "eq" | "starts-with", variable: string, value: string, wanted: string): boolean {
  if (operator === "eq") return value === wanted;
  const values = variable === "content-type" ? value.split(",").map((one) => one.trim()) : [value];
  return values.every((one) => one.startsWith(wanted));
}

/** The sizes that all ranges of a policy allow. */
function rangeOf(conditions: readonly PolicyCondition[]): readonly [number, number] | undefined {
  const ranges = conditions.flatMap((condition) => (condition[0] === "range" ? [condition] : []));
  if (ranges.length === 0) return undefined;
  return [Math.max(...ranges.map(([, , least]) => least)), Math.min(...ranges.map(([, , , most]) => most))];
}

function denied(reason: string): AwsError {
  return new AwsError("AccessDenied", `Invalid according to Policy: ${reason}`, 403);
}

function invalid(message: string, ArgumentName: string, ArgumentValue: string): AwsError {
  return new AwsError("InvalidArgument", message, 400, { ArgumentName, ArgumentValue });
}
