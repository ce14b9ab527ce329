import {
  DescribeExportCommand,
  DynamoDBClient,
  type ExportDescription,
  ExportTableToPointInTimeCommand,
  paginateListExports,
} from "@aws-sdk/client-dynamodb";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { Time } from "../../parts/time.tsx";
import { Status } from "../../parts/word-status.tsx";
import { BucketField } from "../../s3/bucket-field.tsx";

interface Props {
  readonly table: string;
  readonly arn: string;
}

/** The exports of a table to S3. */
export function Exports({ table, arn }: Props) {
  const client = useClient(DynamoDBClient);
  const answer = useAnswer(["dynamodb", "exports", table], () => describedExports(client, arn), { every: 5000 });
  return (
    <ResourceTable
      title="Exports"
      answer={answer}
      id={({ ExportArn = "" }) => ExportArn}
      sortedBy="started"
      descending
      columns={[
        {
          id: "to",
          header: "To",
          minWidth: 200,
          isRowHeader: true,
          cell: ({ S3Bucket = "", S3Prefix }) => (
            <PageLink to={`/s3/${encodeURIComponent(S3Bucket)}`}>
              {[S3Bucket, S3Prefix].filter(Boolean).join("/")}
            </PageLink>
          ),
        },
        {
          id: "status",
          header: "Status",
          minWidth: 130,
          cell: ({ ExportStatus, FailureMessage }) => (
            <>
              <Status of={ExportStatus} />
              {FailureMessage && <div>{FailureMessage}</div>}
            </>
          ),
        },
        { id: "format", header: "Format", minWidth: 130, cell: ({ ExportFormat }) => ExportFormat },
        { id: "items", header: "Items", minWidth: 80, cell: ({ ItemCount }) => ItemCount?.toLocaleString() ?? "–" },
        {
          id: "started",
          header: "Started",
          minWidth: 170,
          sortingField: "StartTime",
          cell: ({ StartTime }) => <Time at={StartTime} />,
        },
      ]}
      empty={<Empty title="No exports">An export writes the items to a bucket; it needs point-in-time recovery.</Empty>}
      actions={<DialogButton label="Export to S3">{(close) => <Export arn={arn} onClose={close} />}</DialogButton>}
    />
  );
}

async function describedExports(client: DynamoDBClient, TableArn: string): Promise<ExportDescription[]> {
  const all = await collect(paginateListExports({ client }, { TableArn }), (page) => page.ExportSummaries, 100);
  const described = all.map(async ({ ExportArn }) => {
    const { ExportDescription } = await client.send(new DescribeExportCommand({ ExportArn }));
    return ExportDescription ?? {};
  });
  return await Promise.all(described);
}

function Export({ arn: TableArn, onClose }: { readonly arn: string; readonly onClose: () => void }) {
  const client = useClient(DynamoDBClient);
  const [bucket, setBucket] = useState("");
  const [prefix, setPrefix] = useState("");
  const start = useChange(
    () =>
      client.send(
        new ExportTableToPointInTimeCommand({
          TableArn,
          S3Bucket: bucket,
          ...(prefix !== "" && { S3Prefix: prefix }),
          ExportFormat: "DYNAMODB_JSON",
        }),
      ),
    { done: () => `Exporting to ${bucket}`, stale: ["dynamodb", "exports"], inForm: true },
  );
  return (
    <Dialog
      title="Export to S3"
      canSubmit={bucket !== ""}
      isBusy={start.isPending}
      error={start.error}
      onSubmit={() => start.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    >
      <BucketField value={bucket} onChange={setBucket} />
      <FormField label="Prefix – optional">
        <Input value={prefix} onChange={({ detail }) => setPrefix(detail.value)} spellcheck={false} />
      </FormField>
    </Dialog>
  );
}
