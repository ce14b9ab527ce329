import type { ResourceStatus } from "@aws-sdk/client-cloudformation";
import type { Created } from "../../../service/service.ts";
import type { Existing, Leftover, ResourceRecord } from "../records.ts";
import { untilSignalled } from "./creation-policy.ts";
import { changeResource, makeResource, removeResource, requestToken, type Task } from "./handlers.ts";
import type { Stage } from "./journal.ts";
import { reasonOf } from "./resource-failure.ts";
import { Closing } from "./run.ts";

const REPLACING = "Requested update requires the creation of a new physical resource; hence creating one.";
const INITIATED = "Resource creation Initiated";
const CANCELLED: { readonly [status in ResourceStatus]?: string } = {
  CREATE_FAILED: "Resource creation cancelled",
  UPDATE_FAILED: "Resource update cancelled",
};

/** Thrown where a resource is no longer waited for, since another one failed or the caller wants the operation to stop. */
export class Cancelled extends Error {}

/** Makes a resource that the stack does not have. */
export async function create(task: Task, wanted: Existing): Promise<void> {
  const { journal } = task.run;
  let record = { ...wanted, logicalId: task.logicalId, before: null };
  journal.keep(record, { status: "CREATE_IN_PROGRESS" });
  const initiated = (physicalId: string) => {
    if (record.physicalId) return;
    record = { ...record, physicalId };
    journal.keep(record, { status: "CREATE_IN_PROGRESS", reason: INITIATED });
  };
  await orFail(task, wanted, "CREATE_FAILED", async () => {
    const { id, attributes = {} } = await makeResource({ ...task, initiated }, wanted);
    if (wanted.creationPolicy) initiated(id);
    await untilSignalled(task, wanted, (reason) => journal.keep(record, { status: "CREATE_IN_PROGRESS", reason }));
    journal.together(() => {
      initiated(id);
      journal.keep({ ...record, physicalId: id, attributes }, { status: "CREATE_COMPLETE" });
    });
  });
}

/** Makes a new resource in the place of one that can't be changed. The old one goes when the whole operation has succeeded. */
export async function replace(task: Task, record: ResourceRecord, wanted: Existing): Promise<void> {
  const { journal } = task.run;
  const old = { ...record, before: beforeOf(record) };
  journal.keep(old, { status: "UPDATE_IN_PROGRESS", reason: REPLACING });
  // Until the new resource has its record, a note keeps it from being forgotten.
  let note: string | undefined;
  const initiated = (physicalId: string) => {
    note ??= journal.leave({ ...wanted, logicalId: task.logicalId, physicalId });
  };
  await orFail(task, record, "UPDATE_FAILED", async () => {
    const made = await makeResource({ ...task, initiated }, wanted);
    journal.together(() => {
      if (note) journal.forget(note);
      supersede(task, old, made, wanted, { status: "UPDATE_IN_PROGRESS", reason: INITIATED });
    });
  });
}

/** Changes a resource in place. */
export async function update(task: Task, record: ResourceRecord, wanted: Existing): Promise<void> {
  const { physicalId, attributes, suffix } = record;
  const changing = { ...record, ...wanted, physicalId, attributes, suffix, before: beforeOf(record) };
  task.run.journal.keep(changing, { status: "UPDATE_IN_PROGRESS" });
  await orFail(task, record, "UPDATE_FAILED", async () => {
    const changed = await changeResource(task, record, changing);
    supersede(task, changing, changed, { ...wanted, suffix });
  });
}

/** Removes a resource that is still in the stack, unless its policy keeps it. */
export async function remove(task: Task, record: ResourceRecord, kept: boolean): Promise<void> {
  const { journal } = task.run;
  if (kept) return journal.keep(record, { status: "DELETE_SKIPPED" });
  if (record.physicalId === undefined) return journal.keep(record, { status: "DELETE_COMPLETE" });
  journal.keep(record, { status: "DELETE_IN_PROGRESS" });
  await orFail(task, record, "DELETE_FAILED", async () => {
    await removeResource(task, record);
    journal.keep(record, { status: "DELETE_COMPLETE" });
  });
}

/** Removes a resource that is no longer in the stack, unless its policy keeps it. */
export async function removeLeftover(task: Task, key: string, leftover: Leftover, kept: boolean): Promise<void> {
  const { journal } = task.run;
  const last: Stage = kept ? { status: "DELETE_SKIPPED" } : await removed(task, leftover);
  journal.together(() => {
    journal.tell(leftover, last);
    journal.forget(key);
  });
}

/** As on AWS: what can't be cleaned up stays behind, and the stack knows it no more. */
async function removed(task: Task, leftover: Leftover): Promise<Stage> {
  task.run.journal.tell(leftover, { status: "DELETE_IN_PROGRESS" });
  try {
    await removeResource(task, leftover);
    return { status: "DELETE_COMPLETE" };
  } catch (error) {
    if (error instanceof Closing) throw error;
    return { status: "DELETE_FAILED", reason: explained(task, leftover, error) };
  }
}

/** What a rollback of the running operation returns to. */
export function beforeOf(record: ResourceRecord): Existing | null {
  return record.before === undefined ? existing(record) : record.before;
}

/** A resource without what belongs to its place in the stack. */
function existing(record: ResourceRecord): Existing {
  const { logicalId: _id, status: _status, statusReason: _reason, updatedAt: _at, before: _before, ...rest } = record;
  return rest;
}

/** Records what a handler made of a resource. A new physical id means that the old resource is left over. */
function supersede(
  { run, logicalId }: Task,
  record: Omit<ResourceRecord, "status" | "updatedAt">,
  { id, attributes }: Created,
  wanted: Existing,
  ...stages: Stage[]
): void {
  const { journal } = run;
  const { before, physicalId } = record;
  journal.together(() => {
    // What existed before the operation goes, or comes back, at its end; what this very operation made goes now.
    const intermediate = physicalId !== undefined && physicalId !== id && physicalId !== before?.physicalId;
    if (intermediate) journal.leave({ ...record, logicalId, physicalId });
    const next = { ...record, ...wanted, physicalId: id, attributes: attributes ?? record.attributes };
    journal.keep(next, ...stages, { status: "UPDATE_COMPLETE" });
  });
}

/** Does one step of a resource's life. When it fails, the resource is recorded as failed, with the reason. */
export async function orFail(
  task: Task,
  what: Existing,
  status: ResourceStatus,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Closing) throw error;
    const { journal } = task.run;
    const record = journal.resource(task.logicalId);
    const reason = error instanceof Cancelled ? CANCELLED[status] : explained(task, what, error);
    if (record) journal.keep(record, { status, reason });
    throw error;
  }
}

function explained(task: Task, { type }: Existing, error: unknown): string {
  // An error that no service threw is a fault of the handler, and whoever mends that wants to know where it is.
  if (isFault(error)) task.run.cloud.log(`A resource of type ${type} failed: ${(error as Error).stack ?? error}`);
  return reasonOf(error, type, requestToken(task));
}

function isFault(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
}
