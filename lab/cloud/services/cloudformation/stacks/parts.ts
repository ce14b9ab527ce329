import type { StackResource } from "@aws-sdk/client-cloudformation";
import type { Context } from "../../../service/service.ts";
import { validationError } from "../errors.ts";
import type { ResourceRecord, StackRecord } from "../records.ts";
import type { CloudFormation, CloudFormationState } from "../state.ts";
import { describedEvent } from "./descriptions.ts";
import { findStack, liveStacks, stackNamed } from "./lookup.ts";
import { pageOf } from "./pages.ts";

type Here = Context<CloudFormationState>;

const EVENTS_PER_PAGE = 100;

/** Newest first. The token is the number of the last event that was shown, so that new events don't shift the pages. */
export const describeStackEvents: CloudFormation["DescribeStackEvents"] = (
  { StackName, NextToken: token },
  context,
) => {
  const { state } = context;
  const { id, name } = stackNamed(context, StackName);
  if (token !== undefined && !/^-\d+$/.test(token)) throw validationError("NextToken is not valid");
  const after = token === undefined ? {} : { after: [id, Number(token)] };
  const entries = [...state.events.entries({ under: [id], ...after, limit: EVENTS_PER_PAGE + 1 })];
  const shown = entries.slice(0, EVENTS_PER_PAGE);
  return {
    StackEvents: shown.map(([, event]) => ({ ...describedEvent(id, event), StackName: name })),
    NextToken: entries.length > shown.length ? String(shown.at(-1)?.[0].at(-1)) : undefined,
  };
};

export const describeStackResource: CloudFormation["DescribeStackResource"] = (input, context) => {
  const stack = existingStack(context, input.StackName);
  const resource = resourcesOf(stack, context).find(({ logicalId }) => logicalId === input.LogicalResourceId);
  if (!resource) throw validationError(`Resource ${input.LogicalResourceId} does not exist for stack ${stack.name}`);
  const { Timestamp, ...shown } = shownResource(resource, stack, context.state);
  const Metadata = resource.metadata === undefined ? undefined : JSON.stringify(resource.metadata);
  return { StackResourceDetail: { ...shown, LastUpdatedTimestamp: Timestamp, Metadata } };
};

export const describeStackResources: CloudFormation["DescribeStackResources"] = (input, context) => {
  const { StackName, LogicalResourceId, PhysicalResourceId } = input;
  const stack = PhysicalResourceId ? ownerOf(PhysicalResourceId, context) : existingStack(context, StackName ?? "");
  const resources = resourcesOf(stack, context)
    .filter(({ logicalId }) => LogicalResourceId === undefined || logicalId === LogicalResourceId)
    .map((resource) => shownResource(resource, stack, context.state));
  return { StackResources: resources };
};

export const listStackResources: CloudFormation["ListStackResources"] = ({ StackName, NextToken: token }, context) => {
  const stack = existingStack(context, StackName);
  const { items, NextToken } = pageOf(resourcesOf(stack, context), token);
  const summaries = items.map((resource) => {
    const { Timestamp, StackId: _id, StackName: _name, ...shown } = shownResource(resource, stack, context.state);
    return { ...shown, LastUpdatedTimestamp: Timestamp };
  });
  return { StackResourceSummaries: summaries, NextToken };
};

function existingStack(context: Here, nameOrArn: string): StackRecord {
  const stack = findStack(context, nameOrArn);
  if (!stack) throw validationError(`Stack with id ${nameOrArn} does not exist`);
  return stack;
}

function ownerOf(physicalId: string, context: Here): StackRecord {
  for (const stack of liveStacks(context)) {
    if (resourcesOf(stack, context).some((resource) => resource.physicalId === physicalId)) return stack;
  }
  throw validationError(`Stack for ${physicalId} does not exist`);
}

function resourcesOf(stack: StackRecord, { state }: Here): ResourceRecord[] {
  return [...state.resources.values({ under: [stack.id] })];
}

function driftOf({ logicalId }: ResourceRecord, stackId: string, { drifts }: CloudFormationState) {
  const drift = drifts.get(stackId, logicalId);
  if (!drift) return { StackResourceDriftStatus: "NOT_CHECKED" as const };
  return { StackResourceDriftStatus: drift.status, LastCheckTimestamp: new Date(drift.at) };
}

function shownResource(resource: ResourceRecord, { id, name }: StackRecord, state: CloudFormationState) {
  return {
    StackId: id,
    StackName: name,
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.type,
    Timestamp: new Date(resource.updatedAt),
    ResourceStatus: resource.status,
    ResourceStatusReason: resource.statusReason,
    DriftInformation: driftOf(resource, id, state),
  } satisfies StackResource;
}
