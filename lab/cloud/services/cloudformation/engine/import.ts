import type { Found } from "../../../service/service.ts";
import type { Existing } from "../records.ts";
import { readResource, type Task } from "./handlers.ts";
import { ResourceFailure } from "./resource-failure.ts";
import { orFail } from "./steps.ts";

/** A resource that exists and that a stack is to take in. */
export interface Import {
  readonly logicalId: string;
  readonly type: string;
  /** The physical id. */
  readonly id: string;
}

/** Takes an existing resource into the stack, as it is. Its properties become those of the template: drift tells the rest. */
export async function importResource(task: Task, wanted: Existing, physicalId: string): Promise<void> {
  const { journal } = task.run;
  const record = { ...wanted, logicalId: task.logicalId, physicalId, before: null, imported: true as const };
  journal.keep(record, { status: "IMPORT_IN_PROGRESS", reason: "Resource import started." });
  await orFail(task, wanted, "IMPORT_FAILED", async () => {
    const { attributes } = await found(task, record);
    journal.keep({ ...record, attributes }, { status: "IMPORT_COMPLETE", reason: "Resource import completed." });
  });
}

async function found(task: Task, { type, physicalId = "", ...rest }: Existing): Promise<Found> {
  const resource = await readResource(task, { ...rest, type, physicalId });
  if (resource) return resource;
  throw new ResourceFailure(`Resource of type '${type}' with identifier '${physicalId}' was not found.`);
}
