import type { OnStackFailure } from "@aws-sdk/client-cloudformation";
import { obsoleteChangeSets } from "../change-sets/change-sets.ts";
import { differenceOf } from "../change-sets/difference.ts";
import { deleteStack as deletion } from "../engine/operations.ts";
import { start } from "../engine/run.ts";
import { validationError } from "../errors.ts";
import type { StackRecord } from "../records.ts";
import type { CloudFormation, CloudFormationState } from "../state.ts";
import {
  alreadyExists,
  beginCreation,
  beginUpdate,
  checkUpdatable,
  isRepeated,
  newIdentity,
  newStack,
} from "./begin.ts";
import { findStack, stackNamed } from "./lookup.ts";
import { policyText } from "./policies.ts";
import { prepare } from "./prepare.ts";
import { keepsFailures, refuseUnsupported } from "./unsupported.ts";

export const createStack: CloudFormation["CreateStack"] = async (input, context) => {
  const { StackName, OnFailure, DisableRollback, EnableTerminationProtection = false } = input;
  refuseUnsupported(input);
  if (OnFailure && DisableRollback !== undefined)
    throw validationError("You may only specify one of DisableRollback and OnFailure");
  const identity = newIdentity(StackName, context);
  const existing = findStack(context, StackName);
  if (existing && isRepeated(existing, input.ClientRequestToken, /^(CREATE|ROLLBACK)_/))
    return { StackId: existing.id };
  if (existing) throw alreadyExists(StackName);
  const { wanted, evaluation } = await prepare(input, identity, context);
  const stack = newStack(identity, "CREATE_IN_PROGRESS", wanted, context);
  const manner = {
    onFailure: (OnFailure ?? (keepsFailures(input) ? "DO_NOTHING" : "ROLLBACK")) as OnStackFailure,
    retainExceptOnCreate: input.RetainExceptOnCreate === true,
    roleArn: input.RoleARN,
    token: input.ClientRequestToken,
    terminationProtection: EnableTerminationProtection,
    policy: await policyText({ body: input.StackPolicyBody, url: input.StackPolicyURL }, context),
    timeoutInMinutes: input.TimeoutInMinutes,
  };
  const { id: OperationId } = await beginCreation(stack, manner, evaluation, context);
  return { StackId: stack.id, OperationId };
};

export const updateStack: CloudFormation["UpdateStack"] = async (input, context) => {
  refuseUnsupported(input);
  const stack = stackNamed(context, input.StackName);
  if (isRepeated(stack, input.ClientRequestToken, /^UPDATE_/)) return { StackId: stack.id };
  checkUpdatable(stack);
  const prepared = await prepare(input, stack, context);
  if ((await differenceOf(stack, prepared, context)).isEmpty) throw validationError("No updates are to be performed.");
  const manner = {
    onFailure: keepsFailures(input) ? "DO_NOTHING" : "ROLLBACK",
    retainExceptOnCreate: input.RetainExceptOnCreate === true,
    roleArn: input.RoleARN,
    token: input.ClientRequestToken,
    policy: (await policyText({ body: input.StackPolicyBody, url: input.StackPolicyURL }, context)) ?? stack.policy,
    policyDuringUpdate: await policyText(
      { body: input.StackPolicyDuringUpdateBody, url: input.StackPolicyDuringUpdateURL },
      context,
    ),
  } as const;
  const { id: OperationId } = await beginUpdate(stack, manner, prepared, context);
  obsoleteChangeSets(context.state, stack.id);
  return { StackId: stack.id, OperationId };
};

/** A stack that is not there, or on its way out already, is as it should be. */
export const deleteStack: CloudFormation["DeleteStack"] = async (input, context) => {
  const { StackName, RetainResources = [], RoleARN, ClientRequestToken: token } = input;
  const { cloud, state, caller } = context;
  const stack = findStack(context, StackName);
  if (!stack || stack.status === "DELETE_COMPLETE" || stack.status === "DELETE_IN_PROGRESS") return {};
  isRepeated(stack, token, /^DELETE_/);
  if (stack.terminationProtection)
    throw validationError(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`);
  if (RetainResources.length > 0 && stack.status !== "DELETE_FAILED")
    throw validationError(
      `Invalid operation on stack [${stack.id}]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.`,
    );
  await stopCreation(stack, context.state);
  const change = { roleArn: RoleARN ?? stack.roleArn, retained: RetainResources, caller, token };
  await start(
    cloud,
    state,
    { ...stack, ...change },
    (journal) => {
      checkDeletable(journal.stack);
      journal.enter("DELETE_IN_PROGRESS", "User Initiated", change);
    },
    deletion,
    "DELETE_STACK",
  );
  return {};
};

export const updateTerminationProtection: CloudFormation["UpdateTerminationProtection"] = (input, context) => {
  const stack = stackNamed(context, input.StackName);
  const { account, region, id } = stack;
  if (stack.status.startsWith("DELETE_"))
    throw validationError(
      `Stack [${id}] is in ${stack.status} state and its TerminationProtection can not be changed.`,
    );
  const { state } = context;
  const terminationProtection = input.EnableTerminationProtection;
  state.store.write(() => state.stacks.put([account, region, id], { ...stack, terminationProtection }));
  return { StackId: id };
};

function checkDeletable({ id, status }: StackRecord): void {
  const moving = status.endsWith("_IN_PROGRESS") && status !== "REVIEW_IN_PROGRESS" && status !== "CREATE_IN_PROGRESS";
  if (moving) throw validationError(`Stack [${id}] cannot be deleted while in status ${status}`);
}

/** A stack may be deleted while it is created: what exists by then is removed. */
async function stopCreation(stack: StackRecord, { runs }: CloudFormationState): Promise<void> {
  checkDeletable(stack);
  const run = runs.get(stack.id);
  run?.closing.abort();
  await run?.finished;
}
