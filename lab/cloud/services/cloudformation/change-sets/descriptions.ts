import type { Change, ExecutionStatus, ResourceChangeDetail } from "@aws-sdk/client-cloudformation";
import type { ChangeSetRecord, StackRecord } from "../records.ts";
import { shownParameters } from "../stacks/descriptions.ts";
import { changeSetNamed, changeSetsOf, findStack, stackNamed } from "../stacks/lookup.ts";
import { pageOf } from "../stacks/pages.ts";
import type { CloudFormation } from "../state.ts";

export const describeChangeSet: CloudFormation["DescribeChangeSet"] = (input, context) => {
  const changeSet = changeSetNamed(context, input.ChangeSetName, input.StackName);
  const { items: changes, NextToken } = pageOf(changeSet.changes, input.NextToken, 500);
  return {
    ...summaryOf(changeSet, findStack(context, changeSet.stackId)),
    Parameters: shownParameters(changeSet.parameters),
    NotificationARNs: [...changeSet.notificationArns],
    RollbackConfiguration: {},
    Capabilities: changeSet.capabilities as [],
    Tags: [...changeSet.tags],
    Changes: input.IncludePropertyValues ? changes : changes.map(withoutValues),
    OnStackFailure: changeSet.onFailure,
    NextToken,
  };
};

/** Only change sets that may still be executed, or say why they may not, are listed. */
export const listChangeSets: CloudFormation["ListChangeSets"] = ({ StackName, NextToken: token }, context) => {
  const stack = stackNamed(context, StackName);
  const listed = changeSetsOf(context, stack.id).filter(
    ({ executionStatus }) => executionStatus !== "EXECUTE_IN_PROGRESS",
  );
  const { items, NextToken } = pageOf(listed, token);
  return { Summaries: items.map((changeSet) => summaryOf(changeSet, stack)), NextToken };
};

function summaryOf(changeSet: ChangeSetRecord, stack: StackRecord | undefined) {
  return {
    ChangeSetName: changeSet.name,
    ChangeSetId: changeSet.id,
    StackId: changeSet.stackId,
    StackName: changeSet.stackName,
    Description: changeSet.comment,
    CreationTime: new Date(changeSet.createdAt),
    ExecutionStatus: executionStatusOf(changeSet, stack),
    Status: changeSet.status,
    StatusReason: changeSet.statusReason,
    IncludeNestedStacks: false,
    // Only ever said when it was asked for.
    ImportExistingResources: changeSet.importExisting || undefined,
  };
}

/** How far an execution is shows in the stack that it changes. */
export function executionStatusOf(
  { id, executionStatus }: ChangeSetRecord,
  stack: StackRecord | undefined,
): ExecutionStatus {
  if (executionStatus !== "EXECUTE_IN_PROGRESS") return executionStatus;
  if (stack?.changeSetId !== id) return "EXECUTE_COMPLETE";
  if (stack.status.endsWith("_IN_PROGRESS")) return "EXECUTE_IN_PROGRESS";
  return /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(stack.status) ? "EXECUTE_COMPLETE" : "EXECUTE_FAILED";
}

function withoutValues({ Type, ResourceChange }: Change): Change {
  const { BeforeContext: _before, AfterContext: _after, Details = [], ...change } = ResourceChange ?? {};
  return { Type, ResourceChange: { ...change, Details: Details.map(detailWithoutValues) } };
}

function detailWithoutValues({ Target, ...cause }: ResourceChangeDetail): ResourceChangeDetail {
  const { Attribute, Name, RequiresRecreation } = Target ?? {};
  return { Target: { Attribute, Name, RequiresRecreation }, ...cause };
}
