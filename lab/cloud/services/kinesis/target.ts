import { randomUUID } from "node:crypto";
import type { Target } from "../../delivery/target.ts";

/** A stream takes a message as a record, which is in a shard of its own choice unless the sender says a key. */
export const target: Target = {
  deliver: (arn, { body, key }, { call }) =>
    call.kinesis.PutRecord({ StreamARN: arn, Data: Buffer.from(body), PartitionKey: key ?? randomUUID() }),
  check: (arn, { call }) => call.kinesis.DescribeStreamSummary({ StreamARN: arn }),
};
