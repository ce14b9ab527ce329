import { randomUUID } from "node:crypto";
import type { Message } from "../../../delivery/message.ts";
import type { Discarded } from "../../../delivery/polling/job.ts";
import { secondsOf } from "../../../delivery/polling/windows.ts";
import { arnOf, LATEST } from "../functions/names.ts";
import type { MappingRecord } from "../records.ts";
import { type BatchResult, payloadOf } from "./batches.ts";

/**
 * What a destination gets of events that were given up; a bucket gets the events, too.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export function messageOf(discarded: Discarded<BatchResult>, mapping: MappingRecord, now: number): Message {
  const { records, condition, attempts, last, shard, batchInfo } = discarded;
  const timestamp = new Date(now).toISOString();
  const executed = last?.executed;
  const document = {
    requestContext: {
      requestId: last?.requestId ?? randomUUID(),
      functionArn: arnOf({ ...mapping.target, qualifier: mapping.target.qualifier ?? LATEST }),
      condition,
      approximateInvokeCount: attempts,
    },
    ...(executed && {
      responseContext: {
        statusCode: 200,
        executedVersion: executed.version,
        functionError: executed.errorType ? "Unhandled" : null,
      },
    }),
    version: "1.0",
    timestamp,
    [batchInfo]: {
      shardId: shard,
      startSequenceNumber: records[0]?.id,
      endSequenceNumber: records.at(-1)?.id,
      approximateArrivalOfFirstRecord: secondsOf(records[0]?.time ?? now),
      approximateArrivalOfLastRecord: secondsOf(records.at(-1)?.time ?? now),
      batchSize: records.length,
      streamArn: mapping.source,
    },
  };
  const isBucket = mapping.onFailure?.split(":")[2] === "s3";
  const payload = isBucket ? { payload: payloadOf(records).toString() } : {};
  return { body: JSON.stringify({ ...document, ...payload }), key: keyOf(mapping, shard, timestamp) };
}

/** Such as `aws/lambda/UUID/SHARD/2026/11/30/2026-11-30T06.00.00-UUID`. */
function keyOf({ uuid }: MappingRecord, shard: string, timestamp: string): string {
  const [day = "", time = ""] = timestamp.split("T");
  const name = `${day}T${time.slice(0, 8).replaceAll(":", ".")}-${randomUUID()}`;
  return `aws/lambda/${uuid}/${shard}/${day.replaceAll("-", "/")}/${name}`;
}
