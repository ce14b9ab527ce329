import type { Cloud } from "../../../cloud.ts";
import type { Collection, KeyPart } from "../../../store/collection.ts";
import { Turns } from "../../../time/turns.ts";
import { type JobPlace, momentOf, schedule } from "../jobs/jobs.ts";
import { step } from "./work-steps.ts";

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

/** What is done to tables in the background, in small transactions: it goes on where it was when the lab starts again. */
export class Work {
  readonly #cloud: Cloud;
  /** [account, region, table's id, kind, index or region] */
  readonly #tasks: Collection<Task>;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#tasks = cloud.store.collection("dynamodb-work");
  }

  /** Begins a task. Only inside `store.write`. */
  begin(task: Task): void {
    this.#tasks.put(keyOf(task), task);
    const names = [task.account, task.region, task.id];
    // One that is at its end as this begins is not to take this one's timer with it.
    const moment = Math.max(this.#cloud.clock.now(), (momentOf("work", names, this.#cloud) ?? 0) + 1);
    schedule("work", names, this.#cloud, moment);
  }

  /** Does the next part of a table's first task. Answers whether there was one. Only inside `store.write`. */
  next(table: readonly string[], place: JobPlace): boolean {
    const task = this.#tasks.first({ under: table });
    if (!task) return false;
    const left = step(task, place);
    if (left) this.#tasks.put(keyOf(task), left);
    else this.#tasks.delete(...keyOf(task));
    return true;
  }
}

/** Does a table's tasks. */
export async function doWork(table: readonly string[], place: JobPlace): Promise<void> {
  const { cloud, state } = place;
  const turns = new Turns();
  while (cloud.store.write(() => state.work.next(table, place))) {
    await turns.next();
    state.jobs.check();
  }
}

function keyOf({ account, region, id, kind, index, to = index }: Task): KeyPart[] {
  return [account, region, id, kind, ...(to === undefined ? [] : [to])];
}
