import { randomUUID } from "node:crypto";
import { firstNumberAt } from "../../../streams/sequence-number.ts";
import type { Means, Work } from "../deliveries/work.ts";
import type { BufferedRecord, DeliveryStream } from "../records.ts";
import { arnOf } from "../streams/names.ts";
import type { Fail } from "./decompression.ts";

/** A record on its way through the processors. */
export interface Transformed {
  readonly record: BufferedRecord;
  /** As it was before a function had it. */
  readonly original: BufferedRecord;
  /** The partition keys that a function gave it. */
  readonly keys: Readonly<Record<string, string>>;
}

/** A function could not be invoked, or its answer can't be read. */
export class InvocationError extends Error {
  /** Such as `Lambda.FunctionError`. */
  readonly code: string;
  /** Trying again is no use. */
  readonly isFinal: boolean;

  constructor(code: string, message: string, isFinal = false) {
    super(message);
    this.code = `Lambda.${code}`;
    this.isFinal = isFinal;
  }
}

/** Lambda's errors in Firehose's words. https://docs.aws.amazon.com/firehose/latest/dev/monitoring-lambda-errors.html */
const ERRORS: ReadonlyMap<string, readonly [code: string, message: string]> = new Map([
  [
    "AccessDeniedException",
    ["InvokeAccessDenied", "Access was denied. Ensure that the access policy allows access to the Lambda function."],
  ],
  [
    "ResourceNotFoundException",
    ["ResourceNotFound", "The specified Lambda function does not exist. Use a different function that does exist."],
  ],
  [
    "TooManyRequestsException",
    [
      "InvokeLimitExceeded",
      "The Lambda concurrent execution limit is exceeded. Increase the concurrent execution limit.",
    ],
  ],
]);

const ASSUME_DENIED =
  "Access was denied. Ensure that the trust policy for the provided IAM role allows Firehose to assume the role.";
const FUNCTION_ERROR = "The Lambda function was successfully invoked but it returned an error result.";
const UNREADABLE =
  "There was an error parsing returned records from the Lambda function. Ensure that the returned records follow the status model required by Firehose.";
const MISSING =
  "One or more record IDs were not returned. Ensure that the Lambda function returns all received record IDs.";
const DUPLICATED =
  "Multiple records were returned with the same record ID. Ensure that the Lambda function returns unique record IDs for each record.";

/** Sequence numbers have so many digits, and what tells the records of a batch apart. */
const DIGITS = 56;

