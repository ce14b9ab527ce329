import type { Tags } from "../../auth/request-tags.ts";
import type { Cloud } from "../../cloud.ts";
import type { Context, Handlers } from "../../service/service.ts";
import type { Collection } from "../../store/collection.ts";
import { Invocations } from "./firing/invocations.ts";
import type { Group, Next, Schedule } from "./records.ts";

export type Scheduler = Handlers<typeof import("@aws-sdk/client-scheduler"), SchedulerState>;

export type SchedulerContext = Context<SchedulerState>;

export class SchedulerState {
  /** [account, region, group, name] */
  readonly schedules: Collection<Schedule>;
  /** Besides the default one, which is always there: [account, region, name] */
  readonly groups: Collection<Group>;
  /** Of groups: [account, region, name] */
  readonly tags: Collection<Tags>;
  /** [account, region, group, name] */
  readonly next: Collection<Next>;
  /** What fires, in order: [moment, account, region, group, name] */
  readonly order: Collection<true>;
  readonly invocations: Invocations;
  /** When this run began: what was due before that is missed. */
  readonly since: number;

  constructor(cloud: Cloud) {
    const { store } = cloud;
    this.schedules = store.collection("scheduler-schedules");
    this.groups = store.collection("scheduler-groups");
    this.tags = store.collection("scheduler-tags");
    this.next = store.collection("scheduler-next");
    this.order = store.collection("scheduler-order", "by name");
    this.invocations = new Invocations(cloud);
    this.since = cloud.clock.now();
  }
}
