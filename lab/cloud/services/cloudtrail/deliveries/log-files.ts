import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Call } from "../../../audit/call.ts";
import { serviceIn } from "../../../auth/caller.ts";
import type { Cloud } from "../../../cloud.ts";
import { randomId } from "../../../service/ids.ts";
import { eventOf } from "../events/event.ts";
import type { Trail } from "../records.ts";
import { arnOf } from "../trails/names.ts";
import { SERVICE } from "./principal.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/**
 * Writes a file of events into a trail's bucket. @returns its key
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
 */
export async function writeFile(trail: Trail, region: string, calls: readonly Call[], cloud: Cloud): Promise<string> {
  const { account, bucket: Bucket } = trail;
  const Key = keyOf(trail, region, cloud.clock.now());
  const Body = await promisify(gzip)(JSON.stringify({ Records: calls.map((call) => eventOf(call, cloud)) }));
  const { s3 } = cloud.clients(serviceIn(account, SERVICE, arnOf(trail)), trail.region);
  await s3.PutObject({
    Bucket,
    Key,
    Body,
    ACL: "bucket-owner-full-control",
    ContentType: "application/json",
    ContentEncoding: "gzip",
  });
  return Key;
}

function keyOf({ account, prefix }: Trail, region: string, now: number): string {
  const [day = "", time = ""] = new Date(now).toISOString().split("T");
  const minute = `${day.replaceAll("-", "")}T${time.slice(0, 5).replace(":", "")}Z`;
  const folder = `AWSLogs/${account}/CloudTrail/${region}/${day.replaceAll("-", "/")}`;
  const file = `${account}_CloudTrail_${region}_${minute}_${randomId(16, LETTERS)}.json.gz`;
  return `${prefix === undefined ? "" : `${prefix}/`}${folder}/${file}`;
}
