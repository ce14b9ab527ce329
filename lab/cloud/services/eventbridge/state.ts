import type { Cloud } from "../../cloud.ts";
import type { Context, Handlers } from "../../service/service.ts";
import type { Collection } from "../../store/collection.ts";
import type { Bus, Rule, RuleTarget, Tags } from "./records.ts";

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

  constructor({ store }: Cloud) {
    this.buses = store.collection<Bus>("events-buses").remember();
    this.rules = store.collection("events-rules");
    this.targets = store.collection("events-targets");
    this.tags = store.collection("events-tags");
  }
}
