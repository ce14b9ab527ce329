import type { Cloud } from "../../../cloud.ts";
import type { Collection, KeyPart } from "../../../store/collection.ts";
import { Turns } from "../../../time/turns.ts";
import type { DynamoDbState } from "../state.ts";

/** Something that takes long: removing what a table held, filling an index, removing its entries. */
export interface Task {
  readonly kind: "remove" | "fill" | "drop";
  readonly account: string;
  readonly region: string;
  /** The table's. */
  readonly id: string;
  /** Which index is filled or dropped, of which table. */
  readonly table?: string;
  readonly index?: string;
}

/** How a task goes on: does the next part of it, in a transaction, and tells whether more is left. */
export type Step = (task: Task, state: DynamoDbState) => boolean;

/**
 * What goes on in the background, in small transactions, one task after the other. What is not done when the lab ends goes on
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
    if (cloud.unfinished.has("dynamodb", "work")) this.#run();
  }

  /** Begins a task. Only inside `store.write`. */
  begin(task: Task): void {
    this.#tasks.put(keyOf(task), task);
    this.#cloud.unfinished.mark("dynamodb", "work");
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

  async #all(): Promise<void> {
    const { store, unfinished } = this.#cloud;
    const turns = new Turns();
    while (!this.isClosed) {
      const task = this.#tasks.first();
      if (!task) return store.write(() => unfinished.clear("dynamodb", "work"));
      store.write(() => {
        if (!this.#step(task, this.#state)) this.#tasks.delete(...keyOf(task));
      });
      await turns.next();
    }
  }
}

function keyOf({ account, region, id, kind, index }: Task): KeyPart[] {
  return [account, region, id, kind, ...(index === undefined ? [] : [index])];
}
