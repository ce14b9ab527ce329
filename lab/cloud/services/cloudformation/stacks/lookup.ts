import { AwsError } from "../../../errors.ts";
import type { Context } from "../../../service/service.ts";
import { validationError } from "../errors.ts";
import type { ChangeSetRecord, StackRecord } from "../records.ts";
import type { CloudFormationState } from "../state.ts";

type Here = Pick<Context<CloudFormationState>, "state" | "account" | "region">;

/** No name or ARN that CloudFormation gives is longer, and the store takes no longer keys. */
const LONGEST_KEY = 512;

/** The stack of a name, or the stack of an ARN even when it was deleted. */
export function findStack({ state, account, region }: Here, nameOrArn: string): StackRecord | undefined {
  if (nameOrArn.length > LONGEST_KEY) return undefined;
  const id = nameOrArn.startsWith("arn:") ? nameOrArn : state.stackNames.get(account, region, nameOrArn);
  return id === undefined ? undefined : state.stacks.get(account, region, id);
}

/** The stacks of an account and region that were not deleted, by name. */
export function* liveStacks({ state, account, region }: Here): Generator<StackRecord> {
  for (const id of state.stackNames.values({ under: [account, region] })) {
    const stack = state.stacks.get(account, region, id);
    if (stack) yield stack;
  }
}

/** The stack of a name or ARN. Throws AWS's ValidationError when there is none, in the words of most operations. */
export function stackNamed(here: Here, nameOrArn: string): StackRecord {
  const stack = findStack(here, nameOrArn);
  if (!stack) throw validationError(`Stack [${nameOrArn}] does not exist`);
  return stack;
}

/** The change set of a name (of a stack) or ARN. Throws AWS's ChangeSetNotFoundException when there is none. */
export function changeSetNamed(here: Here, nameOrArn: string, stackName: string | undefined): ChangeSetRecord {
  const found = findChangeSet(here, nameOrArn, stackName);
  if (found) return found;
  throw new AwsError("ChangeSetNotFoundException", `ChangeSet [${nameOrArn}] does not exist`);
}

/** The change set of a name (of a stack) or ARN. A name that was used again means its latest use. */
export function findChangeSet(here: Here, nameOrArn: string, stackName?: string): ChangeSetRecord | undefined {
  const { state, account, region } = here;
  if (nameOrArn.length > LONGEST_KEY) return undefined;
  if (nameOrArn.startsWith(`arn:aws:cloudformation:${region}:${account}:`)) return state.changeSets.get(nameOrArn);
  if (stackName === undefined)
    throw validationError("StackName must be specified if ChangeSetName is not specified as an ARN.");
  const id = state.changeSetNames.get(stackNamed(here, stackName).id, nameOrArn);
  return id === undefined ? undefined : state.changeSets.get(id);
}

/** The change sets of a stack, by name. */
export function changeSetsOf({ state }: Pick<Here, "state">, stackId: string): ChangeSetRecord[] {
  return [...state.changeSetNames.values({ under: [stackId] })].flatMap((id) => state.changeSets.get(id) ?? []);
}
