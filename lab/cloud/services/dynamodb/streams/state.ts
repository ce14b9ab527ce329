import type { Cloud } from "../../../cloud.ts";
import type { Context, Handlers } from "../../../service/service.ts";
import type { Collection } from "../../../store/collection.ts";
import { StreamLog } from "../../../streams/stream-log.ts";
import type { StoredChange, StreamRecord } from "./records.ts";

export type DynamoDbStreams = Handlers<typeof import("@aws-sdk/client-dynamodb-streams"), StreamsState>;

export type StreamsContext = Context<StreamsState>;

const DAY = 24 * 3_600_000;

/** How long a change can be read, and a stream that is disabled, in milliseconds. */
export const RETENTION = DAY;

/** The shortest that DynamoDB's model knows. */
const DIGITS = 21;

/** The streams of tables. The service of tables writes them, the service of streams reads them: each has a state of its own. */
export class StreamsState {
  /** [account, region, table, label] */
  readonly streams: Collection<StreamRecord>;
  readonly log: StreamLog<StoredChange>;
  /** Of tables: [account, region, name] */
  readonly tags: Collection<Readonly<Record<string, string>>>;

  constructor(cloud: Cloud) {
    this.streams = cloud.store.collection("dynamodb-streams");
    this.tags = cloud.store.collection("dynamodb-tags");
    this.log = new StreamLog<StoredChange>({
      cloud,
      service: "dynamodbstreams",
      name: "dynamodb-stream",
      digits: DIGITS,
      retention: () => RETENTION,
      bytesOf: ({ size }) => size,
    });
  }
}
