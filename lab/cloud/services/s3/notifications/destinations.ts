import { serviceIn } from "../../../auth/caller.ts";
import { isHere } from "../../../destination.ts";
import type { Bucket, S3Context } from "../state.ts";

/** Why S3 could not notify a destination; nothing when it could. */
export async function problemOf(arn: string, bucket: Bucket, { cloud }: S3Context): Promise<string | undefined> {
  const [, , service = "", region = ""] = arn.split(":");
  const { account } = bucket;
  if (region !== bucket.region)
    return "The notification destination service region is not valid for the bucket location constraint";
  if (service !== "lambda") return isHere(service) ? undefined : `Skylab does not have the service ${service} yet`;
  const s3 = serviceIn(account, "s3.amazonaws.com", `arn:aws:s3:::${bucket.name}`);
  try {
    await cloud.clients(s3, region).lambda.Invoke({ FunctionName: arn, InvocationType: "DryRun" });
    return undefined;
  } catch {
    return `Not authorized to invoke function [${arn}]`;
  }
}
