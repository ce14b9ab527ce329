import { defineService } from "../../service/service.ts";
import { access } from "./access.ts";
import { audit } from "./audit.ts";
import { constraints } from "./constraints.ts";
import * as events from "./events/events.ts";
import { filterLogEvents } from "./events/filter-events.ts";
import { getLogEvents } from "./events/get-events.ts";
import * as groups from "./groups/groups.ts";
import * as policies from "./policies/policies.ts";
import { LogsState } from "./state.ts";
import * as streams from "./streams/streams.ts";
import { target } from "./target.ts";

/**
 * Amazon CloudWatch Logs.
 *
 * Known gaps: filter patterns with selectors; metric filters, subscriptions, Insights queries and live tail are not there.
 * Retention is applied when events are read.
 */
export const service = defineService("logs", {
  constraints: { ...constraints, code: "InvalidParameterException" },
  sdk: () => import("@aws-sdk/client-cloudwatch-logs"),
  state: LogsState,
  access,
  target,
  audit,
  // A batch of 1 MiB, most of whose characters may be escaped.
  limits: { operations: { PutLogEvents: 4_194_304 } },
  resources: async () => (await import("./resources/index.ts")).resources,
  storedSettings: ["kmsKeyId", "logGroupClass"],
  operations: {
    CreateLogGroup: groups.createLogGroup,
    DescribeLogGroups: groups.describeLogGroups,
    DeleteLogGroup: groups.deleteLogGroup,
    PutRetentionPolicy: groups.putRetentionPolicy,
    DeleteRetentionPolicy: groups.deleteRetentionPolicy,
    TagResource: groups.tagResource,
    UntagResource: groups.untagResource,
    ListTagsForResource: groups.listTagsForResource,
    CreateLogStream: streams.createLogStream,
    DescribeLogStreams: streams.describeLogStreams,
    DeleteLogStream: streams.deleteLogStream,
    PutResourcePolicy: policies.putResourcePolicy,
    DescribeResourcePolicies: policies.describeResourcePolicies,
    DeleteResourcePolicy: policies.deleteResourcePolicy,
    PutLogEvents: events.putLogEvents,
    GetLogEvents: getLogEvents,
    FilterLogEvents: filterLogEvents,
  },
});
