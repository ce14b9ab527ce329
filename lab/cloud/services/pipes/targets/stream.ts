import { dynamic } from "../templates/dynamic.ts";
import { type PipeTarget, placesWithError } from "./target.ts";

/** A data stream takes each event as a record. */
export const stream: PipeTarget = {
  most: 500,
  async send({ arn, events, parameters, call }) {
    const { PartitionKey: key = "" } = parameters.KinesisStreamParameters ?? {};
    const { Records } = await call.kinesis.PutRecords({
      StreamARN: arn,
      Records: events.map((event) => ({ Data: Buffer.from(event.text), PartitionKey: dynamic(key, event) })),
    });
    return { failed: placesWithError(Records) };
  },
};
