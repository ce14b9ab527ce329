import { serviceIn } from "../../../auth/caller.ts";
import { arnOf } from "../pipes/names.ts";
import type { PipeRecord } from "../records.ts";
import type { PipesState } from "../state.ts";
import { CustomerError } from "./outcome.ts";

type Level = "ERROR" | "INFO" | "TRACE";

/** What a record of a pipe's log tells, besides its execution and step. */
interface Data {
  readonly payload?: unknown;
  readonly awsRequest?: unknown;
  readonly awsResponse?: unknown;
}

/** The levels that are written, by what the pipe asks for. */
const WRITTEN: Readonly<Record<string, readonly Level[]>> = {
  OFF: [],
  ERROR: ["ERROR"],
  INFO: ["ERROR", "INFO"],
  TRACE: ["ERROR", "INFO", "TRACE"],
};

/** The service that writes logs to where a pipe says. */
const WRITER = "delivery.logs.amazonaws.com";

/** The longest that a member with execution data may be, in characters. */
const LONGEST = 65_536;

const RETRY_POLICY = { retries: 2, firstWait: 1000, longestWait: 1000 };

/** The log of one execution. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-logs-schema.html */
export class ExecutionLog {
  readonly #id: string;
  readonly #pipe: PipeRecord;
  readonly #state: PipesState;
  readonly #written: readonly Level[];
  readonly #lines: string[] = [];

  constructor(id: string, pipe: PipeRecord, state: PipesState) {
    this.#id = id;
    this.#pipe = pipe;
    this.#state = state;
    this.#written = WRITTEN[pipe.logging?.Level ?? "OFF"] ?? [];
  }

  info(messageType: string, data: Data = {}): void {
    this.#add("INFO", messageType, data);
  }

  trace(messageType: string, data: Data = {}): void {
    this.#add("TRACE", messageType, data);
  }

  error(messageType: string, error: Error, data: Data = {}): void {
    this.#add("ERROR", messageType, data, error);
  }

  /** Sends what destinations get that take an execution as a whole. */
  end(): void {
    const { S3LogDestination: bucket, FirehoseLogDestination: firehose } = this.#pipe.logging ?? {};
    if (this.#lines.length === 0) return;
    const body = `${this.#lines.join("\n")}\n`;
    if (bucket?.BucketName) this.#post(`arn:aws:s3:::${bucket.BucketName}`, body, this.#keyIn(bucket.Prefix));
    if (firehose?.DeliveryStreamArn) this.#post(firehose.DeliveryStreamArn, body);
  }

  #add(logLevel: Level, messageType: string, data: Data, error?: Error): void {
    if (!this.#written.includes(logLevel)) return;
    const { logging } = this.#pipe;
    const hasData = logging?.IncludeExecutionData?.includes("ALL");
    const line = JSON.stringify({
      resourceArn: arnOf(this.#pipe),
      timestamp: this.#state.cloud.clock.now(),
      executionId: this.#id,
      messageType,
      logLevel,
      ...(hasData && shortened(data)),
      ...(error && { error: told(error) }),
    });
    this.#lines.push(line);
    const group = logging?.CloudwatchLogsLogDestination?.LogGroupArn;
    if (group !== undefined) this.#write(group, line);
  }

  #write(group: string, line: string): void {
    const { account, name, region } = this.#pipe;
    const [, , , of = region, , , groupName = ""] = group.split(":");
    const caller = async () => serviceIn(account, WRITER, arnOf(this.#pipe));
    this.#state.logs.write({ region: of, group: groupName, stream: name, caller }, line);
  }

  #post(to: string, body: string, key?: string): void {
    const { account, region, id } = this.#pipe;
    const as = { service: WRITER, account, source: arnOf(this.#pipe) };
    const delivery = { to, message: { body, ...(key !== undefined && { key }) }, as, retryPolicy: RETRY_POLICY };
    this.#state.outbox.post([account, region, id, "logs"], delivery);
  }

  #keyIn(prefix = ""): string {
    const { account, region, name } = this.#pipe;
    const day = new Date(this.#state.cloud.clock.now()).toISOString().slice(0, 10).replaceAll("-", "/");
    const folder = prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`;
    return `${folder}AWSLogs/${account}/pipes/${region}/${name}/${day}/${this.#id}.log`;
  }
}

/** Execution data as texts, and the names of those that were too long. */
function shortened(data: Data): object {
  const entries = Object.entries(data).filter(([, value]) => value !== undefined);
  const texts = entries.map(([name, value]) => [name, JSON.stringify(value)] as const);
  const truncatedFields = texts.filter(([, text]) => text.length > LONGEST).map(([name]) => name);
  return {
    ...Object.fromEntries(texts.map(([name, text]) => [name, text.slice(0, LONGEST)])),
    ...(truncatedFields.length > 0 && { truncatedFields }),
  };
}

function told(error: Error): object {
  const { status, $metadata } = error as {
    status?: number;
    $metadata?: { httpStatusCode?: number; requestId?: string };
  };
  const isCustomers = error instanceof CustomerError;
  return {
    httpStatusCode: status ?? $metadata?.httpStatusCode ?? 400,
    message: error.message,
    details: isCustomers ? error.details : "",
    awsService: isCustomers ? error.service : "pipes",
    requestId: $metadata?.requestId ?? "",
  };
}
