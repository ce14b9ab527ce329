import type { Cloud } from "../../cloud.ts";
import type { Context, Handlers } from "../../service/service.ts";
import type { Collection } from "../../store/collection.ts";
import { Buffers } from "./buffers/buffers.ts";
import { Roles } from "./deliveries/roles.ts";
import { Throughput } from "./intake/throughput.ts";
import { Readers } from "./reading/readers.ts";
import type { DeliveryStream } from "./records.ts";

export type Firehose = Handlers<typeof import("@aws-sdk/client-firehose"), FirehoseState>;

export type FirehoseContext = Context<FirehoseState>;

export class FirehoseState {
  /** [account, region, name] */
  readonly streams: Collection<DeliveryStream>;
  /** [account, region, name] */
  readonly tags: Collection<Readonly<Record<string, string>>>;
  readonly roles: Roles;
  readonly buffers: Buffers;
  readonly readers: Readers;
  readonly throughput: Throughput;

  constructor(cloud: Cloud) {
    this.streams = cloud.store.collection("firehose-streams");
    this.tags = cloud.store.collection("firehose-tags");
    this.roles = new Roles(cloud);
    this.throughput = new Throughput(cloud.clock);
    this.buffers = new Buffers(cloud, this);
    this.readers = new Readers(cloud, this);
    this.readers.startAll();
  }
}
