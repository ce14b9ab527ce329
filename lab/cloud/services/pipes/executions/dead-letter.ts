import type { Message } from "../../../delivery/message.ts";
import type { Discarded } from "../../../delivery/polling/job.ts";
import { arnOf } from "../pipes/names.ts";
import type { PipeRecord } from "../records.ts";
import type { Executed } from "./outcome.ts";

/**
 * What a dead-letter queue gets of events of a stream that were given up: which they were, not what was in them.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-error-troubleshooting.html
 */
export function deadLetterOf(discarded: Discarded<Executed>, pipe: PipeRecord, now: number): Message {
  const { records, condition, shard, batchInfo } = discarded;
  const timeOf = (record: (typeof records)[number] | undefined) => new Date(record?.time ?? now).toISOString();
  const document = {
    context: { partnerResourceArn: arnOf(pipe), condition },
    version: "1.0",
    timestamp: new Date(now).toISOString(),
    [batchInfo]: {
      shardId: shard,
      startSequenceNumber: records[0]?.id,
      endSequenceNumber: records.at(-1)?.id,
      approximateArrivalOfFirstRecord: timeOf(records[0]),
      approximateArrivalOfLastRecord: timeOf(records.at(-1)),
      batchSize: records.length,
      streamArn: pipe.source,
    },
  };
  return { body: JSON.stringify(document) };
}
