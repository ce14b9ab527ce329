import type { Journal } from "../engine/journal.ts";
import { rollBackCreation, rollBackUpdate } from "../engine/operations.ts";
import { start } from "../engine/run.ts";
import { Cancelled } from "../engine/steps.ts";
import { validationError } from "../errors.ts";
import type { CloudFormation } from "../state.ts";
import { stackNamed } from "./lookup.ts";

/** Undoes what an operation without rollback left behind. */
export const rollbackStack: CloudFormation["RollbackStack"] = async (input, context) => {
  const { cloud, state, caller } = context;
  const stack = stackNamed(context, input.StackName);
  const change = { caller, token: input.ClientRequestToken, roleArn: input.RoleARN ?? stack.roleArn };
  const created = stack.status === "CREATE_FAILED";
  const begin = (journal: Journal) => {
    const { id, status } = journal.stack;
    if (status !== "CREATE_FAILED" && status !== "UPDATE_FAILED")
      throw validationError(`Stack:${id} is in ${status} state and can not be rolled back.`);
    const retainExceptOnCreate = input.RetainExceptOnCreate === true;
    const next = created ? "ROLLBACK_IN_PROGRESS" : "UPDATE_ROLLBACK_IN_PROGRESS";
    journal.enter(next, "User Initiated", { ...change, retainExceptOnCreate });
  };
  await start(cloud, state, { ...stack, ...change }, begin, created ? rollBackCreation : rollBackUpdate, "ROLLBACK");
  return { StackId: stack.id };
};

/** Tries again to undo an update whose rollback failed, without the resources that are to be left as they are. */
export const continueUpdateRollback: CloudFormation["ContinueUpdateRollback"] = async (input, context) => {
  const { cloud, state, caller } = context;
  const { ResourcesToSkip = [], RoleARN, ClientRequestToken: token } = input;
  const stack = stackNamed(context, input.StackName);
  const change = { caller, token, roleArn: RoleARN ?? stack.roleArn };
  const begin = (journal: Journal) => {
    const { id, status } = journal.stack;
    if (status !== "UPDATE_ROLLBACK_FAILED")
      throw validationError(`Stack:${id} is in ${status} state and can not continue its rollback.`);
    journal.together(() => {
      journal.enter("UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated", change);
      for (const logicalId of ResourcesToSkip) skip(journal, logicalId);
    });
  };
  await start(cloud, state, { ...stack, ...change }, begin, rollBackUpdate, "CONTINUE_ROLLBACK");
  return {};
};

/** Stops an update that is under way; what it changed is undone. */
export const cancelUpdateStack: CloudFormation["CancelUpdateStack"] = (input, context) => {
  const stack = stackNamed(context, input.StackName);
  const run = context.state.runs.get(stack.id);
  if (stack.status !== "UPDATE_IN_PROGRESS" || !run)
    throw validationError("CancelUpdateStack cannot be called from current stack status");
  run.cancelling.abort(new Cancelled());
  return {};
};

function skip(journal: Journal, logicalId: string): void {
  const resource = journal.resource(logicalId);
  if (resource?.status !== "UPDATE_FAILED" || !resource.before)
    throw validationError(`Resources [${logicalId}] are not in UPDATE_FAILED state and can not be skipped`);
  const skipped = { ...resource.before, logicalId };
  journal.keep(skipped, { status: "UPDATE_COMPLETE", reason: "Resource update skipped by the user" });
}
