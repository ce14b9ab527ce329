import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { ResourceStatus, StackStatus } from "@aws-sdk/client-cloudformation";
import type { Clock } from "../../../time/clock.ts";
import type { EventRecord, Existing, Leftover, ResourceRecord, StackRecord } from "../records.ts";
import type { CloudFormationState } from "../state.ts";
import { mapTexts } from "./addresses.ts";
import { announceStatus } from "./announcements.ts";
import type { Operation } from "./run.ts";

/** A stage of a resource's life, as an event shows it. */
export interface Stage {
  readonly status: ResourceStatus;
  readonly reason?: string | undefined;
}

/** What is shown in the place of what is not. */
const MASK = "****";

/** Writes down what happens to one stack: every change of a status is one transaction with the event that tells of it. */
export class Journal {
  readonly #state: CloudFormationState;
  readonly #clock: Clock;
  readonly #key: readonly [account: string, region: string, id: string];
  readonly #operation: Pick<EventRecord, "operationId" | "operationType">;
  /** The stack as it was last read: its template makes reading it dear, and it is looked at for every resource. */
  #stack: StackRecord | undefined;

  /**
   * @param operation what is being done to the stack: its events tell so
   */
  constructor(state: CloudFormationState, clock: Clock, { account, region, id }: StackRecord, operation?: Operation) {
    this.#state = state;
    this.#clock = clock;
    this.#key = [account, region, id];
    this.#operation = { operationId: operation?.id, operationType: operation?.type };
  }

  /** The stack as it is now. */
  get stack(): StackRecord {
    this.#stack ??= this.#state.stacks.get(...this.#key);
    if (!this.#stack) throw new Error(`There is no stack ${this.#key.join(" ")}`);
    return this.#stack;
  }

  resource(logicalId: string): ResourceRecord | undefined {
    return this.#state.resources.get(this.#id, logicalId);
  }

  /** The stack's resources, by logical id. */
  resources(): ResourceRecord[] {
    return [...this.#state.resources.values({ under: [this.#id] })];
  }

  leftovers(): Map<string, Leftover> {
    return new Map(
      [...this.#state.leftovers.entries({ under: [this.#id] })].map(([key, value]) => [String(key.at(-1)), value]),
    );
  }

  /** Does several of the things below in one transaction. */
  together(change: () => void): void {
    try {
      this.#state.store.write(change);
    } catch (error) {
      // What was written did not come to be.
      this.#stack = undefined;
      throw error;
    }
  }

  /** Begins the stack's life. */
  open(stack: StackRecord): void {
    this.together(() => this.#put(stack));
  }

  /** Brings the stack into a status. */
  enter(status: StackStatus, reason?: string, change: Partial<StackRecord> = {}): void {
    this.together(() => {
      // Read anew: a request may have changed another side of the stack meanwhile.
      this.#stack = undefined;
      const stack = { ...this.stack, ...change, status, statusReason: reason };
      this.#put(stack);
      const { name, id } = stack;
      this.#tell({ logicalId: name, physicalId: id, type: "AWS::CloudFormation::Stack", status, reason });
    });
  }

  /** Keeps a resource in the last of the stages it went through, and tells of each of them. */
  keep(resource: Omit<ResourceRecord, "status" | "statusReason" | "updatedAt">, ...stages: [...Stage[], Stage]): void {
    this.together(() => {
      const { status, reason } = stages.at(-1) as Stage;
      const record = { ...resource, status, statusReason: reason, updatedAt: this.#clock.now() };
      this.#state.resources.put([this.#id, resource.logicalId], record);
      for (const stage of stages) this.tell(record, stage);
    });
  }

  /** Changes what is known of a resource in a way that no event tells of. */
  settle(resource: ResourceRecord): void {
    if (isDeepStrictEqual(this.resource(resource.logicalId), resource)) return;
    this.together(() => this.#state.resources.put([this.#id, resource.logicalId], resource));
  }

  /** Forgets a resource. */
  drop(logicalId: string): void {
    this.together(() => this.#state.resources.delete(this.#id, logicalId));
  }

  /** Notes that something exists that the stack has to remove. Returns the key of the note. */
  leave(leftover: Leftover): string {
    const key = randomUUID();
    this.together(() => this.#state.leftovers.put([this.#id, key], leftover));
    return key;
  }

  forget(leftover: string): void {
    this.together(() => this.#state.leftovers.delete(this.#id, leftover));
  }

  /** Tells of a stage in the life of what a resource is, or was. */
  tell({ logicalId, physicalId = "", type, properties }: Existing & { logicalId: string }, stage: Stage): void {
    const shown = masked(properties, [...this.#state.hidden.values({ under: [this.#id] })].flat());
    this.#tell({ logicalId, physicalId, type, ...stage, properties: JSON.stringify(shown) });
  }

  #tell(event: Omit<EventRecord, "id" | "at" | "token" | "operationId" | "operationType">): void {
    this.together(() => {
      const { events } = this.#state;
      const [newest] = events.entries({ under: [this.#id], limit: 1 });
      const [key, { at: last }] = newest ?? [[0], { at: 0 }];
      // Numbered downwards, so that the newest comes first. Clients put events in the order of their times.
      const number = Number(key.at(-1)) - 1;
      const at = Math.max(this.#clock.now(), last + 1);
      const { token } = this.stack;
      events.put([this.#id, number], { ...event, ...this.#operation, id: randomUUID(), at, token });
      announceStatus(this.stack, event, this.#state.announcements);
    });
  }

  #put(stack: StackRecord): void {
    const { account, region, name, id, status } = stack;
    const { stacks, stackNames, unfinished } = this.#state;
    stacks.put(this.#key, stack);
    if (status.endsWith("_IN_PROGRESS") && status !== "REVIEW_IN_PROGRESS") unfinished.mark("cloudformation", id);
    else unfinished.clear("cloudformation", id);
    if (status === "DELETE_COMPLETE") stackNames.delete(account, region, name);
    else stackNames.put([account, region, name], id);
    this.#stack = stack;
  }

  get #id(): string {
    return this.#key[2];
  }
}

/** Properties without what custom resources answered in confidence. Short texts are hidden where they stand alone. */
function masked(properties: Existing["properties"], secrets: readonly string[]): unknown {
  if (secrets.length === 0) return properties;
  return mapTexts(properties, (text) =>
    secrets.reduce((left, secret) => {
      if (left === secret) return MASK;
      return secret.length < 4 ? left : left.replaceAll(secret, MASK);
    }, text),
  );
}
