import {
  CloudFormationClient,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  type DescribeChangeSetOutput,
  ExecuteChangeSetCommand,
  type ResourceChange,
} from "@aws-sdk/client-cloudformation";
import Badge from "@cloudscape-design/components/badge";
import type { UseQueryResult } from "@tanstack/react-query";
import { useParams } from "react-router";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { useOpen } from "../../shell/addresses.ts";
import { nextLook } from "../motion.ts";
import { Physical } from "../resources-tab.tsx";
import { stackPath } from "../stack-address.ts";
import { ChangeDetails } from "./change-details.tsx";

const COLOURS = { Add: "green", Remove: "red" } as const;

/** What a change set would change, and the buttons that do it or forget it. */
export function ChangeSet({ stack, name }: { readonly stack: string; readonly name: string }) {
  const client = useClient(CloudFormationClient);
  const open = useOpen();
  const { stack: page } = useParams();
  const input = { StackName: stack, ChangeSetName: name };
  const answer = useAnswer(
    ["cloudformation", "stack", stack, "change-set", name],
    () => describeWhole(client, stack, name),
    { every: (set) => (set?.Status === "CREATE_COMPLETE" ? false : nextLook(set?.Status)) },
  );
  const execute = useChange(() => client.send(new ExecuteChangeSetCommand(input)), {
    done: () => `Executing the change set ${name}`,
    stale: ["cloudformation"],
  });
  const remove = useChange(() => client.send(new DeleteChangeSetCommand(input)), {
    done: () => `Deleted the change set ${name}`,
    stale: ["cloudformation"],
  });
  const changes = answer.data?.Changes?.flatMap(({ ResourceChange: change }) => (change ? [change] : []));
  return (
    <ResourceTable
      title={`Changes of ${name}`}
      answer={{ ...answer, data: changes } as UseQueryResult<ResourceChange[], Error>}
      id={({ LogicalResourceId = "" }) => LogicalResourceId}
      actions={
        <>
          <ConfirmedButton
            label="Delete change set"
            onConfirm={async () => {
              await remove.mutateAsync();
              open(stackPath(page, "changesets"));
            }}
          >
            The change set {name} will be forgotten. The stack stays as it is.
          </ConfirmedButton>
          <ConfirmedButton
            label="Execute change set"
            variant="primary"
            disabled={answer.data?.ExecutionStatus !== "AVAILABLE"}
            onConfirm={async () => {
              await execute.mutateAsync();
              open(stackPath(page));
            }}
          >
            The stack is changed, and its other change sets are deleted.
          </ConfirmedButton>
        </>
      }
      columns={[
        {
          id: "action",
          header: "Action",
          sortingField: "Action",
          minWidth: 90,
          cell: ({ Action = "" }) => <Badge color={COLOURS[Action as "Add"] ?? "blue"}>{Action}</Badge>,
        },
        {
          id: "logical",
          header: "Logical ID",
          sortingField: "LogicalResourceId",
          isRowHeader: true,
          minWidth: 160,
          cell: ({ LogicalResourceId }) => LogicalResourceId,
        },
        {
          id: "physical",
          header: "Physical ID",
          minWidth: 160,
          cell: ({ ResourceType, PhysicalResourceId }) => <Physical type={ResourceType} id={PhysicalResourceId} />,
        },
        { id: "type", header: "Type", sortingField: "ResourceType", minWidth: 160, cell: (one) => one.ResourceType },
        { id: "replacement", header: "Replaces", minWidth: 100, cell: ({ Replacement = "–" }) => Replacement },
        { id: "details", header: "Because of", minWidth: 220, cell: (change) => <ChangeDetails change={change} /> },
      ]}
      empty={<Empty title="No changes">{answer.data?.StatusReason ?? "The stack would not change."}</Empty>}
    />
  );
}

/** A change set with all its changes, and the values before and after. */
async function describeWhole(
  client: CloudFormationClient,
  StackName: string,
  ChangeSetName: string,
): Promise<DescribeChangeSetOutput> {
  const input = { StackName, ChangeSetName, IncludePropertyValues: true };
  const first = await client.send(new DescribeChangeSetCommand(input));
  const changes = [...(first.Changes ?? [])];
  for (let { NextToken } = first; NextToken !== undefined; ) {
    const more = await client.send(new DescribeChangeSetCommand({ ...input, NextToken }));
    changes.push(...(more.Changes ?? []));
    NextToken = more.NextToken;
  }
  return { ...first, Changes: changes };
}
