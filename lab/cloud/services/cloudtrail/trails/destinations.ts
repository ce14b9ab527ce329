import { serviceIn } from "../../../auth/caller.ts";
import { check } from "../../../delivery/send.ts";
import { AwsError } from "../../../errors.ts";
import { logStreamOf, principalOf, SERVICE } from "../deliveries/principal.ts";
import type { Trail } from "../records.ts";
import type { CloudTrailContext } from "../state.ts";
import { arnOf } from "./names.ts";

/** Looks whether CloudTrail may write where a trail says. Throws CloudTrail's errors. */
export async function checkDestinations(trail: Trail, context: CloudTrailContext): Promise<void> {
  await checkBucket(trail, context);
  if (trail.topic !== undefined)
    await check(trail.topic, principalOf(trail), context.cloud).catch(() => {
      const message = "SNS Topic does not exist or the topic policy is incorrect!";
      throw new AwsError("InsufficientSnsTopicPolicyException", message);
    });
  if (trail.logs) await checkLogs(trail, trail.logs, context);
}

/** CloudTrail reads the bucket's access control list, and makes an empty object where its files will be. */
async function checkBucket(trail: Trail, { cloud, region }: CloudTrailContext): Promise<void> {
  const { bucket: Bucket, account, prefix } = trail;
  const { s3 } = cloud.clients(serviceIn(account, SERVICE, arnOf(trail)), region);
  const Key = `${prefix === undefined ? "" : `${prefix}/`}AWSLogs/${account}/CloudTrail/`;
  try {
    await s3.GetBucketAcl({ Bucket });
    await s3.PutObject({ Bucket, Key, Body: "", ACL: "bucket-owner-full-control" });
  } catch (error) {
    if ((error as Error).name === "NoSuchBucket")
      throw new AwsError("S3BucketDoesNotExistException", `S3 bucket ${Bucket} does not exist!`);
    const message = `Incorrect S3 bucket policy is detected for bucket: ${Bucket}`;
    throw new AwsError("InsufficientS3BucketPolicyException", message);
  }
}

async function checkLogs(
  trail: Trail,
  { group, role }: NonNullable<Trail["logs"]>,
  { cloud }: CloudTrailContext,
): Promise<void> {
  const { account, region } = trail;
  const assumed = await cloud
    .assume(role, serviceIn(account, SERVICE, arnOf(trail)), "CloudTrail", region)
    .catch(() => {
      const message = "Access denied. Check the trust relationships for your role.";
      throw new AwsError("InvalidCloudWatchLogsRoleArnException", message);
    });
  const target = { logGroupName: group, logStreamName: logStreamOf(trail, region) };
  await cloud
    .clients(assumed.caller, region)
    .logs.CreateLogStream(target)
    .catch((error: Error) => {
      if (error.name === "ResourceAlreadyExistsException") return;
      const message =
        error.name === "ResourceNotFoundException"
          ? "CloudTrail cannot validate the specified log group ARN."
          : "Access denied. Check the permissions for your role.";
      throw new AwsError("InvalidCloudWatchLogsLogGroupArnException", message);
    });
}
