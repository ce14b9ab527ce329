import type {
  DeliveryStreamEncryptionConfiguration,
  DeliveryStreamType,
  ExtendedS3DestinationDescription,
  HttpEndpointDestinationDescription,
} from "@aws-sdk/client-firehose";

/** What tells a delivery stream from others. */
export interface StreamName {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

export interface DeliveryStream extends StreamName {
  /** Tells it from others that had its name before. */
  readonly id: string;
  readonly type: DeliveryStreamType;
  /** In milliseconds since the epoch. */
  readonly created: number;
  readonly updated?: number;
  /** Grows with every change of the destination. */
  readonly version: number;
  readonly destination: Destination;
  readonly source?: KinesisSource;
  readonly throughputHint?: number;
  readonly encryption?: DeliveryStreamEncryptionConfiguration;
}

/** Where a stream delivers, as AWS describes it, with all defaults. */
export type Destination =
  | { readonly kind: "s3"; readonly s3: S3Settings }
  | { readonly kind: "http"; readonly http: HttpSettings; readonly accessKey?: string };

export type S3Settings = ExtendedS3DestinationDescription;
export type HttpSettings = HttpEndpointDestinationDescription;

/** The data stream that a delivery stream reads. */
export interface KinesisSource {
  readonly stream: string;
  readonly role: string;
  /** When delivery began, in milliseconds since the epoch. */
  readonly since: number;
}

/** A record that waits in a buffer. */
export interface BufferedRecord {
  readonly data: Uint8Array;
  /** When it arrived, in milliseconds since the epoch. */
  readonly time: number;
  /** Of a record that was read from a data stream. */
  readonly kinesis?: KinesisFacts;
}

/** What functions learn of a record that was read from a data stream. */
export interface KinesisFacts {
  readonly shardId: string;
  readonly partitionKey: string;
  readonly sequenceNumber: string;
}

/** What the records of a buffer wait for. A stream has a buffer for each. */
export type Lane =
  /** To be transformed, or to be sorted into partitions. */
  | { readonly kind: "processing" }
  /** To be delivered, those of each partition on their own. */
  | { readonly kind: "output"; readonly partition?: Partition }
  /** To be written under the error prefix. */
  | { readonly kind: "failed"; readonly errorType: ErrorType }
  /** To be written, as they came, into the bucket for backups. */
  | { readonly kind: "backup" };

/** The keys of a partition, by the namespaces of prefixes that name them. */
export interface Partition {
  readonly query: Readonly<Record<string, string>>;
  readonly lambda: Readonly<Record<string, string>>;
}

/** What `!{firehose:error-output-type}` stands for. */
export type ErrorType = "processing-failed" | "http-endpoint-failed";

/** A buffer that takes records. These are kept one by one: what is here stays small. */
export interface OpenBuffer {
  readonly id: string;
  readonly lane: Lane;
  /** When its first record came, in milliseconds since the epoch. */
  readonly since: number;
  readonly bytes: number;
  readonly count: number;
}

/** A buffer that is full, or whose time was up: it is worked on until it is done. */
export interface Batch {
  readonly stream: StreamName & { readonly id: string };
  readonly buffer: string;
  readonly lane: Lane;
  readonly failures: number;
  /** When it failed first, in milliseconds since the epoch. */
  readonly failing?: number;
}
