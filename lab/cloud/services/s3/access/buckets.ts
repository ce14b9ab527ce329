import { AwsError } from "../../../errors.ts";
import { accessDenied, invalidBucketName, noSuchBucket } from "../errors.ts";
import type { Bucket } from "../records.ts";
import type { S3Context, S3State } from "../state.ts";

/** What nearly every input names. */
export interface Addressed {
  readonly Bucket: string;
  readonly Key?: string | undefined;
  /** The account that the caller believes to own the bucket. */
  readonly ExpectedBucketOwner?: string | undefined;
}

type AccessContext = Pick<S3Context, "state" | "region" | "http">;

const LONGEST_NAME = 63;
const LONGEST_KEY = 1024;

/** The bucket, if it exists and lies in the region of the call. Whether the caller may use it was decided before. */
export function openBucket(context: AccessContext, input: Addressed): Bucket {
  const bucket = openBucketAnywhere(context, input);
  if (bucket.region !== context.region) throw elsewhere(bucket, context);
  return bucket;
}

/** As `openBucket`, for the few operations that work from any region. */
export function openBucketAnywhere(
  { state }: Pick<AccessContext, "state">,
  { Bucket: name, Key: key, ExpectedBucketOwner: expected }: Addressed,
): Bucket {
  if (expected !== undefined && !/^\d{12}$/.test(expected)) throw noAccount(expected);
  const bucket = findBucket(state, name);
  if (!bucket) throw isBucketName(name) ? noSuchBucket(name) : invalidBucketName(name);
  if ((expected ?? bucket.account) !== bucket.account) throw accessDenied();
  if (key !== undefined) checkKeyLength(key);
  return bucket;
}

/** The bucket of this name, whoever owns it. */
export function findBucket(state: S3State, name: string): Bucket | undefined {
  return name.length > LONGEST_NAME ? undefined : state.buckets.get(name);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes("..") &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-)/.test(name) &&
    !/(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name)
  );
}

/** Keys, and what is compared with keys, have at most 1,024 bytes of UTF-8. */
export function checkKeyLength(key: string): void {
  const bytes = Buffer.byteLength(key);
  if (bytes <= LONGEST_KEY) return;
  const fields = { Size: String(bytes), MaxSizeAllowed: String(LONGEST_KEY) };
  throw new AwsError("KeyTooLongError", "Your key is too long", 400, fields);
}

const noAccount = (given: string) =>
  new AwsError(
    "InvalidBucketOwnerAWSAccountID",
    `The value of the expected bucket owner parameter must be an AWS Account ID... [${given}]`,
    400,
  );

function elsewhere({ name, region }: Bucket, { http }: AccessContext): AwsError {
  if (http) http.responseHeaders["x-amz-bucket-region"] = region;
  return new AwsError(
    "PermanentRedirect",
    "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
    301,
    { Endpoint: `${name}.s3.${region}.amazonaws.com`, Bucket: name },
  );
}
