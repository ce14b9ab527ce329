import type { OperationType, StackStatus } from "@aws-sdk/client-cloudformation";
import type { Cloud } from "../../../cloud.ts";
import type { StackRecord } from "../records.ts";
import type { CloudFormationState } from "../state.ts";
import { rollBackImport } from "./import-operation.ts";
import { cleanUp, deleteStack, failCreation, failUpdate, rollBackCreation, rollBackUpdate } from "./operations.ts";
import { type Run, start } from "./run.ts";

const INTERRUPTED = "The lab was stopped in the middle of this operation. ";

/** How an operation goes on that was cut off in a status. */
const NEXT: { readonly [status in StackStatus]?: (run: Run) => Promise<void> } = {
  CREATE_IN_PROGRESS: (run) => giveUp(run, failCreation),
  ROLLBACK_IN_PROGRESS: rollBackCreation,
  UPDATE_IN_PROGRESS: (run) => giveUp(run, failUpdate),
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: cleanUp,
  UPDATE_ROLLBACK_IN_PROGRESS: rollBackUpdate,
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: cleanUp,
  IMPORT_IN_PROGRESS: rollBackImport,
  IMPORT_ROLLBACK_IN_PROGRESS: rollBackImport,
  DELETE_IN_PROGRESS: deleteStack,
};

/** The stacks that an earlier process left in the middle of something. To be asked before this one begins anything. */
export function interrupted({ stacks }: Pick<CloudFormationState, "stacks">): StackRecord[] {
  return [...stacks.values()].filter(({ status }) => NEXT[status]);
}

/** Takes up what was interrupted: what makes or changes resources is undone, all else is finished. */
export function resume(cloud: Cloud, state: CloudFormationState, stacks: readonly StackRecord[]): void {
  for (const stack of stacks) {
    const operation = NEXT[stack.status];
    // A request may have been faster, such as one that deletes the stack.
    if (!operation || state.runs.has(stack.id)) continue;
    start(cloud, state, stack, () => {}, operation, typeOf(stack.status)).catch((error) =>
      cloud.log(`The stack ${stack.name} stays in ${stack.status}: ${error.message}`),
    );
  }
}

/** Which operation it was that was cut off in a status. */
function typeOf(status: StackStatus): OperationType {
  if (status.startsWith("CREATE") || status.startsWith("ROLLBACK")) return "CREATE_STACK";
  return status.startsWith("DELETE") ? "DELETE_STACK" : "UPDATE_STACK";
}

/** What was under way when the lab stopped has failed; as much of it as has a physical id is removed or changed back. */
async function giveUp(run: Run, fail: (run: Run, reason: string) => Promise<void>): Promise<void> {
  const { journal } = run;
  for (const resource of journal.resources()) {
    const { status } = resource;
    if (/^(CREATE|UPDATE)_IN_PROGRESS$/.test(status))
      journal.keep(resource, {
        status: status.replace("IN_PROGRESS", "FAILED") as "CREATE_FAILED",
        reason: INTERRUPTED,
      });
  }
  await fail(run, INTERRUPTED);
}
