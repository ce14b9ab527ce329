import Box from "@cloudscape-design/components/box";
import { Empty } from "../parts/empty.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { ResourceTable } from "../parts/resource-table.tsx";
import { Time } from "../parts/time.tsx";
import { pageOf } from "../sections.ts";
import { Status } from "./status.tsx";
import { useResources } from "./use-resources.ts";

/** The resources of a stack; the name of each leads to its own page, where the console has one. */
export function ResourcesTab({ stack, status }: { readonly stack: string; readonly status: string | undefined }) {
  return (
    <ResourceTable
      title="Resources"
      answer={useResources(stack, status)}
      id={({ LogicalResourceId = "" }) => LogicalResourceId}
      columns={[
        {
          id: "logical",
          header: "Logical ID",
          sortingField: "LogicalResourceId",
          isRowHeader: true,
          minWidth: 180,
          cell: ({ LogicalResourceId, ResourceType }) => (
            <div style={{ overflowWrap: "anywhere" }}>
              {LogicalResourceId}
              <Box variant="small" display="block">
                {ResourceType}
              </Box>
            </div>
          ),
        },
        {
          id: "physical",
          header: "Physical ID",
          sortingField: "PhysicalResourceId",
          minWidth: 180,
          cell: ({ ResourceType, PhysicalResourceId }) => (
            <div style={{ overflowWrap: "anywhere" }}>
              <Physical type={ResourceType} id={PhysicalResourceId} />
            </div>
          ),
        },
        {
          id: "status",
          header: "Status",
          sortingField: "ResourceStatus",
          minWidth: 190,
          cell: ({ ResourceStatus, ResourceStatusReason }) => (
            <>
              <Status of={ResourceStatus} />
              {ResourceStatusReason && <div>{ResourceStatusReason}</div>}
            </>
          ),
        },
        {
          id: "updated",
          header: "Updated",
          sortingField: "LastUpdatedTimestamp",
          minWidth: 150,
          cell: ({ LastUpdatedTimestamp }) => <Time at={LastUpdatedTimestamp} />,
        },
      ]}
      empty={<Empty title="No resources">The stack has created nothing yet. Its events say why.</Empty>}
    />
  );
}

/** What a resource is called by its service, as a link to its page where there is one. */
export function Physical({ type, id }: { readonly type: string | undefined; readonly id: string | undefined }) {
  // What failed has none.
  if (!id) return "–";
  const page = pageOf(type, id);
  return page ? <PageLink to={page}>{id}</PageLink> : id;
}
