import type { Target } from "../../delivery/target.ts";
import { noStream } from "./errors.ts";
import { readArn } from "./streams/names.ts";

/** A delivery stream takes a message as a record. */
export const target: Target = {
  deliver: (arn, { body }, { call }) =>
    call.firehose.PutRecord({ DeliveryStreamName: nameIn(arn), Record: { Data: Buffer.from(body) } }),
  check: (arn, { call }) => call.firehose.DescribeDeliveryStream({ DeliveryStreamName: nameIn(arn) }),
};

function nameIn(arn: string): string {
  const named = readArn(arn);
  if (!named) throw noStream({ name: arn, account: "" });
  return named.name;
}
