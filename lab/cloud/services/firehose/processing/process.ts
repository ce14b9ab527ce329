import type { Output } from "../buffers/buffers.ts";
import { logError } from "../deliveries/error-log.ts";
import { failedOutput, type RecordError } from "../deliveries/error-records.ts";
import type { Means, Outcome, Work } from "../deliveries/work.ts";
import type { Batch, BufferedRecord, DeliveryStream } from "../records.ts";
import { deAggregated } from "./de-aggregation.ts";
import { decompressed } from "./decompression.ts";
import { partitioned } from "./partitioning.ts";
import { stepsOf } from "./processors.ts";
import { InvocationError, type Transformed, transform } from "./transformation.ts";

/** Before the first retry of a function, and at most, in milliseconds. */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;

/** How often a function is tried again. https://docs.aws.amazon.com/firehose/latest/APIReference/API_ProcessorParameter.html */
const USUAL_RETRIES = 3;

/** Does to records what the processors of a stream say, in AWS's order, whatever theirs is. */
export async function processRecords(work: Work, means: Means): Promise<Outcome> {
  const { stream, batch } = work;
  const steps = stepsOf(stream.destination);
  const outputs: Output[] = [];
  const fail = (records: readonly BufferedRecord[], error: Omit<RecordError, "ended">) => {
    const ended = Math.floor(means.cloud.clock.now());
    if (records.length > 0) outputs.push(failedOutput(records, "processing-failed", { ...error, ended }));
  };
  const unpacked = await deAggregated(await decompressed(work.records, steps, fail), steps);
  let transformed: readonly Transformed[] = unpacked.map((record) => ({ record, original: record, keys: {} }));
  const lambda = steps.get("Lambda");
  if (lambda) {
    try {
      transformed = await transform(transformed, lambda, { ...work, fail }, means);
    } catch (error) {
      if (!(error instanceof InvocationError)) throw error;
      await logFailure(error, stream, lambda.get("LambdaArn") ?? "", means);
      const retries = Number(lambda.get("NumberOfRetries") ?? USUAL_RETRIES);
      const attemptsMade = batch.failures + 1;
      if (attemptsMade <= retries && !error.isFinal) return again(batch, means.cloud.clock.now());
      const { code: errorCode, message: errorMessage } = error;
      fail(unpacked, { attemptsMade, errorCode, errorMessage, lambdaArn: lambda.get("LambdaArn") });
      transformed = [];
    }
  }
  outputs.push(...(await partitioned(transformed, stream, steps, means, fail)));
  return { outputs };
}

function again(batch: Batch, now: number): Outcome {
  const wait = Math.min(FIRST_WAIT * 2 ** batch.failures, LONGEST_WAIT);
  return { again: { ...batch, failures: batch.failures + 1, failing: batch.failing ?? now }, at: now + wait };
}

async function logFailure(error: InvocationError, stream: DeliveryStream, processor: string, means: Means) {
  const { destination } = stream;
  const settings = destination.kind === "s3" ? destination.s3 : destination.http;
  const bucket = destination.kind === "s3" ? destination.s3 : destination.http.S3DestinationDescription;
  const url = destination.kind === "http" ? destination.http.EndpointConfiguration?.Url : undefined;
  const failure = {
    destination: url ?? bucket?.BucketARN ?? "",
    errorCode: error.code,
    message: error.message,
    processor,
  };
  const role = settings.RoleARN ?? bucket?.RoleARN;
  await logError(failure, { stream, options: settings.CloudWatchLoggingOptions, role }, means);
}
