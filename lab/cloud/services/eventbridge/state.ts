import type { Cloud } from "../../cloud.ts";
import type { Context, Handlers } from "../../service/service.ts";
import type { Collection } from "../../store/collection.ts";
import { Gates } from "./api-destinations/gates.ts";
import { Archiving } from "./archives/archiving.ts";
import { Connections } from "./connections/store.ts";
import type {
  ApiDestination,
  Archive,
  ArchiveContents,
  ArchivedEvent,
  Bus,
  Replay,
  Rule,
  RuleTarget,
  Tags,
} from "./records.ts";
import { RuleBook } from "./rules/rule-book.ts";
import { Deliveries } from "./targets/deliveries.ts";

export type EventBridge = Handlers<typeof import("@aws-sdk/client-eventbridge"), EventBridgeState>;
export type EventBridgeContext = Context<EventBridgeState>;

/** Everything that EventBridge keeps. */
export class EventBridgeState {
  /** [account, region, name]; the default bus is there without a record, too. */
  readonly buses: Collection<Bus>;
  /** [account, region, bus, name] */
  readonly rules: Collection<Rule>;
  /** [account, region, bus, rule, id] */
  readonly targets: Collection<RuleTarget>;
  /** Of buses, rules and whatever else has tags: [account, region, ARN]. */
  readonly tags: Collection<Tags>;
  /** [account, region, name] */
  readonly archives: Collection<Archive>;
  /** [account, region, name] */
  readonly archiveContents: Collection<ArchiveContents>;
  /** [account, region, archive, moment of arrival, id, number] */
  readonly archived: Collection<ArchivedEvent>;
  /** [account, region, name] */
  readonly replays: Collection<Replay>;
  readonly book: RuleBook;
  readonly archiving: Archiving;
  readonly deliveries: Deliveries;

  readonly connections: Connections;
  /** [account, region, name] */
  readonly apiDestinations: Collection<ApiDestination>;
  readonly gates: Gates;

  constructor(cloud: Cloud) {
    const { store } = cloud;
    this.buses = store.collection<Bus>("events-buses").remember();
    this.rules = store.collection("events-rules");
    this.targets = store.collection("events-targets");
    this.tags = store.collection("events-tags");
    this.archives = store.collection("events-archives");
    this.archiveContents = store.collection("events-archive-contents");
    this.archived = store.collection("events-archived");
    this.replays = store.collection("events-replays");
    this.book = new RuleBook(this);
    this.archiving = new Archiving(cloud, this);
    this.deliveries = new Deliveries(cloud, this);
    this.connections = new Connections(cloud);
    this.apiDestinations = store.collection("events-api-destinations");
    this.gates = new Gates(cloud.clock);
  }
}
