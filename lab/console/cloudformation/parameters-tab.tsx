import type { Parameter, Stack, Tag } from "@aws-sdk/client-cloudformation";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { UseQueryResult } from "@tanstack/react-query";
import { Empty } from "../parts/empty.tsx";
import { ResourceTable } from "../parts/resource-table.tsx";

/** What a stack was made with: its parameters and its tags. */
export function ParametersTab({ answer }: { readonly answer: UseQueryResult<Stack | undefined, Error> }) {
  const { data } = answer;
  const parameters = { ...answer, data: data && (data.Parameters ?? []) };
  const tags = { ...answer, data: data && (data.Tags ?? []) };
  return (
    <SpaceBetween size="l">
      <ResourceTable
        title="Parameters"
        answer={parameters as UseQueryResult<readonly Parameter[], Error>}
        id={({ ParameterKey = "" }) => ParameterKey}
        columns={[
          {
            id: "key",
            header: "Key",
            sortingField: "ParameterKey",
            isRowHeader: true,
            minWidth: 140,
            cell: ({ ParameterKey }) => ParameterKey,
          },
          { id: "value", header: "Value", minWidth: 140, cell: ({ ParameterValue = "–" }) => ParameterValue },
          { id: "resolved", header: "Resolved to", minWidth: 140, cell: ({ ResolvedValue = "–" }) => ResolvedValue },
        ]}
        empty={<Empty title="No parameters">The template has none.</Empty>}
      />
      <ResourceTable
        title="Tags"
        answer={tags as UseQueryResult<readonly Tag[], Error>}
        id={({ Key = "" }) => Key}
        columns={[
          { id: "key", header: "Key", sortingField: "Key", isRowHeader: true, minWidth: 140, cell: ({ Key }) => Key },
          { id: "value", header: "Value", minWidth: 140, cell: ({ Value }) => Value },
        ]}
        empty={<Empty title="No tags">Tags are given when a stack is created or updated.</Empty>}
      />
    </SpaceBetween>
  );
}
