import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Cloud } from "../../../cloud.ts";
import { nextTry } from "../../../delivery/retry-policy.ts";
import type { Batch, Destination } from "../records.ts";
import { arnOf } from "../streams/names.ts";
import { EndpointError, type EndpointRequest, post } from "./endpoint-requests.ts";
import { logError } from "./error-log.ts";
import { failedOutput } from "./error-records.ts";
import { DONE, type Means, type Outcome, type Work } from "./work.ts";

const gzipped = promisify(gzip);

/** https://docs.aws.amazon.com/firehose/latest/dev/httpdeliveryrequestresponse.html */
const WAITS = { retries: Number.POSITIVE_INFINITY, firstWait: 1000, longestWait: 120_000 };
/** A wait is so much shorter or longer than it would be, at most. */
const JITTER = 0.15;

type HttpDestination = Extract<Destination, { readonly kind: "http" }>;

/** Posts the records of a batch to an HTTP endpoint. What it does not take in time goes under the error prefix. */
export async function deliverToEndpoint(work: Work, destination: HttpDestination, means: Means): Promise<Outcome> {
  const { batch, stream, records } = work;
  const { http } = destination;
  const { cloud, signal } = means;
  try {
    await post(await requestOf(work, destination, cloud), signal);
    return DONE;
  } catch (error) {
    if (!(error instanceof EndpointError)) throw error;
    const { code: errorCode, message, isFinal } = error;
    const failure = { destination: http.EndpointConfiguration?.Url ?? "", errorCode, message };
    const role = http.RoleARN ?? http.S3DestinationDescription?.RoleARN;
    await logError(failure, { stream, options: http.CloudWatchLoggingOptions, role }, means);
    // A batch that is too large is not backed up.
    if (isFinal) return DONE;
    const retry = again(batch, http.RetryOptions?.DurationInSeconds ?? 0, cloud);
    if (retry) return retry;
    const made = { attemptsMade: batch.failures + 1, errorCode, errorMessage: message, ended: cloud.clock.now() };
    return { outputs: [failedOutput(records, "http-endpoint-failed", made)] };
  }
}

function again(batch: Batch, seconds: number, cloud: Cloud): Outcome | undefined {
  const now = cloud.clock.now();
  const { failing = now } = batch;
  const failures = batch.failures + 1;
  const at = nextTry({ ...WAITS, maxAge: seconds * 1000 }, { failures, since: failing }, now);
  if (typeof at !== "number") return undefined;
  const jitter = 1 - JITTER + 2 * JITTER * Math.random();
  return { again: { ...batch, failures, failing }, at: now + (at - now) * jitter };
}

async function requestOf({ batch, stream, records }: Work, destination: HttpDestination, cloud: Cloud) {
  const { EndpointConfiguration, RequestConfiguration: { CommonAttributes = [], ContentEncoding } = {} } =
    destination.http;
  // The same for all attempts.
  const id = batch.buffer;
  const timestamp = Math.floor(cloud.clock.now());
  const body = Buffer.from(
    JSON.stringify({
      requestId: id,
      timestamp,
      records: records.map(({ data }) => ({ data: Buffer.from(data).toString("base64") })),
    }),
  );
  const isZipped = ContentEncoding === "GZIP";
  const attributes = Object.fromEntries(
    CommonAttributes.map(({ AttributeName = "", AttributeValue = "" }) => [AttributeName, AttributeValue]),
  );
  const request: EndpointRequest = {
    id,
    url: EndpointConfiguration?.Url ?? "",
    headers: {
      "X-Amz-Firehose-Protocol-Version": "1.0",
      "X-Amz-Firehose-Request-Id": id,
      "X-Amz-Firehose-Source-Arn": arnOf(stream),
      ...(destination.accessKey !== undefined && { "X-Amz-Firehose-Access-Key": destination.accessKey }),
      ...(CommonAttributes.length > 0 && {
        "X-Amz-Firehose-Common-Attributes": ascii(JSON.stringify({ commonAttributes: attributes })),
      }),
      "Content-Type": "application/json",
      ...(isZipped && { "Content-Encoding": "gzip" }),
      "User-Agent": "Amazon Kinesis Data Firehose Agent/1.0",
    },
    body: isZipped ? await gzipped(body) : body,
  };
  return request;
}

/** JSON as a header can carry it. */
function ascii(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
