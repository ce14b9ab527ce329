import type { Cloud } from "../../cloud.ts";
import type { Handlers } from "../../service/service.ts";
import type { Collection } from "../../store/collection.ts";
import type { Store } from "../../store/store.ts";
import { CustomResourceAnswers } from "./engine/custom-resource-answers.ts";
import { interrupted, resume } from "./engine/resume.ts";
import type { Run } from "./engine/run.ts";
import { Signals } from "./engine/signals.ts";
import type {
  ChangeSetRecord,
  DriftDetection,
  DriftRecord,
  EventRecord,
  Leftover,
  ResourceRecord,
  StackRecord,
} from "./records.ts";

export type CloudFormation = Handlers<typeof import("@aws-sdk/client-cloudformation"), CloudFormationState>;

/** CloudFormation's state in a cloud: its records, and what is in motion. */
export class CloudFormationState {
  readonly store: Store;
  /** By account, region and id; deleted ones are kept. */
  readonly stacks: Collection<StackRecord>;
  /** The id of the stack that has a name now, by account, region and name. */
  readonly stackNames: Collection<string>;
  /** By stack id and logical id. */
  readonly resources: Collection<ResourceRecord>;
  /** By stack id, logical id and physical id. */
  readonly leftovers: Collection<Leftover>;
  /** [stack, resource]: what a custom resource answered in confidence. */
  readonly hidden: Collection<readonly string[]>;
  /** By stack id and number, counted from 1. */
  readonly events: Collection<EventRecord>;
  /** By id. */
  readonly changeSets: Collection<ChangeSetRecord>;
  /** The id of the latest change set of a name, by stack id and name. */
  readonly changeSetNames: Collection<string>;
  /** By stack id and logical id. */
  readonly drifts: Collection<DriftRecord>;
  readonly driftDetections: Collection<DriftDetection>;
  readonly unfinished: Cloud["unfinished"];
  readonly announcements: Cloud["announcements"];
  /** The operations under way, by stack id. */
  readonly runs = new Map<string, Run>();
  /** Of nested stacks that are being made, the id of the stack they belong to, by account, region and name. */
  readonly parents = new Map<string, string>();
  readonly answers: CustomResourceAnswers;
  readonly signals: Signals;

  constructor(cloud: Cloud) {
    const { store, clock } = cloud;
    this.store = store;
    this.stacks = store.collection("cloudformation-stacks");
    this.stackNames = store.collection("cloudformation-stack-names");
    this.resources = store.collection("cloudformation-resources");
    this.leftovers = store.collection("cloudformation-leftovers");
    this.hidden = store.collection("cloudformation-hidden");
    this.events = store.collection("cloudformation-events");
    this.changeSets = store.collection("cloudformation-change-sets");
    this.changeSetNames = store.collection("cloudformation-change-set-names");
    this.drifts = store.collection("cloudformation-drifts");
    this.driftDetections = store.collection("cloudformation-drift-detections");
    this.answers = new CustomResourceAnswers(clock);
    this.signals = new Signals(store, clock);
    this.unfinished = cloud.unfinished;
    this.announcements = cloud.announcements;
    const left = interrupted(this);
    if (left.length > 0) setImmediate(() => resume(cloud, this, left));
  }

  /** Stops what is in motion where it is; the records tell the next start how to go on. */
  async close(): Promise<void> {
    await this.#stop([...this.runs.values()]);
  }

  /** Stops the operations on an account's stacks where they are. */
  async end(account: string): Promise<void> {
    await this.#stop([...this.runs.values()].filter(({ journal }) => journal.stack.account === account));
  }

  /** Forgets an account's stacks. Only inside `store.write`. */
  forget(account: string): void {
    for (const { id } of this.stacks.values({ under: [account] })) {
      this.unfinished.clear("cloudformation", id);
      for (const { type, physicalId = "" } of this.resources.values({ under: [id] }))
        if (type === "AWS::CloudFormation::WaitConditionHandle")
          this.signals.forget(Signals.handleOf(physicalId) ?? "");
    }
    const detections = [...this.driftDetections.entries()].filter(([, one]) => one.stackId.split(":")[4] === account);
    for (const [key] of detections) this.driftDetections.delete(...key);
  }

  async #stop(runs: readonly Run[]): Promise<void> {
    for (const run of runs) run.closing.abort();
    await Promise.all(runs.map(({ finished }) => finished));
  }
}
