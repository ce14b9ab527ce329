import type { LogGroupClass } from "@aws-sdk/client-cloudwatch-logs";

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

/** A policy for the groups of an account and region. */
export interface ResourcePolicy {
  /** JSON. */
  readonly document: string;
  readonly updated: number;
}
