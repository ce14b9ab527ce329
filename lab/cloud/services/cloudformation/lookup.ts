import { ChangeSetNotFoundException } from "@aws-sdk/client-cloudformation";
import type { Context } from "../../service.ts";
import { validationError } from "./errors.ts";
import type { ChangeSetRecord, StackRecord } from "./records.ts";
import type { CloudFormationState } from "./state.ts";

type Here = Pick<Context<CloudFormationState>, "state" | "account" | "region">;

const STACK_ARN = /^arn:aws:cloudformation:([a-z0-9-]+):(\d{12}):stack\/([^/]+)\/.+$/;

/** No name or ARN that CloudFormation gives is longer, and the store takes no longer keys. */
const LONGEST_KEY = 512;

/** The stack of a name, or the stack of an ARN even when it was deleted. */
export function findStack({ state, account, region }: Here, nameOrArn: string): StackRecord | undefined {
  if (nameOrArn.length > LONGEST_KEY) return undefined;
  const [, arnRegion, arnAccount, name] = STACK_ARN.exec(nameOrArn) ?? [];
  if (name === undefined) return liveStack(state, account, region, nameOrArn);
  return arnRegion === region && arnAccount === account
    ? state.stacks.get(account, region, name, nameOrArn)
    : undefined;
}

function liveStack(state: CloudFormationState, account: string, region: string, name: string): StackRecord | undefined {
  for (const stack of state.stacks.values({ under: [account, region, name] })) {
    if (stack.status !== "DELETE_COMPLETE") return stack;
  }
  return undefined;
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
  throw new ChangeSetNotFoundException({ message: `ChangeSet [${nameOrArn}] does not exist`, $metadata: {} });
}

/** The change set of a name (of a stack) or ARN. A name that was used again means its latest use. */
export function findChangeSet(here: Here, nameOrArn: string, stackName?: string): ChangeSetRecord | undefined {
  const { state, account, region } = here;
  if (nameOrArn.length > LONGEST_KEY) return undefined;
  if (nameOrArn.startsWith(`arn:aws:cloudformation:${region}:${account}:`)) return state.changeSets.get(nameOrArn);
  if (stackName === undefined)
    throw validationError("StackName must be specified if ChangeSetName is not specified as an ARN.");
  const stack = findStack(here, stackName);
  const id = stack && state.changeSetNames.get(stack.id, nameOrArn);
  return id === undefined ? undefined : state.changeSets.get(id);
}

/** The change sets of a stack, by name. */
export function changeSetsOf({ state }: Pick<Here, "state">, stackId: string): ChangeSetRecord[] {
  return [...state.changeSetNames.values({ under: [stackId] })].flatMap((id) => state.changeSets.get(id) ?? []);
}
