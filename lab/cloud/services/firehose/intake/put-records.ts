import { randomBytes } from "node:crypto";
import type { _Record, PutRecordBatchResponseEntry } from "@aws-sdk/client-firehose";
import { AwsError } from "../../../errors.ts";
import { invalid } from "../errors.ts";
import type { BufferedRecord, DeliveryStream } from "../records.ts";
import type { Firehose, FirehoseContext } from "../state.ts";
import { openStream } from "../streams/names.ts";
import { accept } from "./accept.ts";

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
const LARGEST_BATCH = 4 * 2 ** 20;

const SLOW_DOWN = { name: "ServiceUnavailableException", message: "Slow down." };

export const putRecord: Firehose["PutRecord"] = async ({ DeliveryStreamName, Record }, context) =>
  await context.cloud.store.writeSoon(() => {
    const stream = openForPuts(DeliveryStreamName, context);
    const record = recordOf(Record, context);
    if (!isTaken(record, stream, context)) throw new AwsError(SLOW_DOWN.name, SLOW_DOWN.message, 503);
    accept(stream, [record], context.state);
    return { RecordId: recordId(), Encrypted: stream.encryption !== undefined };
  });

export const putRecordBatch: Firehose["PutRecordBatch"] = async ({ DeliveryStreamName, Records = [] }, context) => {
  const size = Records.reduce((sum, { Data }) => sum + (Data?.length ?? 0), 0);
  if (size > LARGEST_BATCH) throw invalid("Records size exceeds 4 MB limit");
  return await context.cloud.store.writeSoon(() => {
    const stream = openForPuts(DeliveryStreamName, context);
    const taken: BufferedRecord[] = [];
    const RequestResponses = Records.map((entry): PutRecordBatchResponseEntry => {
      const record = recordOf(entry, context);
      if (!isTaken(record, stream, context)) return { ErrorCode: SLOW_DOWN.name, ErrorMessage: SLOW_DOWN.message };
      taken.push(record);
      return { RecordId: recordId() };
    });
    accept(stream, taken, context.state);
    const FailedPutCount = Records.length - taken.length;
    return { FailedPutCount, Encrypted: stream.encryption !== undefined, RequestResponses };
  });
};

function openForPuts(name: string | undefined, context: FirehoseContext): DeliveryStream {
  const stream = openStream(name, context);
  if (stream.type !== "DirectPut")
    throw invalid(`This operation is not permitted on ${stream.type} delivery stream type.`);
  return stream;
}

function recordOf(record: _Record | undefined, { cloud }: FirehoseContext): BufferedRecord {
  return { data: Buffer.from(record?.Data ?? []), time: Math.floor(cloud.clock.now()) };
}

/** Clients are limited; what is inside of the lab is not. */
function isTaken({ data }: BufferedRecord, stream: DeliveryStream, { http, state }: FirehoseContext): boolean {
  return !http || state.throughput.takes(stream, data.length);
}

/** As long as AWS's. */
function recordId(): string {
  return randomBytes(168).toString("base64");
}
