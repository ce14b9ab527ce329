import type { Cloud } from "../../cloud.ts";
import type { Context, Handlers } from "../../service/service.ts";
import type { Collection } from "../../store/collection.ts";
import type { LogEvent, LogGroup, LogStream, ResourcePolicy } from "./records.ts";

export type Logs = Handlers<typeof import("@aws-sdk/client-cloudwatch-logs"), LogsState>;
export type LogsContext = Context<LogsState>;

/** In milliseconds. */
export const DAY = 24 * 60 * 60 * 1000;

export class LogsState {
  /** [account, region, group] */
  readonly groups: Collection<LogGroup>;
  /** [account, region, group, stream] */
  readonly streams: Collection<LogStream>;
  /** [account, region, group, stream, timestamp, sequence] */
  readonly events: Collection<LogEvent>;
  /** Policies that let services write: [account, region, name] */
  readonly policies: Collection<ResourcePolicy>;

  constructor({ store }: Cloud) {
    this.groups = store.collection("logs-groups");
    this.streams = store.collection("logs-streams");
    this.events = store.collection("logs-events");
    this.policies = store.collection("logs-resource-policies");
  }
}
