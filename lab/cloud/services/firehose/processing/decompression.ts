import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { ProcessorType } from "@aws-sdk/client-firehose";
import type { RecordError } from "../deliveries/error-records.ts";
import type { BufferedRecord } from "../records.ts";

const gunzipped = promisify(gunzip);

/** How large a record may become, in bytes. */
const LARGEST = 16 * 2 ** 20;

export type Fail = (records: readonly BufferedRecord[], error: Omit<RecordError, "ended">) => void;
export type Steps = ReadonlyMap<ProcessorType, ReadonlyMap<string, string>>;

/**
 * Decompresses what CloudWatch Logs sends, and takes the messages out of it when that is asked for.
 * https://docs.aws.amazon.com/firehose/latest/dev/writing-with-cloudwatch-logs-decompression.html
 */
export async function decompressed(
  records: readonly BufferedRecord[],
  steps: Steps,
  fail: Fail,
): Promise<readonly BufferedRecord[]> {
  if (!steps.has("Decompression")) return records;
  const takesMessages = steps.get("CloudWatchLogProcessing")?.get("DataMessageExtraction") === "true";
  const done: BufferedRecord[] = [];
  for (const record of records) {
    try {
      const data = await gunzipped(record.data, { maxOutputLength: LARGEST });
      done.push({ ...record, data: takesMessages ? messagesIn(data) : data });
    } catch (error) {
      const { message } = error as Error;
      const errorMessage = `The record could not be decompressed: ${message}`;
      fail([record], { attemptsMade: 1, errorCode: "Decompression.Failed", errorMessage });
    }
  }
  return done;
}

/** The messages of log events, a line each. */
function messagesIn(data: Buffer): Buffer {
  const { logEvents = [] } = JSON.parse(data.toString("utf8")) as { logEvents?: { message?: unknown }[] };
  return Buffer.from(logEvents.map(({ message }) => `${message}\n`).join(""));
}
