import type { Cloud } from "../../../cloud.ts";
import type { Collection, KeyPart } from "../../../store/collection.ts";
import { Turns } from "../../../time/turns.ts";
import type { DynamoDbState } from "../state.ts";

/** Something that takes long. */
export interface Task {
  readonly kind:
    | "remove what a table held"
    | "fill an index"
    | "remove an index"
    | "note what expires"
    | "forget what expires"
    | "fill a replica";
  readonly account: string;
  readonly region: string;
  /** The table's name, which another table may have by now, and its id. */
  readonly table: string;
  readonly id: string;
  readonly index?: string;
  /** The region of the replica that is filled. */
  readonly to?: string;
  /** Where it goes on: after the item with this key. */
  readonly after?: readonly KeyPart[];
}

/** Does the next part of a task, in a transaction, and answers what is left of it. */
export type Step = (task: Task, place: { readonly cloud: Cloud; readonly state: DynamoDbState }) => Task | undefined;

const SERVICE = "dynamodb";
const MARK = "work";

/**
 * What goes on in the background, in small transactions, one of each table after the other. What is not done when the lab ends goes on
 * when it starts again.
 */
export class Work {
  readonly #cloud: Cloud;
  readonly #state: DynamoDbState;
  readonly #step: Step;
  /** [account, region, table's id, kind, index] */
  readonly #tasks: Collection<Task>;
  #running: Promise<void> | undefined;
  /** The lab is closing: what is going on ends, and goes on when it starts again. */
  isClosed = false;

  constructor(cloud: Cloud, state: DynamoDbState, step: Step) {
    this.#cloud = cloud;
    this.#state = state;
    this.#step = step;
    this.#tasks = cloud.store.collection("dynamodb-work");
    if (cloud.unfinished.has(SERVICE, MARK)) this.#run();
  }

  /** Begins a task. Only inside `store.write`. */
  begin(task: Task): void {
    this.#tasks.put(keyOf(task), task);
    this.#cloud.unfinished.mark(SERVICE, MARK);
    this.#run();
  }

  /** Waits for the step that is being done. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.#running;
  }

  #run(): void {
    this.#running ??= new Promise((resolve) => setImmediate(resolve))
      .then(() => this.#all())
      .catch((error) => this.#cloud.log(`DynamoDB's work in the background failed: ${error.stack}`))
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Each table's first task gets a turn after the others'. */
  async #all(): Promise<void> {
    const { store, unfinished } = this.#cloud;
    const turns = new Turns();
    for (;;) {
      const tasks = new Map([...this.#tasks.values()].reverse().map((task) => [task.id, task]));
      if (tasks.size === 0) return store.write(() => unfinished.clear(SERVICE, MARK));
      for (const task of tasks.values()) {
        if (this.isClosed) return;
        store.write(() => this.#do(task));
        await turns.next();
      }
    }
  }

  #do(task: Task): void {
    // Another one may have been begun in its place, or its account be forgotten.
    const now = this.#tasks.get(...keyOf(task));
    if (!now) return;
    const left = this.#step(now, { cloud: this.#cloud, state: this.#state });
    if (left) this.#tasks.put(keyOf(task), left);
    else this.#tasks.delete(...keyOf(task));
  }
}

function keyOf({ account, region, id, kind, index, to = index }: Task): KeyPart[] {
  return [account, region, id, kind, ...(to === undefined ? [] : [to])];
}
