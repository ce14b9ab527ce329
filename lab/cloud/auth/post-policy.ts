import { AwsError } from "../errors.ts";
import { anonymous, type Caller } from "./caller.ts";
import type { Credentials } from "./credentials.ts";
import { refused } from "./refusals.ts";
import { signatureV2 } from "./sigv2.ts";
import { hmac, sameSignature, signingKey } from "./sigv4.ts";

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

/** Fields that sign a policy. */
const SIGNATURES = ["x-amz-credential", "x-amz-signature", "awsaccesskeyid", "signature"];

/** Fields that a policy need not mention. */
const UNCONDITIONED = new Set(["policy", "x-amz-signature", "awsaccesskeyid", "signature", "file"]);

/**
 * Verifies the policy of a presigned POST: its signature, its expiration and each of its conditions. A form without a policy
 * is anonymous.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 * @param bucket the bucket that the form was sent to, which a condition may name though no field does
 */
export function verifyPostPolicy(
  fields: FormFields,
  bucket: string,
  credentials: Credentials,
  now: number,
): PolicyVerdict {
  const policy = fields.get("policy");
  if (policy === undefined && !SIGNATURES.some((name) => fields.has(name)))
    return { caller: anonymous, region: undefined, range: undefined };
  const { caller, region } = verifySignature(fields, policy, credentials, now);
  const { expiration, conditions } = parsePolicy(policy as string);
  if (!(Date.parse(expiration) > now)) throw denied("Policy expired.");
  const values = new Map([...fields, ["bucket", bucket]]);
  const covered = new Set(["bucket"]);
  let range: [number, number] | undefined;
  for (const condition of conditions.flatMap(normalized)) {
    if (condition[0] === "content-length-range") range = rangeOf(condition);
    else covered.add(check(condition, values));
  }
  for (const name of fields.keys()) {
    if (!covered.has(name) && !UNCONDITIONED.has(name) && !name.startsWith("x-ignore-"))
      throw denied(`Extra input fields: ${name}`);
  }
  return { caller, region, range };
}

/** The access key that a form's policy is signed by; empty when it is not. */
export function accessKeyOf(fields: FormFields): string {
  return fields.get("x-amz-credential")?.split("/")[0] ?? fields.get("awsaccesskeyid") ?? "";
}

type Condition = readonly [operator: string, name: string, value: string];

/** By Signature Version 4, or 2: https://docs.aws.amazon.com/AmazonS3/latest/userguide/HTTPPOSTForms.html */
function verifySignature(
  fields: FormFields,
  policy: string | undefined,
  credentials: Credentials,
  now: number,
): { caller: Caller; region: string | undefined } {
  const scope = fields.get("x-amz-credential");
  const [accessKeyId = "", day = "", region = "", service = ""] = scope?.split("/") ?? [fields.get("awsaccesskeyid")];
  const signature = fields.get(scope === undefined ? "signature" : "x-amz-signature");
  if (policy === undefined || accessKeyId === "" || signature === undefined)
    throw new AwsError("AccessDenied", "Access Denied", 403);
  const identity = credentials.find(accessKeyId, fields.get("x-amz-security-token"));
  if (typeof identity === "string") throw refused(identity, accessKeyId, "restXml");
  const expected =
    scope === undefined
      ? signatureV2(identity.secret, policy)
      : hmac(signingKey(identity.secret, day, region, service), policy).toString("hex");
  if (!sameSignature(expected, signature)) {
    const message =
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.";
    throw new AwsError("SignatureDoesNotMatch", message, 403, {
      AWSAccessKeyId: accessKeyId,
      StringToSign: policy,
      SignatureProvided: signature,
    });
  }
  credentials.lastUsed.noteKey(accessKeyId, "s3", region || "us-east-1", now);
  return { caller: identity.caller, region: region || undefined };
}

function parsePolicy(policy: string): { expiration: string; conditions: unknown[] } {
  let parsed: { expiration?: unknown; conditions?: unknown };
  try {
    parsed = JSON.parse(Buffer.from(policy, "base64").toString("utf8"));
  } catch {
    throw new AwsError("InvalidPolicyDocument", "Invalid Policy: Invalid JSON.");
  }
  const { expiration, conditions } = parsed;
  if (typeof expiration !== "string")
    throw new AwsError("InvalidPolicyDocument", "Invalid Policy: Policy is missing expiration.");
  if (!Array.isArray(conditions))
    throw new AwsError("InvalidPolicyDocument", "Invalid Policy: Policy is missing conditions.");
  return { expiration, conditions };
}

/** `{"acl": "private"}` means the same as `["eq", "$acl", "private"]`. */
function normalized(condition: unknown): Condition[] {
  if (Array.isArray(condition) && condition.length === 3)
    return [[String(condition[0]).toLowerCase(), String(condition[1]), String(condition[2])]];
  if (typeof condition === "object" && condition !== null && !Array.isArray(condition)) {
    return Object.entries(condition).map(([name, value]) => ["eq", `$${name}`, String(value)]);
  }
  throw new AwsError("InvalidPolicyDocument", "Invalid Policy: Invalid Condition.");
}

/** The least and the most bytes that a form may bring. */
function rangeOf([, least, most]: Condition): [number, number] {
  if (/^\d+$/.test(least) && /^\d+$/.test(most) && Number(least) <= Number(most)) return [Number(least), Number(most)];
  throw new AwsError("InvalidPolicyDocument", "Invalid Policy: Invalid content-length-range.");
}

/** Checks a condition on a field, and answers the field's name. */
function check([operator, variable, wanted]: Condition, values: FormFields): string {
  const name = variable.replace(/^\$/, "").toLowerCase();
  const value = values.get(name) ?? "";
  const holds =
    operator === "eq"
      ? value === wanted
      : operator === "starts-with"
        ? value.split(",").every((one) => one.trim().startsWith(wanted))
        : false;
  if (!holds) throw denied(`Policy Condition failed: ["${operator}", "${variable}", "${wanted}"]`);
  return name;
}

function denied(reason: string): AwsError {
  return new AwsError("AccessDenied", `Invalid according to Policy: ${reason}`, 403);
}
