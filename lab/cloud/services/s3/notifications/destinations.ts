import { check } from "../../../delivery/send.ts";
import type { Bucket } from "../records.ts";
import type { S3Context } from "../state.ts";
import { principalOf } from "./outbox.ts";

/** Why S3 could not notify a destination; nothing when it could. */
export async function problemOf(arn: string, bucket: Bucket, { cloud }: S3Context): Promise<string | undefined> {
  const [, , service = "", region = ""] = arn.split(":");
  if (region !== bucket.region)
    return "The notification destination service region is not valid for the bucket location constraint";
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
  if (arn.endsWith(".fifo")) return `FIFO ${kindOf(service)}s are not supported as destinations of event notifications`;
  try {
    await check(arn, principalOf(bucket), cloud);
    return undefined;
  } catch (error) {
    if ((error as Error).name === "NotImplemented") return (error as Error).message;
    return service === "lambda" ? `Not authorized to invoke function [${arn}]` : refusal(service);
  }
}

function refusal(service: string): string {
  return `Permissions on the destination ${kindOf(service)} do not allow S3 to publish notifications from this bucket`;
}

function kindOf(service: string): string {
  return service === "sns" ? "topic" : "queue";
}
