import type { ResourceRecord, StackRecord, Wanted } from "../records.ts";
import type { Evaluation } from "../template/evaluation.ts";
import type { Policy } from "../template/template.ts";
import { DeploymentFailure, deploy, failedSentence } from "./deploy.ts";
import { checkExports } from "./exports.ts";
import type { Journal } from "./journal.ts";
import { liveValues } from "./live-values.ts";
import { removeAll, removeLeftovers } from "./removal.ts";
import { Closing, type Run } from "./run.ts";
import { undo } from "./undo.ts";

/** CREATE_IN_PROGRESS → CREATE_COMPLETE; what happens after a failure is the stack's own choice. */
export async function createStack(run: Run, evaluation: Evaluation): Promise<void> {
  try {
    await deploy(run, evaluation);
    run.journal.together(() => {
      const change = results(run, evaluation);
      for (const { before: _, imported: __, ...record } of run.journal.resources()) run.journal.settle(record);
      run.journal.enter("CREATE_COMPLETE", undefined, change);
    });
  } catch (error) {
    await failCreation(run, reasonToStop(error));
  }
}

/** CREATE_IN_PROGRESS → whatever the stack was told to do when its creation fails. */
export async function failCreation(run: Run, reason: string): Promise<void> {
  const { journal } = run;
  const { onFailure } = journal.stack;
  if (onFailure === "DO_NOTHING") return journal.enter("CREATE_FAILED", reason);
  if (onFailure === "DELETE") {
    journal.enter("DELETE_IN_PROGRESS", `${reason}Delete requested by user.`);
    return await deleteStack(run);
  }
  journal.enter("ROLLBACK_IN_PROGRESS", `${reason}Rollback requested by user.`);
  await rollBackCreation(run);
}

/** UPDATE_IN_PROGRESS → UPDATE_COMPLETE_CLEANUP_IN_PROGRESS → UPDATE_COMPLETE, or back. */
export async function updateStack(run: Run, evaluation: Evaluation): Promise<void> {
  try {
    await deploy(run, evaluation);
    run.journal.together(() => finishUpdate(run, evaluation));
  } catch (error) {
    return await failUpdate(run, reasonToStop(error));
  }
  await cleanUp(run);
}

/** UPDATE_IN_PROGRESS → whatever the stack was told to do when its update fails. */
export async function failUpdate(run: Run, reason: string): Promise<void> {
  const { journal } = run;
  if (journal.stack.onFailure === "DO_NOTHING") return journal.enter("UPDATE_FAILED", reason);
  journal.enter("UPDATE_ROLLBACK_IN_PROGRESS", reason);
  await rollBackUpdate(run);
}

/** ROLLBACK_IN_PROGRESS → ROLLBACK_COMPLETE */
export async function rollBackCreation(run: Run): Promise<void> {
  const { retainExceptOnCreate } = run.journal.stack;
  const failed = await removeAll(
    run,
    ({ deletionPolicy, imported }) => imported || (deletionPolicy === "Retain" && !retainExceptOnCreate),
  );
  if (failed.length > 0) run.journal.enter("ROLLBACK_FAILED", failedSentence(run, failed));
  else run.journal.enter("ROLLBACK_COMPLETE");
}

/** UPDATE_ROLLBACK_IN_PROGRESS → UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS → UPDATE_ROLLBACK_COMPLETE */
export async function rollBackUpdate(run: Run): Promise<void> {
  const failed = await undo(run);
  if (failed.length > 0) return run.journal.enter("UPDATE_ROLLBACK_FAILED", failedSentence(run, failed));
  run.journal.together(() => {
    run.journal.enter("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", undefined, {
      ...run.journal.stack.before,
      before: undefined,
    });
  });
  await cleanUp(run);
}

/** …_COMPLETE_CLEANUP_IN_PROGRESS → …_COMPLETE */
export async function cleanUp(run: Run): Promise<void> {
  await removeLeftovers(run);
  const after = run.journal.stack.status === "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS";
  run.journal.enter(after ? "UPDATE_COMPLETE" : "UPDATE_ROLLBACK_COMPLETE");
}

/** DELETE_IN_PROGRESS → DELETE_COMPLETE */
export async function deleteStack(run: Run): Promise<void> {
  const { journal, cloud } = run;
  const { retained = [] } = journal.stack;
  try {
    checkExports(run.state, journal.stack, []);
  } catch (error) {
    return journal.enter("DELETE_FAILED", (error as Error).message);
  }
  journal.together(() => {
    // An update that failed and was not rolled back has not removed what it replaced.
    for (const { before, ...record } of journal.resources()) {
      leaveReplaced(journal, record, before, record.deletionPolicy);
      journal.settle(record);
    }
  });
  const failed = await removeAll(
    run,
    ({ logicalId, deletionPolicy }) => retained.includes(logicalId) || deletionPolicy.startsWith("Retain"),
  );
  if (failed.length > 0) return journal.enter("DELETE_FAILED", failedSentence(run, failed));
  await removeLeftovers(run);
  journal.enter("DELETE_COMPLETE", undefined, { deletedAt: cloud.clock.now() });
}

/** The sentence that a stack shows when it can't go on; what is no such failure is thrown again. */
export function reasonToStop(error: unknown): string {
  if (error instanceof DeploymentFailure) return error.message;
  if (error instanceof Closing || (error as Error).name !== "ValidationError") throw error;
  return `${(error as Error).message.replace(/\.?$/, ".")} `;
}

/** What a stack shows of a deployment that succeeded. Throws AWS's ValidationError when outputs or exports are not possible. */
export function results({ state, journal }: Run, evaluation: Evaluation): Partial<StackRecord> {
  const outputs = evaluation.outputs(liveValues((id) => journal.resource(id)));
  checkExports(state, journal.stack, outputs);
  return { outputs, imports: evaluation.imports(), before: undefined, importing: undefined };
}

/** From here on the update counts: what it replaced or no longer wants is left over. */
function finishUpdate(run: Run, evaluation: Evaluation): void {
  const { journal } = run;
  const change = results(run, evaluation);
  for (const { before, imported: _, ...record } of journal.resources()) {
    const { logicalId, physicalId, updateReplacePolicy } = record;
    leaveReplaced(journal, record, before, updateReplacePolicy);
    if (evaluation.resources.has(logicalId)) {
      journal.settle(record);
    } else {
      if (physicalId !== undefined) journal.leave({ ...record, physicalId });
      journal.drop(logicalId);
    }
  }
  journal.enter("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", undefined, change);
}

/** Notes what stood in a resource's place before, when that was another one. */
function leaveReplaced(
  journal: Journal,
  { logicalId, physicalId }: ResourceRecord,
  before: ResourceRecord["before"],
  deletionPolicy: Policy,
): void {
  const former = before?.physicalId;
  if (before && former !== undefined && former !== physicalId)
    journal.leave({ ...before, logicalId, physicalId: former, deletionPolicy });
}

/** What a stack or a change set wants, by itself. */
export function wantedOf(record: Wanted): Wanted {
  const { template, processed, description, parameters, tags, capabilities, notificationArns } = record;
  return { template, processed, description, parameters, tags, capabilities, notificationArns };
}
