import type { Evaluation } from "../template/evaluation.ts";
import { deploy } from "./deploy.ts";
import { reasonToStop, results } from "./operations.ts";
import type { Run } from "./run.ts";

/** IMPORT_IN_PROGRESS → IMPORT_COMPLETE, or back. */
export async function importResources(run: Run, evaluation: Evaluation): Promise<void> {
  const { journal } = run;
  try {
    await deploy(run, evaluation);
    journal.together(() => {
      const change = results(run, evaluation);
      for (const { before: _, imported: __, ...record } of journal.resources()) journal.settle(record);
      journal.enter("IMPORT_COMPLETE", undefined, { ...change, importing: undefined });
    });
  } catch (error) {
    journal.enter("IMPORT_ROLLBACK_IN_PROGRESS", reasonToStop(error));
    await rollBackImport(run);
  }
}

/** IMPORT_ROLLBACK_IN_PROGRESS → IMPORT_ROLLBACK_COMPLETE: the resources stay, and the stack knows them no more. */
export async function rollBackImport({ journal }: Run): Promise<void> {
  journal.together(() => {
    for (const record of journal.resources()) {
      if (record.before === null) journal.drop(record.logicalId);
      else if (record.before) journal.settle({ ...record, ...record.before, before: undefined });
    }
    journal.enter("IMPORT_ROLLBACK_COMPLETE", undefined, {
      ...journal.stack.before,
      before: undefined,
      importing: undefined,
    });
  });
}
