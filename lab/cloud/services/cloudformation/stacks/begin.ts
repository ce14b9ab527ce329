import { randomUUID } from "node:crypto";
import type { OnStackFailure, StackStatus } from "@aws-sdk/client-cloudformation";
import { AwsError } from "../../../errors.ts";
import type { Context } from "../../../service/service.ts";
import { violationOf } from "../../../wire/constraints.ts";
import type { Import } from "../engine/import.ts";
import { importResources } from "../engine/import-operation.ts";
import type { Journal } from "../engine/journal.ts";
import { createStack, updateStack, wantedOf } from "../engine/operations.ts";
import { type Operation, type Run, start } from "../engine/run.ts";
import { validationError } from "../errors.ts";
import type { StackRecord, Wanted } from "../records.ts";
import type { CloudFormationState } from "../state.ts";
import type { Evaluation } from "../template/evaluation.ts";
import { findStack } from "./lookup.ts";
import type { Prepared } from "./prepare.ts";

type Here = Context<CloudFormationState>;

/** How an operation on a stack is to be done. */
export interface Manner {
  readonly onFailure: OnStackFailure;
  readonly retainExceptOnCreate: boolean;
  readonly roleArn?: string | undefined;
  readonly token?: string | undefined;
  readonly changeSetId?: string | undefined;
  readonly terminationProtection?: boolean;
  readonly policy?: string | undefined;
  readonly policyDuringUpdate?: string | undefined;
  readonly timeoutInMinutes?: number | undefined;
  readonly importing?: readonly Import[];
}

/** The states in which a stack may be updated. */
const UPDATABLE: readonly StackStatus[] = [
  "CREATE_COMPLETE",
  "UPDATE_COMPLETE",
  "UPDATE_ROLLBACK_COMPLETE",
  "IMPORT_COMPLETE",
  "IMPORT_ROLLBACK_COMPLETE",
  // Left behind by an operation without rollback, to be tried again.
  "CREATE_FAILED",
  "UPDATE_FAILED",
];

/** In an account and region. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MOST_STACKS = 2000;

/**
 * The identity of a stack that is not there yet. Throws AWS's LimitExceededException where there can't be more.
 */
export function newIdentity(name: string, { account, region, state }: Here) {
  checkStackName(name);
  if ([...state.stackNames.keys({ under: [account, region] })].length >= MOST_STACKS)
    throw new AwsError("LimitExceededException", "Limit for stack has been exceeded");
  return { id: `arn:aws:cloudformation:${region}:${account}:stack/${name}/${randomUUID()}`, name, account, region };
}

/** A stack that has nothing yet. */
export function newStack(
  identity: ReturnType<typeof newIdentity>,
  status: StackStatus,
  wanted: Wanted,
  { cloud, caller }: Here,
): StackRecord {
  return {
    ...identity,
    ...wanted,
    status,
    createdAt: cloud.clock.now(),
    outputs: [],
    imports: [],
    terminationProtection: false,
    onFailure: "ROLLBACK",
    retainExceptOnCreate: false,
    caller,
  };
}

export function alreadyExists(name: string): AwsError {
  return new AwsError("AlreadyExistsException", `Stack [${name}] already exists`);
}

/**
 * Whether a request asks again for what was begun: clients send a token along, so that a request whose answer was lost can be
 * sent once more. Throws AWS's TokenAlreadyExistsException for a token that was used for something else.
 */
export function isRepeated(stack: StackRecord | undefined, token: string | undefined, statuses: RegExp): boolean {
  if (token === undefined || stack?.token !== token) return false;
  if (statuses.test(stack.status)) return true;
  throw new AwsError("TokenAlreadyExistsException", `Token [${token}] was used for another operation`);
}

/** Throws AWS's ValidationError when a stack is in no state to be updated. */
export function checkUpdatable({ id, status }: StackRecord): void {
  if (!UPDATABLE.includes(status)) throw validationError(`Stack:${id} is in ${status} state and can not be updated.`);
}

/** Starts the creation of a stack. */
export async function beginCreation(
  stack: StackRecord,
  manner: Manner,
  evaluation: Evaluation,
  context: Here,
): Promise<Operation> {
  const { cloud, state, caller } = context;
  const begin = (journal: Journal) => {
    // Checked when the stack's role has been assumed: another request may have come first.
    const current = findStack(context, stack.name);
    const reviewed = current?.id === stack.id && current.status === "REVIEW_IN_PROGRESS";
    if (current && !reviewed) throw alreadyExists(stack.name);
    journal.together(() => {
      journal.open(stack);
      // A change set made the stack when it was made itself: its execution counts as an update.
      const time = manner.changeSetId ? "updatedAt" : "createdAt";
      journal.enter("CREATE_IN_PROGRESS", "User Initiated", { ...manner, caller, [time]: cloud.clock.now() });
    });
  };
  const work = (run: Run) => withinTime(run, manner.timeoutInMinutes, () => createStack(run, evaluation));
  return await start(cloud, state, { ...stack, ...manner, caller }, begin, work, "CREATE_STACK");
}

/** Starts the import of resources into a stack, which may be one that has nothing yet. */
export async function beginImport(
  stack: StackRecord,
  manner: Manner,
  { wanted, evaluation }: Prepared,
  { cloud, state, caller }: Here,
): Promise<Operation> {
  const change = { ...wanted, ...manner, caller, roleArn: manner.roleArn ?? stack.roleArn };
  const begin = (journal: Journal) => {
    const current = journal.stack;
    if (current.status !== "REVIEW_IN_PROGRESS") checkUpdatable(current);
    journal.enter("IMPORT_IN_PROGRESS", "User Initiated", {
      ...change,
      before: wantedOf(current),
      updatedAt: cloud.clock.now(),
    });
  };
  const work = (run: Run) => importResources(run, evaluation);
  return await start(cloud, state, { ...stack, ...change }, begin, work, "UPDATE_STACK");
}

/** Stops a creation that takes too long. */
async function withinTime(run: Run, minutes: number | undefined, work: () => Promise<void>): Promise<void> {
  if (minutes === undefined) return await work();
  const late = new Error("Stack creation time exceeded the specified timeout. ");
  const cancel = run.cloud.clock.after(minutes * 60_000, () => run.cancelling.abort(late));
  try {
    await work();
  } finally {
    cancel();
  }
}

/** Starts the update of a stack. */
export async function beginUpdate(
  stack: StackRecord,
  manner: Manner,
  { wanted, evaluation }: Prepared,
  { cloud, state, caller }: Here,
): Promise<Operation> {
  const change = {
    ...wanted,
    policyDuringUpdate: undefined,
    ...manner,
    caller,
    roleArn: manner.roleArn ?? stack.roleArn,
  };
  const begin = (journal: Journal) => {
    const current = journal.stack;
    checkUpdatable(current);
    const before = current.before ?? wantedOf(current);
    journal.enter("UPDATE_IN_PROGRESS", "User Initiated", { ...change, before, updatedAt: cloud.clock.now() });
  };
  const work = (run: Run) => updateStack(run, evaluation);
  return await start(cloud, state, { ...stack, ...change }, begin, work, "UPDATE_STACK");
}

/** Throws AWS's ValidationError for what can't be the name of a stack. The model has no constraint on it. */
function checkStackName(name: string): void {
  if (/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) return;
  const rule = "Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*";
  throw validationError(violationOf("stackName", rule, name));
}
