import { randomUUID } from "node:crypto";
import type { ChangeSetType } from "@aws-sdk/client-cloudformation";
import { AwsError } from "../../../errors.ts";
import type { Context } from "../../../service/service.ts";
import { Journal } from "../engine/journal.ts";
import { wantedOf } from "../engine/operations.ts";
import { factsOf } from "../engine/type-facts.ts";
import { validationError } from "../errors.ts";
import { checkedImports, existingImports, withImports } from "../imports/imports.ts";
import type { ChangeSetRecord, StackRecord } from "../records.ts";
import {
  beginCreation,
  beginImport,
  beginUpdate,
  checkUpdatable,
  isRepeated,
  newIdentity,
  newStack,
} from "../stacks/begin.ts";
import { changeSetNamed, changeSetsOf, findChangeSet, findStack, stackNamed } from "../stacks/lookup.ts";
import { evaluationOf, prepare } from "../stacks/prepare.ts";
import { keepsFailures, refuseUnsupported } from "../stacks/unsupported.ts";
import type { CloudFormation, CloudFormationState } from "../state.ts";
import { executionStatusOf } from "./descriptions.ts";
import { differenceOf } from "./difference.ts";

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** A change set is complete when this answers, so that nobody has to ask for it twice. */
export const createChangeSet: CloudFormation["CreateChangeSet"] = async (input, context) => {
  const { StackName, ChangeSetName: name, ChangeSetType: type = "UPDATE" } = input;
  refuseUnsupported(input);
  const stack = existingStack(StackName, name, type, context);
  const identity = stack ?? newIdentity(StackName, context);
  const past = stack?.status === "REVIEW_IN_PROGRESS" ? undefined : stack;
  const prepared = await prepare(input, past ?? identityOf(identity), context);
  const { changes, isEmpty } = await differenceOf(past, prepared, context);
  const { evaluation } = prepared;
  const importing =
    type === "IMPORT"
      ? checkedImports(input.ResourcesToImport ?? [], changes, evaluation, context)
      : input.ImportExistingResources
        ? await existingImports(changes, evaluation, past ?? identityOf(identity), context)
        : [];
  const { account, region, cloud } = context;
  const changeSet: ChangeSetRecord = {
    ...prepared.wanted,
    id: `arn:aws:cloudformation:${region}:${account}:changeSet/${name}/${randomUUID()}`,
    name,
    type,
    stackId: identity.id,
    stackName: identity.name,
    comment: input.Description,
    createdAt: cloud.clock.now(),
    status: isEmpty ? "FAILED" : "CREATE_COMPLETE",
    statusReason: isEmpty ? NO_CHANGES : undefined,
    executionStatus: isEmpty ? "UNAVAILABLE" : "AVAILABLE",
    onFailure: input.OnStackFailure ?? (keepsFailures(input) ? "DO_NOTHING" : undefined),
    roleArn: input.RoleARN,
    importing,
    importExisting: input.ImportExistingResources === true,
    changes: withImports(changes, importing),
  };
  keep(changeSet, stack, context);
  // What the execution will need is loaded while the caller looks at the changes.
  void Promise.all([...prepared.evaluation.resources.values()].map(({ Type }) => factsOf(cloud, Type)));
  return { Id: changeSet.id, StackId: identity.id };
};

/** A change set that is not there is as it should be. */
export const deleteChangeSet: CloudFormation["DeleteChangeSet"] = ({ ChangeSetName, StackName }, context) => {
  const changeSet = findChangeSet(context, ChangeSetName, StackName);
  if (!changeSet) return {};
  if (executionStatusOf(changeSet, findStack(context, changeSet.stackId)) === "EXECUTE_IN_PROGRESS")
    throw invalidStatus(`ChangeSet [${changeSet.id}] cannot be deleted in its current status of [EXECUTE_IN_PROGRESS]`);
  context.state.store.write(() => drop(context.state, changeSet));
  return {};
};

