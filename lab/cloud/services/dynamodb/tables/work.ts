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
    | "forget what expires";
  readonly account: string;
  readonly region: string;
  /** The table's name, which another table may have by now, and its id. */
  readonly table: string;
  readonly id: string;
  readonly index?: string;
  /** Where it goes on: after the item with this key. */
  readonly after?: readonly KeyPart[];
}

/** Does the next part of a task, in a transaction, and answers what is left of it. */
export type Step = (task: Task, place: { readonly cloud: Cloud; readonly state: DynamoDbState }) => Task | undefined;

const SERVICE = "dynamodb";
const MARK = "work";

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

  async #all(): Promise<void> {
    const { store } = this.#cloud;
    const turns = new Turns();
    while (!this.isClosed && store.write(() => this.#next())) await turns.next();
  }

  /** Does a part of the first task. Returns whether there was one. */
  #next(): boolean {
    const task = this.#tasks.first();
    if (!task) {
      this.#cloud.unfinished.clear(SERVICE, MARK);
      return false;
    }
    const left = this.#step(task, { cloud: this.#cloud, state: this.#state });
    if (left) this.#tasks.put(keyOf(task), left);
    else this.#tasks.delete(...keyOf(task));
    return true;
  }
}

function keyOf({ account, region, id, kind, index }: Task): KeyPart[] {
  return [account, region, id, kind, ...(index === undefined ? [] : [index])];
}
