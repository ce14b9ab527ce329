import { type ChangeSetSummary, CloudFormationClient, paginateListChangeSets } from "@aws-sdk/client-cloudformation";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useParams, useSearchParams } from "react-router";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { Empty } from "../../parts/empty.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { Time } from "../../parts/time.tsx";
import { nextLook } from "../motion.ts";
import { stackPath } from "../stack-address.ts";
import { Status } from "../status.tsx";
import { ChangeSet } from "./change-set.tsx";

/** The change sets of a stack, and what the chosen one would change. */
export function ChangeSetsTab({ stack, status }: { readonly stack: string; readonly status: string | undefined }) {
  const client = useClient(CloudFormationClient);
  const [query] = useSearchParams();
  const { stack: page } = useParams();
  const chosen = query.get("changeset");
  const answer = useAnswer(
    ["cloudformation", "stack", stack, "change-sets"],
    async () => {
      const sets: ChangeSetSummary[] = [];
      for await (const { Summaries = [] } of paginateListChangeSets({ client }, { StackName: stack }))
        sets.push(...Summaries);
      return sets;
    },
    { every: (sets = []) => nextLook(status, ...sets.map(({ Status }) => Status)) },
  );
  return (
    <SpaceBetween size="l">
      <ResourceTable
        title="Change sets"
        answer={answer}
        id={({ ChangeSetId = "" }) => ChangeSetId}
        sortedBy="created"
        descending
        columns={[
          {
            id: "name",
            header: "Name",
            sortingField: "ChangeSetName",
            isRowHeader: true,
            minWidth: 160,
            cell: ({ ChangeSetName = "" }) => (
              <PageLink to={`${stackPath(page, "changesets")}&changeset=${encodeURIComponent(ChangeSetName)}`}>
                {ChangeSetName}
              </PageLink>
            ),
          },
          {
            id: "status",
            header: "Status",
            sortingField: "Status",
            minWidth: 190,
            cell: ({ Status: status, StatusReason }) => (
              <>
                <Status of={status} />
                {StatusReason && <div>{StatusReason}</div>}
              </>
            ),
          },
          {
            id: "execution",
            header: "Execution",
            sortingField: "ExecutionStatus",
            minWidth: 150,
            cell: ({ ExecutionStatus = "–" }) => ExecutionStatus,
          },
          {
            id: "created",
            header: "Created",
            sortingField: "CreationTime",
            minWidth: 150,
            cell: ({ CreationTime }) => <Time at={CreationTime} />,
          },
          { id: "description", header: "Description", minWidth: 140, cell: ({ Description = "–" }) => Description },
        ]}
        empty={
          <Empty title="No change sets">
            A change set shows what an update would do before it does it:{" "}
            <code>aws cloudformation create-change-set</code>
          </Empty>
        }
      />
      {chosen !== null && <ChangeSet stack={stack} name={chosen} />}
    </SpaceBetween>
  );
}
