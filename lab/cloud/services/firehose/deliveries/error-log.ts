import type { CloudWatchLoggingOptions } from "@aws-sdk/client-firehose";
import type { DeliveryStream } from "../records.ts";
import { arnOf } from "../streams/names.ts";
import type { Means } from "./work.ts";

/** What went wrong with a delivery. */
export interface DeliveryError {
  /** The ARN of the bucket, or the URL of the endpoint. */
  readonly destination: string;
  /** Such as `S3.AccessDenied`. */
  readonly errorCode: string;
  readonly message: string;
  /** The function that was to transform the records. */
  readonly processor?: string;
}

/** Where errors are logged, and as whom. */
export interface ErrorLog {
  readonly stream: DeliveryStream;
  readonly options: CloudWatchLoggingOptions | undefined;
  readonly role: string | undefined;
}

/**
 * Logs an error where the stream says so. The log group and stream must exist. What can't be logged is lost, as on AWS.
 * https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html
 */
export async function logError(error: DeliveryError, log: ErrorLog, { cloud, roles }: Means): Promise<void> {
  const { stream, options, role } = log;
  cloud.log(`The Firehose stream ${stream.name} could not deliver to ${error.destination}: ${error.message}`);
  if (!options?.Enabled || role === undefined) return;
  const message = JSON.stringify({
    deliveryStreamARN: arnOf(stream),
    destination: error.destination,
    deliveryStreamVersionId: stream.version,
    message: error.message,
    errorCode: error.errorCode,
    ...(error.processor !== undefined && { processor: error.processor }),
  });
  try {
    const { logs } = await roles.clients(role, stream);
    await logs.PutLogEvents({
      logGroupName: options.LogGroupName,
      logStreamName: options.LogStreamName,
      logEvents: [{ timestamp: cloud.clock.now(), message }],
    });
  } catch (failure) {
    cloud.log(`The Firehose stream ${stream.name} could not log that: ${(failure as Error).message}`);
  }
}
