import {
  DeleteParametersCommand,
  type ParameterMetadata,
  paginateDescribeParameters,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { useState } from "react";
import { useClient } from "../cloud/clients.ts";
import { collect } from "../cloud/collect.ts";
import { useAnswer, useChange } from "../cloud/queries.ts";
import { ConfirmedButton } from "../parts/confirmed-button.tsx";
import { Empty } from "../parts/empty.tsx";
import { Page } from "../parts/page.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { ResourceTable } from "../parts/resource-table.tsx";
import { Time } from "../parts/time.tsx";
import { parameterPath } from "./parameter-path.ts";
import { PutParameter } from "./put-parameter.tsx";

/** DeleteParameters takes so many names. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameters.html */
const AT_ONCE = 10;

/** The parameters. */
export function ParameterList() {
  const client = useClient(SSMClient);
  const [selected, setSelected] = useState<ParameterMetadata[]>([]);
  const names = selected.map(({ Name = "" }) => Name);
  const answer = useAnswer(
    ["ssm", "parameters"],
    () => collect(paginateDescribeParameters({ client }, {}), ({ Parameters }) => Parameters),
    { every: 5000 },
  );
  const remove = useChange(
    async (all: readonly string[]) => {
      for (let from = 0; from < all.length; from += AT_ONCE)
        await client.send(new DeleteParametersCommand({ Names: all.slice(from, from + AT_ONCE) }));
      setSelected([]);
    },
    { done: (all) => `Deleted ${all.length === 1 ? all[0] : `${all.length} parameters`}`, stale: ["ssm"] },
  );
  return (
    <Page title="Parameter Store" description="Settings and secrets by name, in AWS Systems Manager.">
      <ResourceTable
        title="Parameters"
        answer={answer}
        id={({ Name = "" }) => Name}
        selected={selected}
        onSelect={setSelected}
        columns={[
          {
            id: "name",
            header: "Name",
            minWidth: 200,
            isRowHeader: true,
            sortingField: "Name",
            cell: ({ Name = "" }) => <PageLink to={parameterPath(Name)}>{Name}</PageLink>,
          },
          { id: "type", header: "Type", minWidth: 120, sortingField: "Type", cell: ({ Type }) => Type },
          { id: "version", header: "Version", minWidth: 90, sortingField: "Version", cell: ({ Version }) => Version },
          {
            id: "changed",
            header: "Changed",
            minWidth: 170,
            sortingField: "LastModifiedDate",
            cell: ({ LastModifiedDate }) => <Time at={LastModifiedDate} />,
          },
        ]}
        empty={<Empty title="No parameters yet">Create one here, or deploy a stack that has one.</Empty>}
        actions={
          <>
            <ConfirmedButton label="Delete" disabled={names.length === 0} onConfirm={() => remove.mutateAsync(names)}>
              {names.length > 3 ? `${names.length} parameters` : names.join(", ")} will be gone, with all that they were
              before.
            </ConfirmedButton>
            <PutParameter />
          </>
        }
      />
    </Page>
  );
}
