import { randomUUID } from "node:crypto";
import { permit } from "../../delivery/permission.ts";
import type { Target } from "../../delivery/target.ts";
import type { KinesisState } from "./state.ts";
import { openStream } from "./streams/names.ts";

/** A stream takes a message as a record, which is in a shard of its own choice unless the sender says a key. */
export const target: Target = {
  deliver: (arn, { body, key }, { call }) =>
    call.kinesis.PutRecord({ StreamARN: arn, Data: Buffer.from(body), PartitionKey: key ?? randomUUID() }),
  async check(StreamARN, { caller, cloud }) {
    const region = StreamARN.split(":")[3] ?? "";
    const put = { service: "kinesis", operation: "PutRecord", input: { StreamARN } } as const;
    openStream({ StreamARN }, await permit<KinesisState>({ ...put, caller, region, cloud }));
  },
};
