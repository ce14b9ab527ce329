import type { Cloud } from "../../cloud.ts";
import type { Context, Handlers } from "../../service/service.ts";
import type { Collection } from "../../store/collection.ts";
import { Deliveries } from "./deliveries/deliveries.ts";
import { Signer } from "./deliveries/signer.ts";
import type {
  Attributes,
  Confirmation,
  PlatformApplication,
  PlatformEndpoint,
  Published,
  SandboxNumber,
  Seen,
  Subscription,
  Topic,
} from "./records.ts";

export type Sns = Handlers<typeof import("@aws-sdk/client-sns"), SnsState>;
export type SnsContext = Context<SnsState>;

/** Everything that SNS keeps. */
export class SnsState {
  /** [account, region, name] */
  readonly topics: Collection<Topic>;
  /** [account of the topic, region, topic, id] */
  readonly subscriptions: Collection<Subscription>;
  /** The ids of a topic's subscriptions: [account of the topic, region, topic, protocol, digest of the endpoint]. */
  readonly endpoints: Collection<string>;
  /** The ARNs of what an account subscribed, as keys: [account of the subscription, region, ARN]. */
  readonly owned: Collection<true>;
  /** [account of the topic, region, topic, token] */
  readonly confirmations: Collection<Confirmation>;
  /** The number of the last message of a FIFO topic: [account, region, topic]. */
  readonly sequences: Collection<number>;
  /** [account, region, topic, scope, deduplication id] */
  readonly seen: Collection<Seen>;
  /** The scope and the id of those, by when they are forgotten: [account, region, topic, until, number]. */
  readonly seenUntil: Collection<readonly [scope: string, id: string]>;
  /** Messages of FIFO topics: [account, region, topic, sequence number]. */
  readonly archive: Collection<Published>;
  /** [account, region, platform, name] */
  readonly applications: Collection<PlatformApplication>;
  /** [account, region, platform, name, id] */
  readonly devices: Collection<PlatformEndpoint>;
  /** The id of an application's device: [account, region, platform, name, digest of the token]. */
  readonly deviceTokens: Collection<string>;
  /** [account, region] */
  readonly smsAttributes: Collection<Attributes>;
  /** [account, region, number] */
  readonly sandbox: Collection<SandboxNumber>;
  readonly signer: Signer;
  readonly deliveries: Deliveries;

  constructor(cloud: Cloud) {
    const { store } = cloud;
    this.topics = store.collection("sns-topics");
    this.subscriptions = store.collection("sns-subscriptions");
    this.endpoints = store.collection("sns-endpoints");
    this.owned = store.collection("sns-owned");
    this.confirmations = store.collection("sns-confirmations");
    this.sequences = store.collection("sns-sequences");
    this.seen = store.collection("sns-seen");
    this.seenUntil = store.collection("sns-seen-until");
    this.archive = store.collection("sns-archive");
    this.applications = store.collection("sns-platform-applications");
    this.devices = store.collection("sns-platform-endpoints");
    this.deviceTokens = store.collection("sns-platform-tokens");
    this.smsAttributes = store.collection("sns-sms-attributes");
    this.sandbox = store.collection("sns-sms-sandbox");
    this.signer = new Signer(cloud);
    this.deliveries = new Deliveries(cloud, this);
  }
}