export const executeChangeSet: CloudFormation["ExecuteChangeSet"] = async (input, context) => {
  const { state } = context;
  const changeSet = changeSetNamed(context, input.ChangeSetName, input.StackName);
  const current = findStack(context, changeSet.stackId);
  if (
    current?.changeSetId === changeSet.id &&
    isRepeated(current, input.ClientRequestToken, /^(CREATE|ROLLBACK|UPDATE)_/)
  )
    return {};
  checkExecutable(changeSet);
  const stack = stackNamed(context, changeSet.stackId);
  const evaluation = evaluationOf(state, stack, changeSet);
  const manner = {
    onFailure: keepsFailures(input) ? "DO_NOTHING" : (changeSet.onFailure ?? "ROLLBACK"),
    retainExceptOnCreate: input.RetainExceptOnCreate === true,
    roleArn: changeSet.roleArn,
    token: input.ClientRequestToken,
    changeSetId: changeSet.id,
    policy: stack.policy,
    importing: changeSet.importing,
  } as const;
  const wanted = wantedOf(changeSet);
  if (changeSet.type === "CREATE") await beginCreation({ ...stack, ...wanted }, manner, evaluation, context);
  else if (changeSet.type === "IMPORT") await beginImport(stack, manner, { wanted, evaluation }, context);
  else await beginUpdate(stack, manner, { wanted, evaluation }, context);
  markExecuted(changeSet, context.state);
  return {};
};

/** The change sets of a stack that was changed without them can't be executed any more. */
export function obsoleteChangeSets(state: CloudFormationState, stackId: string): void {
  state.store.write(() => {
    for (const changeSet of changeSetsOf({ state }, stackId)) {
      if (changeSet.executionStatus === "AVAILABLE")
        state.changeSets.put([changeSet.id], { ...changeSet, executionStatus: "OBSOLETE" });
    }
  });
}

type Here = Context<CloudFormationState>;

/** The stack that a change set is for, if there is one. Throws AWS's error when the change set can't be made for it. */
function existingStack(
  name: string,
  changeSetName: string,
  type: ChangeSetType,
  context: Here,
): StackRecord | undefined {
  const stack = findStack(context, name);
  if (type === "UPDATE") {
    if (!stack) throw validationError(`Stack [${name}] does not exist`);
    checkUpdatable(stack);
  } else if (type === "IMPORT" && stack && stack.status !== "REVIEW_IN_PROGRESS") {
    checkUpdatable(stack);
  } else if (stack && stack.status !== "REVIEW_IN_PROGRESS") {
    throw validationError(
      `Stack [${stack.name}] already exists and cannot be created again with the changeSet [${changeSetName}].`,
    );
  }
  const namesake = stack && findChangeSet(context, changeSetName, stack.id);
  if (namesake && namesake.executionStatus !== "EXECUTE_IN_PROGRESS")
    throw new AwsError("AlreadyExistsException", `ChangeSet [${namesake.id}] already exists`);
  return stack;
}

/** A stack as one that has no past: a stack in review has been given nothing yet. */
function identityOf({ id, name, account, region }: Pick<StackRecord, "id" | "name" | "account" | "region">) {
  return { id, name, account, region };
}

function keep(changeSet: ChangeSetRecord, stack: StackRecord | undefined, context: Here): void {
  const { state } = context;
  state.store.write(() => {
    if (!stack) beginReview(changeSet, context);
    state.changeSets.put([changeSet.id], changeSet);
    state.changeSetNames.put([changeSet.stackId, changeSet.name], changeSet.id);
  });
}

/** A change set that creates a stack brings it into the world, with nothing in it. */
function beginReview({ stackId: id, stackName: name }: ChangeSetRecord, context: Here): void {
  const { state, cloud, account, region } = context;
  const wanted = { template: "", parameters: [], tags: [], capabilities: [], notificationArns: [] };
  const stack = newStack({ id, name, account, region }, "REVIEW_IN_PROGRESS", wanted, context);
  const journal = new Journal(state, cloud.clock, stack);
  journal.open(stack);
  journal.enter("REVIEW_IN_PROGRESS", "User Initiated");
}

function checkExecutable({ id, status, executionStatus }: ChangeSetRecord): void {
  if (executionStatus === "AVAILABLE") return;
  throw invalidStatus(
    status === "FAILED"
      ? `ChangeSet [${id}] cannot be executed in its current status of [FAILED]`
      : `ChangeSet [${id}] cannot be executed in its current execution status of [${executionStatus}]`,
  );
}

/** An executed change set can still be looked at; the others were made for a stack that is no longer the same. */
function markExecuted(executed: ChangeSetRecord, state: CloudFormationState): void {
  state.store.write(() => {
    for (const changeSet of changeSetsOf({ state }, executed.stackId))
      if (changeSet.id !== executed.id) drop(state, changeSet);
    state.changeSets.put([executed.id], { ...executed, executionStatus: "EXECUTE_IN_PROGRESS" });
  });
}

function drop(state: CloudFormationState, { id, stackId, name }: ChangeSetRecord): void {
  state.changeSets.delete(id);
  if (state.changeSetNames.get(stackId, name) === id) state.changeSetNames.delete(stackId, name);
}

function invalidStatus(message: string): AwsError {
  return new AwsError("InvalidChangeSetStatusException", message);
}
