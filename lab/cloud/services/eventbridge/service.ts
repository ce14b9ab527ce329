import { defineService } from "../../service/service.ts";
import { access } from "./access.ts";
import { constraints } from "./constraints.ts";
import { hears } from "./events/announcements.ts";
import { putEvents } from "./events/put-events.ts";
import { EventBridgeState } from "./state.ts";
import { target } from "./target.ts";

/**
 * Amazon EventBridge: buses, rules, targets, archives, connections and API destinations. README.md says how an event travels.
 */
export const service = defineService("events", {
  constraints,
  sdk: () => import("@aws-sdk/client-eventbridge"),
  state: EventBridgeState,
  access,
  target,
  hears,
  operations: {
    PutEvents: putEvents,
  },
});
