import { CloudFormationClient, paginateDescribeStacks, type Stack } from "@aws-sdk/client-cloudformation";
import Link from "@cloudscape-design/components/link";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useClient } from "../cloud/clients.ts";
import { useAnswer } from "../cloud/queries.ts";
import { Empty } from "../parts/empty.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { ResourceTable } from "../parts/resource-table.tsx";
import { statusOf } from "../parts/status.ts";
import { Time } from "../parts/time.tsx";

/** The stacks, with what they tell their users: most often a URL. */
export function Stacks() {
  const client = useClient(CloudFormationClient);
  const answer = useAnswer(
    ["cloudformation", "stacks"],
    async () => {
      const stacks: Stack[] = [];
      for await (const { Stacks = [] } of paginateDescribeStacks({ client }, {})) stacks.push(...Stacks);
      return stacks;
    },
    { every: 5000 },
  );
  return (
    <ResourceTable
      title="Stacks"
      answer={answer}
      id={({ StackId = "" }) => StackId}
      columns={[
        {
          id: "name",
          header: "Name",
          minWidth: 130,
          sortingField: "StackName",
          cell: ({ StackName = "" }) => (
            <PageLink to={`/cloudformation/${encodeURIComponent(StackName)}`}>{StackName}</PageLink>
          ),
        },
        {
          id: "status",
          header: "Status",
          minWidth: 210,
          sortingField: "StackStatus",
          cell: ({ StackStatus = "" }) => <StatusIndicator type={statusOf(StackStatus)}>{StackStatus}</StatusIndicator>,
        },
        { id: "url", header: "Address", minWidth: 260, cell: (stack) => <Addresses stack={stack} /> },
        {
          id: "changed",
          header: "Changed",
          minWidth: 170,
          cell: ({ LastUpdatedTime, CreationTime }) => <Time at={LastUpdatedTime ?? CreationTime} />,
        },
      ]}
      empty={
        <Empty title="No stacks yet">
          Deploy one: <code>npx cdklocal bootstrap && npx cdklocal deploy</code>
        </Empty>
      }
    />
  );
}

/** The addresses among a stack's outputs. */
function Addresses({ stack: { Outputs = [] } }: { readonly stack: Stack }) {
  const urls = Outputs.flatMap(({ OutputValue = "" }) => (/^https?:\/\//.test(OutputValue) ? [OutputValue] : []));
  const unique = [...new Set(urls)];
  if (unique.length === 0) return <>–</>;
  return unique.map((url) => (
    <div key={url}>
      <Link href={url} external>
        {url}
      </Link>
    </div>
  ));
}
