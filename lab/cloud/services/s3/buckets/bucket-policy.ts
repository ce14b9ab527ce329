import type { Policy } from "../../../auth/policy/document.ts";
import { documentOf } from "../../../auth/policy/parsed.ts";
import { AwsError } from "../../../errors.ts";
import { openBucket } from "../access/buckets.ts";
import { isPublic } from "../access/public.ts";
import { accessDenied } from "../errors.ts";
import type { Bucket } from "../records.ts";
import type { S3, S3Context } from "../state.ts";
import { configuration, notConfigured, withoutContent } from "./configuration.ts";
import { publicAccessBlockOf } from "./settings.ts";

const policy = configuration<{ document: string }>(
  "Policy",
  notConfigured("NoSuchBucketPolicy", "The bucket policy does not exist"),
);

export const putBucketPolicy: S3["PutBucketPolicy"] = (input, context) => {
  checkPolicy(input.Policy, input.Bucket);
  const bucket = openBucket(context, input);
  if (publicAccessBlockOf(bucket).BlockPublicPolicy && isPublic(JSON.parse(input.Policy))) {
    const { arn } = context.caller;
    const what = `s3:PutBucketPolicy on resource: "arn:aws:s3:::${bucket.name}"`;
    const why = "because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access";
    throw accessDenied(`User: ${arn} is not authorized to perform: ${what} ${why}`);
  }
  return withoutContent(policy.put(context, input, { document: input.Policy }), context);
};

export const getBucketPolicy: S3["GetBucketPolicy"] = (input, context) => ({
  Policy: policy.get(context, input).document,
});

export const deleteBucketPolicy: S3["DeleteBucketPolicy"] = (input, context) => policy.delete(context, input);

export const getBucketPolicyStatus: S3["GetBucketPolicyStatus"] = (input, context) => ({
  PolicyStatus: { IsPublic: isPublic(JSON.parse(policy.get(context, input).document)) },
});

/** The policy of a bucket, read. */
export function policyOf(bucket: Bucket): Policy | undefined {
  const text = policy.of(bucket)?.document;
  return text === undefined
    ? undefined
    : { name: `the policy of the bucket ${bucket.name}`, document: documentOf(text) };
}

/** The policy of a bucket as it counts for those of other accounts: not at all where it is public, and that is restricted. */
export function publicAccess(bucket: Bucket, { caller }: Pick<S3Context, "caller">): Policy | undefined {
  const found = policyOf(bucket);
  const isRestricted = publicAccessBlockOf(bucket).RestrictPublicBuckets && caller.kind !== "service";
  return found && isRestricted && isPublic(found.document) ? undefined : found;
}

const LARGEST = 20 * 1024;

interface Statement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
}

/** Refuses what is no policy of this bucket. https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html */
function checkPolicy(document: string, bucket: string): void {
  const parsed = parse(document);
  if (!isObject(parsed)) throw malformed("Policies must be valid JSON and the first byte must be '{'");
  if (Buffer.byteLength(document) > LARGEST)
    throw malformed(`Policies must not exceed the maximum allowed size of ${LARGEST} bytes`);
  const { Version, Statement: statements } = parsed as { Version?: unknown; Statement?: unknown };
  if (Version !== undefined && Version !== "2012-10-17" && Version !== "2008-10-17")
    throw malformed("The policy must contain a valid version string");
  if (statements === undefined) throw malformed("Missing required field Statement");
  for (const statement of list(statements)) checkStatement(statement, bucket);
}

function checkStatement(statement: unknown, bucket: string): void {
  if (!isObject(statement)) throw malformed("Statement is invalid");
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource } = statement as Statement;
  if (Effect !== "Allow" && Effect !== "Deny")
    throw malformed(Effect === undefined ? "Missing required field Effect" : `Invalid effect: ${String(Effect)}`);
  if ((Principal ?? NotPrincipal) === undefined) throw malformed("Missing required field Principal");
  if ((Action ?? NotAction) === undefined) throw malformed("Missing required field Action");
  const resources = list(Resource ?? NotResource);
  if (resources.length === 0) throw malformed("Missing required field Resource");
  if (list(Action ?? NotAction).some((action) => !/^(\*|s3:.+)$/i.test(String(action))))
    throw malformed("Policy has invalid action");
  if (!resources.every((resource) => isOf(bucket, String(resource)))) throw malformed("Policy has invalid resource");
}

/** Whether a resource may be the bucket, or something in it. Wildcards in the bucket's name are taken for what they could be. */
function isOf(bucket: string, resource: string): boolean {
  const name = /^arn:aws:s3:::([^/]*)/.exec(resource)?.[1] ?? (resource === "*" ? "*" : "");
  const wildcard = name.search(/[*?]/);
  return wildcard < 0 ? name === bucket : bucket.startsWith(name.slice(0, wildcard));
}

function list(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    return undefined;
  }
}

function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicy", message);
}
