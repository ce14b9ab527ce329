import type { LogGroupClass } from "@aws-sdk/client-cloudwatch-logs";
import type { Cloud } from "../../cloud.ts";
import { AwsError } from "../../errors.ts";
import type { Context, Handlers } from "../../service.ts";
import type { Collection } from "../../store/collection.ts";

export type Logs = Handlers<typeof import("@aws-sdk/client-cloudwatch-logs"), LogsState>;
export type LogsContext = Context<LogsState>;

/** In milliseconds. */
export const DAY = 24 * 60 * 60 * 1000;

export interface LogGroup {
  readonly name: string;
  readonly created: number;
  /** Days; absent: for ever. */
  readonly retention?: number | undefined;
  readonly class: LogGroupClass;
  readonly kmsKeyId?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export interface LogStream {
  readonly group: string;
  readonly name: string;
  readonly created: number;
  readonly firstEvent?: number;
  readonly lastEvent?: number;
  readonly lastIngestion?: number;
  readonly bytes: number;
  /** Numbers the events of the stream, so that those of one millisecond keep their order. */
  readonly sequence: number;
}

export interface LogEvent {
  readonly message: string;
  readonly ingested: number;
}

export class LogsState {
  /** [account, region, group] */
  readonly groups: Collection<LogGroup>;
  /** [account, region, group, stream] */
  readonly streams: Collection<LogStream>;
  /** [account, region, group, stream, timestamp, sequence] */
  readonly events: Collection<LogEvent>;

  constructor({ store }: Cloud) {
    this.groups = store.collection("logs-groups");
    this.streams = store.collection("logs-streams");
    this.events = store.collection("logs-events");
  }
}

export function openGroup({ state, account, region }: LogsContext, name: string): LogGroup {
  const group = state.groups.get(account, region, name);
  if (!group) throw notFound("log group");
  return group;
}

export function openStream(context: LogsContext, group: string, name: string): LogStream {
  const { state, account, region } = context;
  openGroup(context, group);
  const stream = state.streams.get(account, region, group, name);
  if (!stream) throw notFound("log stream");
  return stream;
}

export function notFound(what: string): AwsError {
  return new AwsError("ResourceNotFoundException", `The specified ${what} does not exist.`);
}

export function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

export function invalidToken(): AwsError {
  return invalid("The specified nextToken is invalid.");
}

/** A number is not one that a member may have. */
export function outOfRange(member: string, value: number, most: number): AwsError {
  const bound = value < 1 ? "greater than or equal to 1" : `less than or equal to ${most}`;
  return invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

/** The group that a call names, by its name or by its ARN. */
export function groupName({
  logGroupName,
  logGroupIdentifier,
}: {
  logGroupName?: string | undefined;
  logGroupIdentifier?: string | undefined;
}): string {
  const name = logGroupName ?? logGroupIdentifier;
  if (name === undefined) throw invalid("Either logGroupName or logGroupIdentifier must be specified.");
  return name.startsWith("arn:") ? nameOfArn(name) : name;
}

export function nameOfArn(arn: string): string {
  return arn.split(":log-group:")[1]?.replace(/:\*$/, "") ?? "";
}

export function groupArn({ account, region }: LogsContext, name: string): string {
  return `arn:aws:logs:${region}:${account}:log-group:${name}`;
}
