import { nextTry, type RetryPolicy } from "../../../delivery/retry-policy.ts";
import { compressed } from "../objects/compression.ts";
import { objectName } from "../objects/object-name.ts";
import type { Batch, DeliveryStream, S3Settings } from "../records.ts";
import { logError } from "./error-log.ts";
import { DONE, type Means, type Outcome, type Work } from "./work.ts";

/** How long records are kept that can't be delivered. https://docs.aws.amazon.com/firehose/latest/dev/retry.html */
const RETRY_POLICY: RetryPolicy = {
  retries: Number.POSITIVE_INFINITY,
  maxAge: 24 * 3_600_000,
  firstWait: 1000,
  longestWait: 120_000,
};

/** AWS's words for what S3 answers. https://docs.aws.amazon.com/firehose/latest/dev/monitoring-s3-errors.html */
const MESSAGES: ReadonlyMap<string, string> = new Map([
  [
    "AccessDenied",
    "Access was denied. Ensure that the trust policy for the provided IAM role allows Firehose to assume the role, and the access policy allows access to the S3 bucket.",
  ],
  ["NoSuchBucket", "The specified bucket does not exist. Create the bucket or use a different bucket that does exist."],
]);

/** Writes the records of a batch as an object of the bucket that its lane leads to. */
export async function deliverToBucket(work: Work, means: Means): Promise<Outcome> {
  const { batch, stream } = work;
  const settings = settingsOf(stream, batch);
  // The backup was configured when the record came, and is no more.
  if (!settings) return DONE;
  try {
    await write(work, settings, means);
    return DONE;
  } catch (thrown) {
    const error = thrown as Error;
    const errorCode = `S3.${error.name}`;
    const message = MESSAGES.get(error.name) ?? error.message;
    const destination = settings.BucketARN ?? "";
    const failure = { destination, errorCode, message };
    await logError(failure, { stream, options: settings.CloudWatchLoggingOptions, role: settings.RoleARN }, means);
    return again(batch, stream, message, means);
  }
}

async function write({ batch, stream, records }: Work, settings: S3Settings, { roles }: Means): Promise<void> {
  const { RoleARN = "", BucketARN = "", CompressionFormat, EncryptionConfiguration } = settings;
  const { s3 } = await roles.clients(RoleARN, stream);
  const data = Buffer.concat(records.map((record) => record.data));
  const key = EncryptionConfiguration?.KMSEncryptionConfig?.AWSKMSKeyARN;
  await s3.PutObject({
    Bucket: BucketARN.split(":").at(-1),
    Key: objectName(settings, batch.lane, records, stream),
    Body: await compressed(data, CompressionFormat),
    ContentType: "application/octet-stream",
    ...(key !== undefined && { ServerSideEncryption: "aws:kms", SSEKMSKeyId: key }),
  });
}

function settingsOf({ destination }: DeliveryStream, { lane }: Batch): S3Settings | undefined {
  if (destination.kind === "http") return destination.http.S3DestinationDescription;
  return lane.kind === "backup" ? destination.s3.S3BackupDescription : destination.s3;
}

function again(batch: Batch, stream: DeliveryStream, message: string, { cloud }: Means): Outcome {
  const now = cloud.clock.now();
  const { failing = now } = batch;
  const failures = batch.failures + 1;
  // What comes from a data stream is tried for as long as that takes.
  const policy = stream.source ? { ...RETRY_POLICY, maxAge: Number.POSITIVE_INFINITY } : RETRY_POLICY;
  const at = nextTry(policy, { failures, since: failing }, now);
  if (typeof at === "number") return { again: { ...batch, failures, failing }, at };
  cloud.log(
    `Records of the Firehose stream ${stream.name} are lost: they could not be delivered for 24 hours (${message})`,
  );
  return DONE;
}
