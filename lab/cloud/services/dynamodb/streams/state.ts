import type { Cloud } from "../../../cloud.ts";
import type { Context, Handlers } from "../../../service/service.ts";
import type { Collection } from "../../../store/collection.ts";
import { StreamLog } from "../../../streams/stream-log.ts";
import type { ResourcePolicy } from "../records.ts";
import { shardOf } from "./names.ts";
import type { StoredChange, StreamName, StreamRecord } from "./records.ts";

export type DynamoDbStreams = Handlers<typeof import("@aws-sdk/client-dynamodb-streams"), StreamsState>;

export type StreamsContext = Context<StreamsState>;

const DAY = 24 * 3_600_000;

/** How long a change can be read, and a stream that is disabled, in milliseconds. */
export const RETENTION = DAY;

/** The shortest that DynamoDB's model knows. */
const DIGITS = 21;

/** Of so many changes it is known what made them: the trace remembers no more either. */
const MOST_SPANS = 2000;

/** The streams of tables. The service of tables writes them, the service of streams reads them: each has a state of its own. */
export class StreamsState {
  /** [account, region, table, label] */
  readonly streams: Collection<StreamRecord>;
  /** The policies of streams, as the service of tables keeps them. */
  readonly policies: Collection<ResourcePolicy>;
  readonly log: StreamLog<StoredChange>;
  /** Of tables: [account, region, name] */
  readonly tags: Collection<Readonly<Record<string, string>>>;

  readonly #cloud: Cloud;
  /** The spans of the trace in which changes were made, by stream and sequence number. */
  readonly #spans = new Map<string, string>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.streams = cloud.store.collection("dynamodb-streams");
    this.tags = cloud.store.collection("dynamodb-tags");
    this.policies = cloud.store.collection("dynamodb-policies");
    this.log = new StreamLog<StoredChange>({
      cloud,
      service: "dynamodbstreams",
      name: "dynamodb-stream",
      digits: DIGITS,
      retention: () => RETENTION,
      bytesOf: ({ size }) => size,
    });
  }

  /** Puts a change at the end of a stream. Only inside `store.write`. */
  append(stream: StreamName, change: StoredChange): void {
    const sequenceNumber = this.log.append(stream, shardOf(stream), change);
    const span = this.#cloud.trace.current?.id;
    if (!span) return;
    this.#spans.set(`${stream} ${sequenceNumber}`, span);
    if (this.#spans.size > MOST_SPANS) this.#spans.delete(this.#spans.keys().next().value as string);
  }

  /** The span in which a change was made, while that is known. */
  spanOf(stream: StreamName, sequenceNumber: string): string | undefined {
    return this.#spans.get(`${stream} ${sequenceNumber}`);
  }
}
