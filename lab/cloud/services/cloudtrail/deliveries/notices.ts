import type { Cloud } from "../../../cloud.ts";
import { send } from "../../../delivery/send.ts";
import type { Trail } from "../records.ts";
import { principalOf } from "./principal.ts";

/** Tells a trail's topic of a file. */
export async function notifyTopic(trail: Trail, key: string, cloud: Cloud): Promise<void> {
  const body = JSON.stringify({ s3Bucket: trail.bucket, s3ObjectKey: [key] });
  await send(trail.topic ?? "", { body }, principalOf(trail), cloud);
}
