import { isDeepStrictEqual } from "node:util";
import type { Existing, ResourceRecord } from "../records.ts";
import { graphOf } from "../template/graph.ts";
import { changeResource, type Task } from "./handlers.ts";
import { type Run, walkDuring } from "./run.ts";
import { orFail } from "./steps.ts";

/**
 * Brings the resources that an update changed back to what they were, and makes leftovers of those that it made. It works
 * from the records alone, so it can be taken up again at any point. Resolves with the logical ids of those that failed.
 */
export async function undo(run: Run): Promise<string[]> {
  const touched = run.journal.resources().filter(({ before }) => before !== undefined);
  const graph = graphOf(touched.map(({ logicalId, before }) => [logicalId, before?.dependsOn ?? []]));
  const { signal } = run.closing;
  const work = async (logicalId: string) => {
    const record = run.journal.resource(logicalId);
    if (record?.before) await restore({ run, logicalId, signal }, record, record.before);
    else if (record) abandon(run, record);
  };
  return await walkDuring(run, graph, work, "continue");
}

async function restore(task: Task, record: ResourceRecord, before: Existing): Promise<void> {
  const { journal } = task.run;
  const { logicalId } = record;
  const sameResource = record.physicalId === before.physicalId;
  const changed = !isDeepStrictEqual([record.properties, record.tags], [before.properties, before.tags]);
  if (sameResource && changed) {
    journal.keep(record, { status: "UPDATE_IN_PROGRESS" });
    await orFail(task, record, "UPDATE_FAILED", async () => {
      const { id, attributes } = await changeResource(task, record, before);
      const restored = { ...before, logicalId, physicalId: id, attributes: attributes ?? before.attributes };
      journal.keep(restored, { status: "UPDATE_COMPLETE" });
    });
    return;
  }
  journal.together(() => {
    if (!sameResource) leave(task.run, record);
    journal.keep({ ...before, logicalId }, { status: "UPDATE_COMPLETE" });
  });
}

/** Takes a resource that the update made out of the stack. */
function abandon(run: Run, record: ResourceRecord): void {
  run.journal.together(() => {
    leave(run, record);
    run.journal.drop(record.logicalId);
  });
}

/** What only the failed update wanted goes, whatever it was declared to be retained for; `Retain` alone keeps it. */
function leave({ journal }: Run, record: ResourceRecord): void {
  const { physicalId, deletionPolicy: policy, imported } = record;
  const deletionPolicy = policy === "RetainExceptOnCreate" || journal.stack.retainExceptOnCreate ? "Delete" : policy;
  if (physicalId !== undefined && !imported) journal.leave({ ...record, physicalId, deletionPolicy });
}
