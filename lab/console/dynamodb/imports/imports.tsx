import {
  DescribeImportCommand,
  DynamoDBClient,
  type ImportTableDescription,
  paginateListImports,
} from "@aws-sdk/client-dynamodb";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { PageLink } from "../../parts/page-link.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { Time } from "../../parts/time.tsx";
import { Status } from "../../parts/word-status.tsx";
import { tablePath } from "../addresses.ts";

const MOST = 100;

/** The imports from S3, once there are any. */
export function Imports() {
  const client = useClient(DynamoDBClient);
  const answer = useAnswer(["dynamodb", "imports"], () => describedImports(client), { every: 5000 });
  if (answer.data?.length === 0) return null;
  return (
    <ResourceTable
      title="Imports"
      answer={answer}
      id={({ ImportArn = "" }) => ImportArn}
      sortedBy="started"
      descending
      columns={[
        {
          id: "table",
          header: "Table",
          minWidth: 160,
          isRowHeader: true,
          cell: ({ TableArn = "" }) => <TableLink name={TableArn.split("/")[1] ?? ""} />,
        },
        {
          id: "status",
          header: "Status",
          minWidth: 140,
          cell: ({ ImportStatus, FailureCode, FailureMessage }) => (
            <>
              <Status of={ImportStatus} />
              {FailureCode && <div>{[FailureCode, FailureMessage].filter(Boolean).join(": ")}</div>}
            </>
          ),
        },
        {
          id: "items",
          header: "Items",
          minWidth: 80,
          cell: ({ ImportedItemCount }) => ImportedItemCount?.toLocaleString() ?? "–",
        },
        { id: "errors", header: "Errors", minWidth: 80, cell: ({ ErrorCount = 0 }) => ErrorCount.toLocaleString() },
        {
          id: "from",
          header: "From",
          minWidth: 180,
          cell: ({ S3BucketSource: { S3Bucket = "", S3KeyPrefix = "" } = { S3Bucket: "" } }) => (
            <PageLink to={`/s3/${encodeURIComponent(S3Bucket)}`}>
              {[S3Bucket, S3KeyPrefix].filter(Boolean).join("/")}
            </PageLink>
          ),
        },
        {
          id: "started",
          header: "Started",
          minWidth: 170,
          sortingField: "StartTime",
          cell: ({ StartTime }) => <Time at={StartTime} />,
        },
      ]}
      empty="No imports"
    />
  );
}

function TableLink({ name }: { readonly name: string }) {
  return <PageLink to={tablePath(name)}>{name}</PageLink>;
}

async function describedImports(client: DynamoDBClient): Promise<ImportTableDescription[]> {
  const all = await collect(paginateListImports({ client }, {}), (page) => page.ImportSummaryList, MOST);
  const described = all.map(async ({ ImportArn }) => {
    const { ImportTableDescription } = await client.send(new DescribeImportCommand({ ImportArn }));
    return ImportTableDescription ?? {};
  });
  return await Promise.all(described);
}
