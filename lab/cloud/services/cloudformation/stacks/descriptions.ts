import type {
  Output,
  Parameter,
  ResourceStatus,
  Stack,
  StackDriftInformation,
  StackSummary,
} from "@aws-sdk/client-cloudformation";
import { reachable } from "../engine/addresses.ts";
import { validationError } from "../errors.ts";
import type { EventRecord, StackRecord } from "../records.ts";
import type { CloudFormation } from "../state.ts";
import type { ParameterValue } from "../template/parameters.ts";
import { findStack, liveStacks } from "./lookup.ts";
import { pageOf } from "./pages.ts";
import { untilSettled } from "./waiting.ts";

/** Asked for one stack that is in motion, this answers when it has settled, or after a while. */
export const describeStacks: CloudFormation["DescribeStacks"] = async ({ StackName, NextToken: token }, context) => {
  const { state, cloud } = context;
  if (StackName === undefined) {
    const live = [...liveStacks(context)];
    const { items, NextToken } = pageOf(live, token);
    return { Stacks: items.map((stack) => describe(stack, cloud.endpoint)), NextToken };
  }
  const found = findStack(context, StackName);
  if (found) await untilSettled(state, found.id);
  const stack = found && findStack(context, StackName.startsWith("arn:") ? StackName : found.name);
  if (!stack) throw validationError(`Stack with id ${StackName} does not exist`);
  return { Stacks: [describe(stack, cloud.endpoint)] };
};

/** Deleted stacks are listed for ninety days. */
const REMEMBERED = 90 * 24 * 3600 * 1000;

export const listStacks: CloudFormation["ListStacks"] = ({ StackStatusFilter = [], NextToken: token }, context) => {
  const { state, account, region, cloud } = context;
  const since = cloud.clock.now() - REMEMBERED;
  const listed = [...state.stacks.values({ under: [account, region] })]
    .filter(({ deletedAt }) => deletedAt === undefined || deletedAt > since)
    .filter(({ status }) => StackStatusFilter.length === 0 || StackStatusFilter.includes(status))
    .sort((a, b) => b.createdAt - a.createdAt);
  const { items, NextToken } = pageOf(listed, token);
  return { StackSummaries: items.map(summarize), NextToken };
};

/** Parameters as they are shown: a NoEcho value is not. */
export function shownParameters(parameters: readonly ParameterValue[]): Parameter[] {
  return parameters.map(({ key, value, resolved, noEcho }) => ({
    ParameterKey: key,
    ParameterValue: noEcho ? "****" : value,
    ResolvedValue: noEcho ? undefined : resolved,
  }));
}

function describe(stack: StackRecord, endpoint: string): Stack {
  return {
    ...timesAndStatus(stack),
    StackName: stack.name,
    Description: stack.description,
    ChangeSetId: stack.changeSetId,
    Parameters: shownParameters(stack.parameters),
    RollbackConfiguration: {},
    TimeoutInMinutes: stack.timeoutInMinutes,
    DisableRollback: stack.onFailure === "DO_NOTHING",
    NotificationARNs: [...stack.notificationArns],
    Capabilities: stack.capabilities as [],
    Outputs: shownOutputs(stack, endpoint),
    RoleARN: stack.roleArn,
    Tags: [...stack.tags],
    EnableTerminationProtection: stack.deletedAt === undefined ? stack.terminationProtection : undefined,
  };
}

function summarize(stack: StackRecord): StackSummary {
  return { ...timesAndStatus(stack), StackName: stack.name, TemplateDescription: stack.description };
}

function timesAndStatus(stack: StackRecord) {
  return {
    StackId: stack.id,
    ParentId: stack.parentId,
    RootId: stack.rootId,
    CreationTime: new Date(stack.createdAt),
    LastUpdatedTime: stack.updatedAt === undefined ? undefined : new Date(stack.updatedAt),
    DeletionTime: stack.deletedAt === undefined ? undefined : new Date(stack.deletedAt),
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DriftInformation: driftOf(stack),
  };
}

function driftOf({ drift }: StackRecord): StackDriftInformation {
  if (!drift) return { StackDriftStatus: "NOT_CHECKED" };
  return { StackDriftStatus: drift.drifted ? "DRIFTED" : "IN_SYNC", LastCheckTimestamp: new Date(drift.at) };
}

function shownOutputs({ outputs }: StackRecord, endpoint: string): Output[] {
  return outputs.map(({ key, value, description, exportName }) => ({
    OutputKey: key,
    OutputValue: reachable(value, endpoint),
    Description: description,
    ExportName: exportName,
  }));
}

/** An event, as far as all operations that list events tell of it. */
export function describedEvent(StackId: string, event: EventRecord) {
  return {
    StackId,
    EventId: event.id,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: new Date(event.at),
    ResourceStatus: event.status as ResourceStatus,
    ResourceStatusReason: event.reason,
    ResourceProperties: event.properties,
    ClientRequestToken: event.token,
  };
}