/** Has a function transform records. Rejects with an InvocationError when it gives no answer that can be read. */
export async function transform(
  all: readonly Transformed[],
  parameters: ReadonlyMap<string, string>,
  { stream, batch, fail }: Work & { readonly fail: Fail },
  means: Means,
): Promise<Transformed[]> {
  const lambdaArn = parameters.get("LambdaArn") ?? "";
  const ids = all.map(({ record }, index) => recordId(record, index));
  const event = eventOf(all, ids, stream);
  const answers = answersIn(await invoke(lambdaArn, parameters.get("RoleArn"), event, stream, means));
  const attemptsMade = batch.failures + 1;
  return all.flatMap((one, index) => {
    const outcome = outcomeOf(answers.get(ids[index] ?? "") ?? []);
    if ("code" in outcome) {
      const { code, message } = outcome;
      fail([one.original], { attemptsMade, errorCode: `Lambda.${code}`, errorMessage: message, lambdaArn });
      return [];
    }
    return outcome.data === undefined
      ? []
      : [{ ...one, record: { ...one.record, data: outcome.data }, keys: outcome.keys }];
  });
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-kinesisfirehose.html */
function eventOf(all: readonly Transformed[], ids: readonly string[], stream: DeliveryStream): string {
  return JSON.stringify({
    invocationId: randomUUID(),
    deliveryStreamArn: arnOf(stream),
    ...(stream.source && { sourceKinesisStreamArn: stream.source.stream }),
    region: stream.region,
    records: all.map(({ record: { data, time, kinesis } }, index) => ({
      recordId: ids[index],
      approximateArrivalTimestamp: time,
      data: Buffer.from(data).toString("base64"),
      ...(kinesis && {
        kinesisRecordMetadata: {
          sequenceNumber: kinesis.sequenceNumber,
          subsequenceNumber: 0,
          partitionKey: kinesis.partitionKey,
          shardId: kinesis.shardId,
          approximateArrivalTimestamp: time,
        },
      }),
    })),
  });
}

function recordId({ time, kinesis }: BufferedRecord, index: number): string {
  return (kinesis?.sequenceNumber ?? firstNumberAt(time, DIGITS)) + String(index).padStart(6, "0");
}

async function invoke(
  FunctionName: string,
  role: string | undefined,
  event: string,
  stream: DeliveryStream,
  { roles }: Means,
): Promise<unknown> {
  const clients = await roles.clients(role ?? roleOf(stream), stream).catch(() => {
    throw new InvocationError("AssumeRoleAccessDenied", ASSUME_DENIED);
  });
  const answer = await clients.lambda.Invoke({ FunctionName, Payload: Buffer.from(event) }).catch((error: Error) => {
    const [code, message] = ERRORS.get(error.name) ?? [error.name, error.message];
    throw new InvocationError(code, message);
  });
  if (answer.FunctionError !== undefined) throw new InvocationError("FunctionError", FUNCTION_ERROR);
  try {
    return JSON.parse(Buffer.from(answer.Payload ?? []).toString("utf8"));
  } catch {
    throw new InvocationError("JsonProcessingException", UNREADABLE, true);
  }
}

function roleOf({ destination }: DeliveryStream): string {
  if (destination.kind === "s3") return destination.s3.RoleARN ?? "";
  return destination.http.RoleARN ?? destination.http.S3DestinationDescription?.RoleARN ?? "";
}

type Answer = Readonly<Record<string, unknown>>;

/** The records of an answer, by their ids. */
function answersIn(payload: unknown): ReadonlyMap<string, readonly Answer[]> {
  const records = (payload as { readonly records?: unknown } | null)?.records;
  if (!Array.isArray(records)) throw new InvocationError("JsonProcessingException", UNREADABLE, true);
  const byId = new Map<string, Answer[]>();
  for (const record of records as (Answer | null)[]) {
    if (typeof record?.recordId !== "string") throw new InvocationError("MissingRecordId", MISSING, true);
    byId.set(record.recordId, [...(byId.get(record.recordId) ?? []), record]);
  }
  return byId;
}

type RecordOutcome =
  | { readonly code: string; readonly message: string }
  /** Without data it is dropped. */
  | { readonly data?: Buffer; readonly keys: Readonly<Record<string, string>> };

/** https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-status-model.html */
function outcomeOf([answer, ...others]: readonly Answer[]): RecordOutcome {
  if (!answer) return { code: "MissingRecordId", message: MISSING };
  if (others.length > 0) return { code: "DuplicatedRecordId", message: DUPLICATED };
  const { result, data } = answer;
  if (result === "ProcessingFailed")
    return { code: "ProcessingFailedStatus", message: "ProcessingFailed status set for record" };
  if (result === "Dropped") return { keys: {} };
  if (result !== "Ok" || typeof data !== "string" || !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(data))
    return { code: "JsonProcessingException", message: UNREADABLE };
  return { data: Buffer.from(data, "base64"), keys: keysIn(answer) };
}

function keysIn({ metadata }: Answer): Record<string, string> {
  const keys = (metadata as { readonly partitionKeys?: unknown } | null | undefined)?.partitionKeys;
  if (typeof keys !== "object" || keys === null) return {};
  const texts = Object.entries(keys).filter(([, value]) => value !== null && typeof value !== "object");
  return Object.fromEntries(texts.map(([key, value]) => [key, String(value)]));
}
