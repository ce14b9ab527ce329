import { defineService } from "../../service/service.ts";
import { access } from "./access.ts";
import * as apiDestinations from "./api-destinations/api-destinations.ts";
import * as connections from "./connections/connections.ts";
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
  resources: async () => (await import("./resources/index.ts")).resources,
  operations: {
    CreateApiDestination: apiDestinations.createApiDestination,
    CreateConnection: connections.createConnection,
    DeauthorizeConnection: connections.deauthorizeConnection,
    DeleteApiDestination: apiDestinations.deleteApiDestination,
    DeleteConnection: connections.deleteConnection,
    DescribeApiDestination: apiDestinations.describeApiDestination,
    DescribeConnection: connections.describeConnection,
    ListApiDestinations: apiDestinations.listApiDestinations,
    ListConnections: connections.listConnections,
    PutEvents: putEvents,
    UpdateApiDestination: apiDestinations.updateApiDestination,
    UpdateConnection: connections.updateConnection,
  },
});
