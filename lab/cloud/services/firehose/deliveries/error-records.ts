import type { Output } from "../buffers/buffers.ts";
import type { BufferedRecord, ErrorType } from "../records.ts";

/** Why a record failed. */
export interface RecordError {
  readonly attemptsMade: number;
  readonly errorCode: string;
  readonly errorMessage: string;
  /** In milliseconds since the epoch. */
  readonly ended: number;
  readonly lambdaArn?: string | undefined;
}

/**
 * Records that failed, as they are written under the error prefix: a line of JSON each.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html
 */
export function failedOutput(records: readonly BufferedRecord[], errorType: ErrorType, error: RecordError): Output {
  return { lane: { kind: "failed", errorType }, records: records.map((record) => failed(record, errorType, error)) };
}

function failed(record: BufferedRecord, errorType: ErrorType, error: RecordError): BufferedRecord {
  const { attemptsMade, errorCode, errorMessage, ended, lambdaArn } = error;
  const { time, kinesis } = record;
  const line = JSON.stringify({
    attemptsMade,
    arrivalTimestamp: time,
    errorCode,
    errorMessage,
    attemptEndingTimestamp: ended,
    rawData: Buffer.from(record.data).toString("base64"),
    ...(lambdaArn !== undefined && { lambdaArn }),
    ...(errorType === "http-endpoint-failed" && { subsequenceNumber: 0 }),
    ...(kinesis && { sequenceNumber: kinesis.sequenceNumber }),
  });
  return { data: Buffer.from(`${line}\n`), time };
}
