import {
  CloudFormationClient,
  DeleteStackCommand,
  paginateListStacks,
  type StackSummary,
} from "@aws-sdk/client-cloudformation";
import Box from "@cloudscape-design/components/box";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useClient } from "../cloud/clients.ts";
import { useAnswer, useChange } from "../cloud/queries.ts";
import { ConfirmedButton } from "../parts/confirmed-button.tsx";
import { Empty } from "../parts/empty.tsx";
import { Page } from "../parts/page.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { ResourceTable } from "../parts/resource-table.tsx";
import { Time } from "../parts/time.tsx";
import { nextLook } from "./motion.ts";
import { stackPath } from "./stack-address.ts";
import { Status } from "./status.tsx";

const isDeleted = ({ StackStatus }: StackSummary) => StackStatus === "DELETE_COMPLETE";

/** All stacks; the deleted ones too, when they are asked for. */
export function StackList() {
  const client = useClient(CloudFormationClient);
  const [query, setQuery] = useSearchParams();
  const [selected, select] = useState<StackSummary[]>([]);
  const withDeleted = query.has("deleted");
  const answer = useAnswer(
    ["cloudformation", "list", withDeleted],
    async () => {
      const stacks: StackSummary[] = [];
      for await (const { StackSummaries = [] } of paginateListStacks({ client }, {})) stacks.push(...StackSummaries);
      return withDeleted ? stacks : stacks.filter((stack) => !isDeleted(stack));
    },
    { every: (stacks = []) => nextLook(...stacks.map(({ StackStatus }) => StackStatus)) },
  );
  const remove = useChange(
    (stacks: readonly StackSummary[]) =>
      Promise.all(stacks.map(({ StackId }) => client.send(new DeleteStackCommand({ StackName: StackId })))),
    { done: (stacks) => `Deleting ${stacks.map(({ StackName }) => StackName).join(", ")}`, stale: ["cloudformation"] },
  );
  const removable = selected.filter((stack) => !isDeleted(stack));
  return (
    <Page title="CloudFormation" description="Stacks: resources that are created, changed and deleted together.">
      <ResourceTable
        title="Stacks"
        answer={answer}
        id={({ StackId = "" }) => StackId}
        selected={selected}
        onSelect={select}
        sortedBy="created"
        descending
        actions={
          <>
            <Box padding={{ vertical: "xxs" }}>
              <Toggle
                checked={withDeleted}
                onChange={({ detail }) =>
                  setQuery((now) => {
                    if (detail.checked) now.set("deleted", "");
                    else now.delete("deleted");
                    return now;
                  })
                }
              >
                Show deleted
              </Toggle>
            </Box>
            <ConfirmedButton
              label={removable.length > 1 ? "Delete stacks" : "Delete stack"}
              disabled={removable.length === 0}
              onConfirm={async () => {
                await remove.mutateAsync(removable);
                select([]);
              }}
            >
              All resources of {removable.map(({ StackName }) => StackName).join(", ")} will be deleted, except those
              that the template says to retain.
            </ConfirmedButton>
          </>
        }
        columns={[
          {
            id: "name",
            header: "Name",
            sortingField: "StackName",
            minWidth: 140,
            cell: (stack) => (
              <PageLink to={stackPath(isDeleted(stack) ? stack.StackId : stack.StackName)}>{stack.StackName}</PageLink>
            ),
          },
          {
            id: "status",
            header: "Status",
            sortingField: "StackStatus",
            minWidth: 190,
            cell: ({ StackStatus }) => <Status of={StackStatus} />,
          },
          {
            id: "description",
            header: "Description",
            sortingField: "TemplateDescription",
            minWidth: 200,
            cell: ({ TemplateDescription = "–" }) => TemplateDescription,
          },
          {
            id: "created",
            header: "Created",
            sortingField: "CreationTime",
            minWidth: 150,
            cell: ({ CreationTime }) => <Time at={CreationTime} />,
          },
          {
            id: "updated",
            header: "Updated",
            sortingField: "LastUpdatedTime",
            minWidth: 150,
            cell: ({ LastUpdatedTime }) => <Time at={LastUpdatedTime} />,
          },
        ]}
        empty={
          <Empty title="No stacks yet">
            Deploy one: <code>npx cdklocal bootstrap && npx cdklocal deploy</code>
          </Empty>
        }
      />
    </Page>
  );
}
