import { randomUUID } from "node:crypto";
import type { Target } from "../../delivery/target.ts";

/** A bucket takes a message as an object. */
export const target: Target = {
  deliver: (arn, { body, key = randomUUID() }, { call }) =>
    call.s3.PutObject({ Bucket: arn.slice("arn:aws:s3:::".length), Key: key, Body: body }),
};
