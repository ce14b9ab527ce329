import type { Cloud } from "../../../cloud.ts";
import { own } from "../../../own.ts";
import { fillBackup } from "../backups/create-backup.ts";
import { forgetAll, trimHistory } from "../backups/history.ts";
import { fillTable } from "../backups/restore.ts";
import type { DynamoDbState } from "../state.ts";
import { expire } from "../tables/expiries.ts";
import { doWork } from "../tables/work.ts";
import { writeExport } from "../transfers/export-files.ts";
import { readImport } from "../transfers/import-items.ts";

/** Where a job runs. */
export interface JobPlace {
  readonly cloud: Cloud;
  readonly state: DynamoDbState;
}

/** Does what is left of a job. What it did before the lab was killed, it may find done. */
export type Job = (names: readonly string[], place: JobPlace) => Promise<void>;

/**
 * What goes on after an operation has answered, or at a later time: each is a timer, so that it survives a restart, and a move
 * of the clock waits for it.
 */
const jobs: Readonly<Record<string, Job>> = {
  backup: fillBackup,
  restore: fillTable,
  export: writeExport,
  import: readImport,
  forgetting: forgetAll,
  expiry: expire,
  history: trimHistory,
  work: doWork,
};

/**
 * Lets a job begin at a moment, at once by default. One that is set already is moved.
 *
 * @param names tell what it is about, such as a table's account, region and name
 */
export function schedule(kind: string, names: readonly string[], { clock, timers }: Cloud, moment = clock.now()): void {
  timers.set("dynamodb", keyOf(kind, names), moment);
}

export function isScheduled(kind: string, names: readonly string[], cloud: Cloud): boolean {
  return momentOf(kind, names, cloud) !== undefined;
}

/** When a job begins; nothing when it does not. */
export function momentOf(kind: string, names: readonly string[], { timers }: Cloud): number | undefined {
  return timers.get("dynamodb", keyOf(kind, names));
}

export function cancel(kind: string, names: readonly string[], { timers }: Cloud): void {
  timers.cancel("dynamodb", keyOf(kind, names));
}

/** Does the job whose timer has come. */
export async function due(key: string, _moment: number, state: DynamoDbState, cloud: Cloud): Promise<void> {
  const [kind = "", ...names] = key.split(" ");
  const job = own(jobs, kind);
  if (job) await state.jobs.add(job(names, { cloud, state }));
}

/** No name that a job is about has a space. */
function keyOf(kind: string, names: readonly string[]): string {
  return [kind, ...names].join(" ");
}
