import type { Cloud } from "../../cloud.ts";
import type { Context, Handlers } from "../../service/service.ts";
import type { Collection } from "../../store/collection.ts";
import { Gates } from "./api-destinations/gates.ts";
import { Connections } from "./connections/store.ts";
import type { ApiDestination, Bus, Rule, RuleTarget, Tags } from "./records.ts";

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
    this.connections = new Connections(cloud);
    this.apiDestinations = store.collection("events-api-destinations");
    this.gates = new Gates(cloud.clock);
  }
}
