import { randomUUID } from "node:crypto";
import type { StackResourceDrift, StackResourceDriftStatus } from "@aws-sdk/client-cloudformation";
import type { Context } from "../../../service/service.ts";
import { Turns } from "../../../time/turns.ts";
import { announceDrift } from "../engine/announcements.ts";
import { differencesOf } from "../engine/drift.ts";
import { executorOf } from "../engine/executor.ts";
import { providerOf } from "../engine/providers.ts";
import { validationError } from "../errors.ts";
import type { DriftRecord, ResourceRecord, StackRecord } from "../records.ts";
import { stackNamed } from "../stacks/lookup.ts";
import { pageOf } from "../stacks/pages.ts";
import type { CloudFormation, CloudFormationState } from "../state.ts";

type Here = Context<CloudFormationState>;

/** A detection is complete when this answers: reading resources of this cloud takes no time. */
export const detectStackDrift: CloudFormation["DetectStackDrift"] = async (input, context) => {
  const { state, cloud } = context;
  const stack = comparable(stackNamed(context, input.StackName));
  const resources = [...state.resources.values({ under: [stack.id] })].filter(
    ({ logicalId, physicalId }) =>
      physicalId !== undefined &&
      (input.LogicalResourceIds === undefined || input.LogicalResourceIds.includes(logicalId)),
  );
  const drifts: DriftRecord[] = [];
  const turns = new Turns();
  for (const resource of resources) {
    await turns.next();
    drifts.push(await driftOf(resource, stack, context));
  }
  const id = randomUUID();
  const drifted = drifts.filter(({ status }) => status === "MODIFIED" || status === "DELETED").length;
  const at = cloud.clock.now();
  state.store.write(() => {
    for (const drift of drifts) state.drifts.put([stack.id, drift.logicalId], drift);
    const detection = { id, stackId: stack.id, at, drifted };
    state.driftDetections.put([id], detection);
    announceDrift(stack, detection, cloud.announcements);
    const { account, region } = stack;
    const now = state.stacks.get(account, region, stack.id);
    if (now) state.stacks.put([account, region, stack.id], { ...now, drift: { drifted: drifted > 0, at } });
  });
  return { StackDriftDetectionId: id };
};

export const describeStackDriftDetectionStatus: CloudFormation["DescribeStackDriftDetectionStatus"] = (
  { StackDriftDetectionId },
  { state },
) => {
  const detection = state.driftDetections.get(StackDriftDetectionId);
  if (!detection) throw validationError(`Drift detection with id [${StackDriftDetectionId}] does not exist`);
  return {
    StackId: detection.stackId,
    StackDriftDetectionId: detection.id,
    StackDriftStatus: detection.drifted > 0 ? "DRIFTED" : "IN_SYNC",
    DetectionStatus: "DETECTION_COMPLETE",
    DriftedStackResourceCount: detection.drifted,
    Timestamp: new Date(detection.at),
  };
};

export const detectStackResourceDrift: CloudFormation["DetectStackResourceDrift"] = async (input, context) => {
  const { state } = context;
  const stack = comparable(stackNamed(context, input.StackName));
  const resource = state.resources.get(stack.id, input.LogicalResourceId);
  if (!resource) throw validationError(`Resource ${input.LogicalResourceId} does not exist for stack ${stack.name}`);
  const drift = await driftOf(resource, stack, context);
  state.store.write(() => state.drifts.put([stack.id, drift.logicalId], drift));
  return { StackResourceDrift: shown(drift, stack) };
};

export const describeStackResourceDrifts: CloudFormation["DescribeStackResourceDrifts"] = (input, context) => {
  const { state } = context;
  const { StackName, StackResourceDriftStatusFilters: wanted = [], NextToken: token, MaxResults } = input;
  const stack = stackNamed(context, StackName);
  const drifts = [...state.drifts.values({ under: [stack.id] })].filter(
    ({ status, logicalId }) =>
      state.resources.has(stack.id, logicalId) && (wanted.length === 0 || wanted.includes(status)),
  );
  const { items, NextToken } = pageOf(drifts, token, MaxResults);
  return { StackResourceDrifts: items.map((drift) => shown(drift, stack)), NextToken };
};

/** Throws AWS's ValidationError for a stack that is in no state to be compared with its resources. */
function comparable(stack: StackRecord): StackRecord {
  if (
    /^(CREATE|UPDATE|UPDATE_ROLLBACK|UPDATE_ROLLBACK_FAILED|IMPORT|IMPORT_ROLLBACK)_(COMPLETE|FAILED)$/.test(
      stack.status,
    )
  )
    return stack;
  throw validationError(`Drift detection cannot be performed on stack [${stack.id}] in ${stack.status} state`);
}

async function driftOf(resource: ResourceRecord, stack: StackRecord, context: Here): Promise<DriftRecord> {
  const { cloud } = context;
  const { logicalId, physicalId = "", type, properties: expected } = resource;
  const drift = { logicalId, physicalId, type, expected, differences: [], at: cloud.clock.now() };
  const provider = await providerOf(cloud, type).catch(() => undefined);
  if (!provider?.read) return { ...drift, status: "NOT_CHECKED" };
  const { account, region } = stack;
  const call = cloud.clients(await executorOf(cloud, { ...stack, caller: context.caller }), region);
  const found = await provider.read(physicalId, { call, account, region, partition: "aws" });
  if (!found) return { ...drift, status: "DELETED" };
  const differences = differencesOf(expected, found.properties);
  return { ...drift, actual: found.properties, differences, status: differences.length > 0 ? "MODIFIED" : "IN_SYNC" };
}

function shown({ expected, actual, ...drift }: DriftRecord, { id }: StackRecord): StackResourceDrift {
  const known = actual && Object.fromEntries(Object.keys(expected).map((name) => [name, actual[name]]));
  return {
    StackId: id,
    LogicalResourceId: drift.logicalId,
    PhysicalResourceId: drift.physicalId,
    ResourceType: drift.type,
    ExpectedProperties: JSON.stringify(expected),
    ActualProperties: known && JSON.stringify(known),
    PropertyDifferences: [...drift.differences],
    StackResourceDriftStatus: drift.status as StackResourceDriftStatus,
    Timestamp: new Date(drift.at),
  };
}
