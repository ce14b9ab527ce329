import type { Cloud } from "../../cloud.ts";
import type { Context, Handlers } from "../../service/service.ts";
import type { Collection } from "../../store/collection.ts";
import type { StreamKey } from "../../streams/shard.ts";
import { StreamLog } from "../../streams/stream-log.ts";
import { Subscriptions } from "./consumers/subscriptions.ts";
import type { Consumer, Data, Stream, StreamName } from "./records.ts";
import { Throughput } from "./shards/throughput.ts";

export type Kinesis = Handlers<typeof import("@aws-sdk/client-kinesis"), KinesisState>;

export type KinesisContext = Context<KinesisState>;

const HOUR = 3_600_000;

/** Sequence numbers have so many, as AWS's. */
export const DIGITS = 56;

/** The hours that a stream keeps its records unless it is told otherwise. */
export const USUAL_RETENTION = 24;

export class KinesisState {
  /** [account, region, name] */
  readonly streams: Collection<Stream>;
  /** [account, region, name], and the name of a consumer when they are its. */
  readonly tags: Collection<Readonly<Record<string, string>>>;
  /** The policies of streams, and of their consumers, which are named after them: [account, region, name, consumer]. */
  readonly policies: Collection<string>;
  /** [account, region, stream, name] */
  readonly consumers: Collection<Consumer>;
  readonly log: StreamLog<Data>;
  readonly throughput: Throughput;
  readonly subscriptions = new Subscriptions();

  constructor(cloud: Cloud) {
    const { store } = cloud;
    this.streams = store.collection("kinesis-streams");
    this.tags = store.collection("kinesis-tags");
    this.policies = store.collection("kinesis-policies");
    this.consumers = store.collection("kinesis-consumers");
    this.log = new StreamLog<Data>({
      cloud,
      service: "kinesis",
      name: "kinesis",
      digits: DIGITS,
      retention: ([account, region = "", name = ""]) =>
        (this.streams.get(account, region, name)?.retention ?? USUAL_RETENTION) * HOUR,
      bytesOf: ({ key, data }) => data.length + Buffer.byteLength(key),
    });
    this.throughput = new Throughput(cloud.clock);
  }
}

/** What the log knows a stream by. */
export function logKey({ account, region, name, id }: StreamName & Pick<Stream, "id">): StreamKey {
  return [account, region, name, id];
}
