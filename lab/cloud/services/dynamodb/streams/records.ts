import type { OperationType, StreamViewType } from "@aws-sdk/client-dynamodb-streams";
import type { KeySchema } from "../records.ts";

/** What tells streams apart. A table may have had several in the last days. */
export type StreamName = readonly [account: string, region: string, table: string, label: string];

/** A stream of a table, which may have another one by now, or be gone. */
export interface StreamRecord {
  readonly name: StreamName;
  readonly view: StreamViewType;
  readonly key: KeySchema;
  /** In milliseconds since the epoch. */
  readonly created: number;
  /** It takes no more changes, and is kept for a day. */
  readonly isDisabled?: true;
}

/** A change of an item, as a stream keeps it. Items are JSON, as tables keep them. */
export interface StoredChange {
  readonly kind: OperationType;
  readonly keys: string;
  /** What the stream's view shows. */
  readonly after?: string;
  readonly before?: string;
  /** The bytes of all these, as DynamoDB counts them. */
  readonly size: number;
  /** The service that made the change on its own, such as `dynamodb.amazonaws.com`. */
  readonly by?: string;
}
