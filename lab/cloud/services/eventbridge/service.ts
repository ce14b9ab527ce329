import { defineService } from "../../service/service.ts";
import { access } from "./access.ts";
import * as apiDestinations from "./api-destinations/api-destinations.ts";
import * as archives from "./archives/archives.ts";
import * as replays from "./archives/replays.ts";
import * as buses from "./buses/buses.ts";
import { putPermission, removePermission } from "./buses/permissions.ts";
import * as connections from "./connections/connections.ts";
import { constraints } from "./constraints.ts";
import { hears } from "./events/announcements.ts";
import { putEvents } from "./events/put-events.ts";
import { testEventPattern } from "./rules/patterns.ts";
import * as rules from "./rules/rules.ts";
import { fire } from "./rules/schedules.ts";
import { EventBridgeState } from "./state.ts";
import * as tags from "./tags/tags.ts";
import { target } from "./target.ts";
import * as targets from "./targets/targets.ts";

/** Ten entries of a request of one MiB, most of whose characters may be escaped. */
const LARGEST_REQUEST = 4 * 2 ** 20;

/**
 * Amazon EventBridge: buses, rules, targets, archives, replays. README.md says how an event travels.
 *
 * Known gaps: partners' event sources and global endpoints are not there; nothing is encrypted by KMS keys, which are stored, and nothing
 * logged about buses.
 */
export const service = defineService("events", {
  constraints,
  sdk: () => import("@aws-sdk/client-eventbridge"),
  state: EventBridgeState,
  access,
  target,
  hears,
  resources: async () => (await import("./resources/index.ts")).resources,
  due: (timer, moment, state, cloud) =>
    replays.isReplay(timer) ? replays.run(timer, state, cloud) : fire(timer, moment, state, cloud),
  close: (state) => state.deliveries.close(),
  forget(account, state) {
    state.book.forget(account);
    state.archiving.forget();
  },
  limits: { operations: { PutEvents: LARGEST_REQUEST } },
  storedSettings: ["KmsKeyIdentifier", "LogConfig", "EventBus.DeadLetterConfig", "EventSourceName", "TraceHeader"],
  operations: {
    CancelReplay: replays.cancelReplay,
    CreateApiDestination: apiDestinations.createApiDestination,
    CreateArchive: archives.createArchive,
    CreateConnection: connections.createConnection,
    CreateEventBus: buses.createEventBus,
    DeauthorizeConnection: connections.deauthorizeConnection,
    DeleteApiDestination: apiDestinations.deleteApiDestination,
    DeleteArchive: archives.deleteArchive,
    DeleteConnection: connections.deleteConnection,
    DeleteEventBus: buses.deleteEventBus,
    DeleteRule: rules.deleteRule,
    DescribeApiDestination: apiDestinations.describeApiDestination,
    DescribeArchive: archives.describeArchive,
    DescribeConnection: connections.describeConnection,
    DescribeEventBus: buses.describeEventBus,
    DescribeReplay: replays.describeReplay,
    DescribeRule: rules.describeRule,
    DisableRule: rules.disableRule,
    EnableRule: rules.enableRule,
    ListApiDestinations: apiDestinations.listApiDestinations,
    ListArchives: archives.listArchives,
    ListConnections: connections.listConnections,
    ListEventBuses: buses.listEventBuses,
    ListReplays: replays.listReplays,
    ListRuleNamesByTarget: rules.listRuleNamesByTarget,
    ListRules: rules.listRules,
    ListTagsForResource: tags.listTagsForResource,
    ListTargetsByRule: targets.listTargetsByRule,
    PutEvents: putEvents,
    PutPermission: putPermission,
    PutRule: rules.putRule,
    PutTargets: targets.putTargets,
    RemovePermission: removePermission,
    RemoveTargets: targets.removeTargets,
    StartReplay: replays.startReplay,
    TagResource: tags.tagResource,
    TestEventPattern: testEventPattern,
    UntagResource: tags.untagResource,
    UpdateApiDestination: apiDestinations.updateApiDestination,
    UpdateArchive: archives.updateArchive,
    UpdateConnection: connections.updateConnection,
    UpdateEventBus: buses.updateEventBus,
  },
});
